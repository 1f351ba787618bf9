//! Who may do what: every page and every form action, for every role, on one's own, somebody else's, a hidden and a deleted thing.
//!
//! The expected answers stand in `access/pages.txt` and `access/actions.txt`. A route or a server function that is missing there fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../domain/tests/cast/admission_rows.rs"]
mod admission_rows;
mod house;

#[path = "access/forms.rs"]
mod forms;
#[path = "../domain/tests/cast/statistics_rows.rs"]
mod statistics_rows;
#[path = "access/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use axum::http::Request;
use house::{NOW, insert};
use world::{OBJECTS, ROLES, World};

/// What a browser gets to see of an answer.
fn said(answer: &house::Answer) -> String {
    match answer.status.as_u16() {
        303 if answer.location().starts_with("/sign-in?next") => "sign-in".to_owned(),
        303 => "done".to_owned(),
        status => status.to_string(),
    }
}

/// What a form was answered: whoever is not signed in is asked to, on a page that keeps what was typed.
fn acted(answer: &house::Answer) -> String {
    let way = answer.attribute("main a.btn", "href").unwrap_or_default();
    if answer.status.as_u16() == 401 && way.starts_with("/sign-in?next") {
        return "sign-in".to_owned();
    }
    said(answer)
}

/// One line of a table.
fn line(address: &str, object: &str, answers: &[String]) -> String {
    let mut line = format!("{address:<58}{object:<9}");
    for answer in answers {
        write!(line, "{answer:<9}").unwrap();
    }
    line.trim_end().to_owned()
}

/// The lines written down, without comments.
fn written(table: &str) -> BTreeSet<String> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

fn compare(file: &str, expected: &str, actual: &[String]) {
    let expected = written(expected);
    let found: BTreeSet<String> = actual.iter().cloned().collect();
    let mut report = String::new();
    for line in expected.difference(&found) {
        writeln!(report, "- {line}").unwrap();
    }
    for line in actual.iter().filter(|line| !expected.contains(*line)) {
        writeln!(report, "+ {line}").unwrap();
    }
    assert!(
        report.is_empty(),
        "access/{file} says otherwise (- written down, + found):\n{report}"
    );
}

/// The objects that make a difference to an address: one line where nothing in it names a thing.
fn objects_of(depends: bool) -> &'static [&'static str] {
    if depends { OBJECTS } else { &["-"] }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_answers_every_role_as_written_down() {
    let world = World::new().await;
    let mut lines = Vec::new();
    for path in server::web::pages() {
        for object in objects_of(path.contains('{')) {
            let address = world.address(&path, object);
            let mut answers = Vec::new();
            for role in ROLES {
                answers.push(said(&world.browser(role).await.get(&address).await));
            }
            lines.push(line(&path, object, &answers));
        }
    }
    compare("pages.txt", include_str!("access/pages.txt"), &lines);
}

/// Pages that nothing on a page leads to: one comes to them by a mail, by sending a form, or only when there is cause to.
const WITHOUT_A_LINK: &[&str] = &[
    "/confirm/{secret}",
    "/reset/{secret}",
    "/nominated/{secret}",
    "/register/sent",
    "/year/{year}",
    "/programmes/{programme}/{edition}/apply",
    "/programmes/{programme}/{edition}/enrol",
    "/programmes/{programme}/{edition}/withdraw",
];

/// Whoever is signed in has no use for these.
const FOR_STRANGERS: &[&str] = &["/sign-in", "/register", "/forgotten"];

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_ones_own_is_found_by_following_links() {
    let world = World::new().await;
    let table = include_str!("access/pages.txt");
    let mut missing = Vec::new();
    for (column, role) in ROLES.iter().enumerate() {
        let found = reached(&world, role).await;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let [path, object, answers @ ..] = cells.as_slice() else {
                continue;
            };
            let theirs = ["own", "-"].contains(object) && answers[column] == "200";
            let needless = WITHOUT_A_LINK.contains(path)
                || (*role != "visitor" && FOR_STRANGERS.contains(path));
            if theirs && !needless && !found.iter().any(|one| fits(&world, path, one)) {
                missing.push(format!("{role}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "no link leads there:\n{missing:#?}");
}

/// Whether an address is that of a page, where the page names a thing: of one's own.
fn fits(world: &World, path: &str, address: &str) -> bool {
    if path.contains("{year}") {
        let start = path.replace("{year}", "");
        return address
            .strip_prefix(&start)
            .is_some_and(|rest| rest.len() == 4);
    }
    world.address(path, "own") == address
}

/// Every page that somebody comes to from the start page and the staff page by links alone.
async fn reached(world: &World, role: &str) -> BTreeSet<String> {
    let browser = world.browser(role).await;
    let mut visits: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut ahead = vec!["/".to_owned(), "/staff".to_owned()];
    let mut found = BTreeSet::new();
    while let Some(address) = ahead.pop() {
        let path = address.split('?').next().unwrap_or_default().to_owned();
        // The same page with other filters leads to few other pages.
        let visits = visits.entry(path.clone()).or_default();
        if *visits >= 3 || !seen.insert(address.clone()) {
            continue;
        }
        *visits += 1;
        let answer = browser.get(&address).await;
        if answer.status != axum::http::StatusCode::OK {
            continue;
        }
        found.insert(path);
        ahead.extend(answer.links());
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_answers_every_role_as_written_down() {
    let world = World::new().await;
    let mut lines = Vec::new();
    for path in server::web::files() {
        for object in objects_of(path.contains('{')) {
            let address = world.address(path, object);
            let mut answers = Vec::new();
            for role in ROLES {
                answers.push(said(&world.browser(role).await.get(&address).await));
            }
            lines.push(line(path, object, &answers));
        }
    }
    compare("files.txt", include_str!("access/files.txt"), &lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_upload_answers_every_role_as_written_down() {
    let world = World::new().await;
    let mut lines = Vec::new();
    for path in server::web::uploads() {
        for object in OBJECTS {
            let mut answers = Vec::new();
            for role in ROLES {
                let world = world.copy().await;
                let browser = world.browser(role).await;
                let request = Request::post(world.address(path, object))
                    .header("content-type", "multipart/form-data; boundary=egret")
                    .header("sec-fetch-site", "same-origin");
                let film: &[u8] = include_bytes!("data/film.mp4");
                let body = [
                    b"--egret\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n",
                    film,
                    b"\r\n--egret--\r\n",
                ]
                .concat();
                answers.push(said(&browser.send(request, body.into()).await));
            }
            lines.push(line(path, object, &answers));
        }
    }
    compare("uploads.txt", include_str!("access/uploads.txt"), &lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_action_answers_every_role_as_written_down() {
    let world = World::new().await;
    let mut lines = Vec::new();
    for action in server::web::actions() {
        let form =
            forms::of(&action).unwrap_or_else(|| panic!("{action} has no form in access/forms.rs"));
        for object in objects_of(form.depends_on_a_thing()) {
            let mut answers = Vec::new();
            for role in ROLES {
                // A copy for each: what one role did must not be in the next one's way.
                let world = world.copy().await;
                let fields = form.filled(&world, object);
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                let mut browser = world.browser(role).await;
                answers.push(acted(&browser.post(&action, "/", &fields).await));
            }
            lines.push(line(&action, object, &answers));
        }
    }
    compare("actions.txt", include_str!("access/actions.txt"), &lines);
}
