//! Enrolling, waiting, withdrawing and running an edition's seats, over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../domain/tests/cast/admission_rows.rs"]
mod admission_rows;
mod house;

use std::collections::BTreeMap;
use std::time::Duration;

use admission_rows::{change_edition, latest_application, place_of};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::accounts::person as people;
use domain::admissions::invariants::invariants;
use domain::admissions::{application, application_step, enrolment};
use domain::catalogue::course as courses;
use domain::outbox;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ConnectionTrait, Database, IntoActiveModel, PaginatorTrait, Set};
use house::{Browser, House, NOW, edition, grant, person, programme, seats};
use model::admissions::Standing;
use model::catalogue::{AdmissionWay, Publication};
use model::role::Scope;
use model::{EditionId, PersonId, Role};
use server::Config;

const ENROL: &str = "/programmes/marine-economy/2026/enrol";
const WITHDRAW: &str = "/programmes/marine-economy/2026/withdraw";

/// A house with one edition of so many seats.
async fn with_seats(size: i32) -> (House, EditionId) {
    let house = House::new().await;
    let edition = limited(&house, size).await;
    (house, edition)
}

async fn limited(house: &House, size: i32) -> EditionId {
    let programme = programme(&house.db, "marine-economy").await;
    let edition = edition(&house.db, programme, "2026").await;
    seats(&house.db, edition, size).await;
    edition
}

async fn enrol(browser: &mut Browser, edition: EditionId) -> house::Answer {
    let edition = edition.to_string();
    let fields = [("edition", edition.as_str()), ("delegation", "KE")];
    browser.post("/api/enrol", ENROL, &fields).await
}

async fn coordinator(house: &House, edition: EditionId) -> PersonId {
    let chen = person(&house.db, "Chen", "CN").await;
    grant(&house.db, chen, Role::Coordinator, Scope::Edition(edition)).await;
    chen
}

fn people_page(edition: EditionId) -> String {
    format!("/staff/editions/{edition}/people")
}

#[tokio::test]
async fn a_visitor_is_told_what_enrolling_means_and_how_to_sign_in() {
    let (house, _) = with_seats(3).await;
    let page = house.visitor().get(ENROL).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text("h1"), "Enrol: Edition 2026");
    assert_eq!(
        page.attribute("main .actions a.btn", "href").as_deref(),
        Some("/sign-in?next=/programmes/marine-economy/2026/enrol")
    );
    assert!(page.attribute("main a[href='/register']", "href").is_some());
    assert!(page.texts("main form").is_empty());
    assert!(page.shows("3 of 3 seats left"));
}

#[tokio::test]
async fn one_is_told_at_once_whether_one_has_a_place() {
    let (house, edition) = with_seats(1).await;
    let amina = person(&house.db, "Amina", "TZ").await;
    let mut browser = house.signed_in(amina).await;
    let page = browser.get(ENROL).await;
    assert_eq!(
        page.attribute("#delegation option[selected]", "value")
            .as_deref(),
        Some("TZ"),
        "the profile's country is proposed"
    );
    let sent = enrol(&mut browser, edition).await;
    assert_eq!(
        (sent.status, sent.location()),
        (
            StatusCode::SEE_OTHER,
            format!("{ENROL}?done=placed").as_str()
        )
    );
    let page = browser.get(sent.location()).await;
    assert_eq!(page.text(".standing b"), "You have a place");
    assert!(page.shows("0 of 1 seats left"));
    assert!(
        page.texts("#delegation").is_empty(),
        "nothing to send again"
    );
    let place = place_of(&house.db, edition, amina).await.unwrap();
    assert_eq!(place.delegation.code(), "KE");

    for (name, position) in [("Omar", 1), ("Siti", 2)] {
        let who = person(&house.db, name, "EG").await;
        let mut browser = house.signed_in(who).await;
        assert!(browser.get(ENROL).await.shows("Join the waiting list"));
        let sent = enrol(&mut browser, edition).await;
        assert_eq!(sent.location(), format!("{ENROL}?done=waiting"));
        let page = browser.get(sent.location()).await;
        assert_eq!(
            page.text(".standing b"),
            format!("You are number {position} on the waiting list")
        );
    }
}

#[tokio::test]
async fn withdrawing_asks_first_and_gives_the_place_to_the_next() {
    let (house, edition) = with_seats(1).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let omar = person(&house.db, "Omar", "EG").await;
    let mut hers = house.signed_in(amina).await;
    let mut his = house.signed_in(omar).await;
    enrol(&mut hers, edition).await;
    enrol(&mut his, edition).await;
    let page = hers.get(WITHDRAW).await;
    assert_eq!(page.text("h1"), "Withdraw: Edition 2026");
    let id = page.attribute("input[name=edition]", "value").unwrap();
    assert!(
        place_of(&house.db, edition, amina).await.is_some(),
        "looking changes nothing"
    );
    let fields = [("edition", id.as_str())];
    let sent = hers.post("/api/withdraw", WITHDRAW, &fields).await;
    assert_eq!(sent.location(), format!("{ENROL}?done=withdrawn"));
    let page = hers.get(sent.location()).await;
    assert_eq!(page.text(".notice.ok"), "You have withdrawn.");
    assert!(place_of(&house.db, edition, omar).await.is_some());
    let again = hers.post("/api/withdraw", WITHDRAW, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.shows("There is nothing to withdraw."));
}

#[tokio::test]
async fn an_application_that_is_still_read_is_withdrawn_like_a_place() {
    let (house, edition) = with_seats(1).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let omar = person(&house.db, "Omar", "EG").await;
    for who in [amina, omar] {
        enrol(&mut house.signed_in(who).await, edition).await;
    }
    let mut row = latest_application(&house.db, omar)
        .await
        .into_active_model();
    row.standing = Set(Standing::InReview);
    row.queue_number = Set(None);
    house
        .db
        .write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let mut his = house.signed_in(omar).await;
    let way = his.get(ENROL).await;
    assert!(way.shows("Withdraw") && !way.shows("Leave the waiting list"));
    assert!(
        his.get(WITHDRAW)
            .await
            .shows("Your application ends at once")
    );
    let edition = edition.to_string();
    let sent = his
        .post("/api/withdraw", WITHDRAW, &[("edition", &edition)])
        .await;
    assert_eq!(sent.location(), format!("{ENROL}?done=withdrawn"));
    let standing = latest_application(&house.db, omar).await.standing;
    assert_eq!(standing, Standing::Withdrawn);
}

#[tokio::test]
async fn a_refused_enrolment_says_why_and_writes_nothing() {
    let (house, edition) = with_seats(1).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut browser = house.signed_in(amina).await;
    let id = edition.to_string();
    let unknown = [("edition", id.as_str()), ("delegation", "EU")];
    let refused = browser.post("/api/enrol", ENROL, &unknown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.text("#delegation-error"),
        "Please choose one of the list."
    );

    house.set_clock(NOW.plus_days(13));
    let late = enrol(&mut browser, edition).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.text(".standing.bad")
            .starts_with("Enrolment closed on")
    );

    house.set_clock(NOW.plus_days(-100));
    let early = browser.get(ENROL).await;
    assert_eq!(
        early.text(".standing.bad"),
        "Enrolment opens on Sun 1 Nov 2026, 00:00 Shanghai, UTC+8 Sat 31 Oct 2026, 19:00 in Nairobi"
    );

    house.set_clock(NOW);
    change_edition(&house.db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Nomination);
    })
    .await;
    assert_eq!(
        enrol(&mut browser, edition).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let nonsense = [("edition", "marine"), ("delegation", "KE")];
    let lost = browser.post("/api/enrol", ENROL, &nonsense).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    let rows = application::Entity::find().count(house.db.read()).await;
    assert_eq!(rows.unwrap(), 0);
}

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to_and_comes_back() {
    let (house, edition) = with_seats(1).await;
    let sent = enrol(&mut house.visitor(), edition).await;
    assert_eq!(sent.sign_in_way(), format!("/sign-in?next={ENROL}"));
    let page = house.visitor().get(WITHDRAW).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let page = house.visitor().get("/applications").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_draft_has_no_way_in() {
    let (house, edition) = with_seats(1).await;
    change_edition(&house.db, edition, |row| {
        row.publication = Set(Publication::Draft);
    })
    .await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut browser = house.signed_in(amina).await;
    let counter = format!("/editions/{edition}/seats");
    for path in [
        ENROL,
        WITHDRAW,
        counter.as_str(),
        "/programmes/ports/2026/enrol",
    ] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND);
    }
    let sent = enrol(&mut browser, edition).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ones_applications_are_listed_with_their_ladder() {
    let (house, edition) = with_seats(1).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let omar = person(&house.db, "Omar", "EG").await;
    let mut hers = house.signed_in(amina).await;
    let mut his = house.signed_in(omar).await;
    let empty = his.get("/applications").await;
    assert_eq!(
        empty.text(".empty h2"),
        "You have not applied for anything yet"
    );
    enrol(&mut hers, edition).await;
    enrol(&mut his, edition).await;
    let page = his.get("/applications").await;
    assert_eq!(page.text("main h2"), "Edition 2026");
    assert_eq!(
        page.text(".standing b"),
        "You are number 1 on the waiting list"
    );
    let ladder = page.texts(".ladder li");
    assert_eq!(ladder.len(), 2);
    assert!(ladder[0].starts_with("Submitted"));
    assert!(ladder[1].starts_with("On the waiting list"));
    assert!(!page.body.contains("Amina"));
}

#[tokio::test]
async fn staff_see_the_people_of_their_edition_and_others_do_not() {
    let (house, edition) = with_seats(1).await;
    let chen = coordinator(&house, edition).await;
    let ada = person(&house.db, "Ada", "NG").await;
    grant(&house.db, ada, Role::Auditor, Scope::All).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let omar = person(&house.db, "Omar", "EG").await;
    let mut hers = house.signed_in(amina).await;
    enrol(&mut hers, edition).await;
    enrol(&mut house.signed_in(omar).await, edition).await;
    let page = people_page(edition);
    let file = format!("{page}.csv");

    let staff = house.signed_in(chen).await;
    let seen = staff.get(&page).await;
    assert_eq!(seen.text("tbody th"), "Amina");
    assert_eq!(
        seen.texts("nav.chips a"),
        ["Has a place 1", "On the waiting list 1", "Withdrawn 0"]
    );
    let waiting = staff.get(&format!("{page}?standing=waiting")).await;
    assert_eq!(waiting.text("tbody th"), "Omar");
    let nobody = staff
        .get(&format!("{page}?standing=waiting&country=FR"))
        .await;
    assert_eq!(nobody.text(".empty h2"), "Nobody here");
    let nonsense = staff
        .get(&format!("{page}?standing=x&country=y&page=z"))
        .await;
    assert_eq!(nonsense.status, StatusCode::OK);
    assert!(staff.get(&file).await.body.contains("amina@example.org"));

    let masked = house.signed_in(ada).await;
    for path in [&page, &file] {
        let seen = masked.get(path).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(seen.body.contains("Kenya"));
        assert!(!seen.body.to_lowercase().contains("amina"), "{}", seen.body);
        assert!(!seen.body.contains("/api/set_seats"));
    }
    for path in [&page, &file] {
        assert_eq!(hers.get(path).await.status, StatusCode::FORBIDDEN);
        let anybody = house.visitor().get(path).await;
        assert_eq!(anybody.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn the_file_is_utf_8_and_runs_nothing() {
    let (house, edition) = with_seats(9).await;
    let chen = coordinator(&house, edition).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut row = people::find(house.db.read(), amina)
        .await
        .unwrap()
        .into_active_model();
    row.printed_name = Set("=HYPERLINK(\"https://evil.example\")".to_owned());
    row.native_name = Set("王小明".to_owned());
    house
        .db
        .write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    enrol(&mut house.signed_in(amina).await, edition).await;
    let staff = house.signed_in(chen).await;
    let file = staff.get(&format!("{}.csv", people_page(edition))).await;
    assert_eq!(
        file.headers[header::CONTENT_TYPE],
        "text/csv; charset=utf-8"
    );
    let lines: Vec<_> = file.body.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Position,Standing,Name as printed"));
    assert!(
        lines[1].starts_with(",Has a place,\"'=HYPERLINK(\"\"https://evil.example\"\")\",王小明,"),
        "{}",
        lines[1]
    );
    assert!(lines[1].ends_with("2026-11-24T09:00:00Z"));
    assert_eq!(lines.len(), 2);
}

#[tokio::test]
async fn seats_are_set_where_they_are_shown() {
    let (house, edition) = with_seats(1).await;
    let chen = coordinator(&house, edition).await;
    for name in ["Amina", "Omar"] {
        let who = person(&house.db, name, "KE").await;
        enrol(&mut house.signed_in(who).await, edition).await;
    }
    let mut staff = house.signed_in(chen).await;
    let (page, id) = (people_page(edition), edition.to_string());
    let mut set = async |size: &str| {
        let fields = [("edition", id.as_str()), ("size", size)];
        staff.post("/api/set_seats", &page, &fields).await
    };
    let below = set("0").await;
    assert_eq!(below.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(below.shows("One seat is taken; the size cannot be lower."));
    assert_eq!(below.attribute("#size", "value").as_deref(), Some("0"));
    for nonsense in ["-1", "many", "1.5", "99999999999"] {
        let refused = set(nonsense).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            refused.attribute("#size", "value").as_deref(),
            Some(nonsense)
        );
    }
    let more = set("2").await;
    assert_eq!(more.location(), format!("{page}?done=seats"));
    let places = enrolment::Entity::find().count(house.db.read()).await;
    assert_eq!(places.unwrap(), 2);
    assert_eq!(set("").await.status, StatusCode::SEE_OTHER);
    let counter = house
        .visitor()
        .get(&format!("/editions/{edition}/seats"))
        .await;
    assert_eq!(counter.body, r#"{"said":"No limit","size":null,"taken":0}"#);
}

#[tokio::test]
async fn staff_withdraw_somebody_with_a_reason() {
    let (house, edition) = with_seats(1).await;
    let chen = coordinator(&house, edition).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut hers = house.signed_in(amina).await;
    enrol(&mut hers, edition).await;
    let application = latest_application(&house.db, amina).await.id.to_string();
    let page = format!("/staff/applications/{application}/withdraw");
    let mut staff = house.signed_in(chen).await;
    assert_eq!(staff.get(&page).await.text("h1"), "Withdraw Amina");
    let silent = [("application", application.as_str()), ("reason", " ")];
    let refused = staff.post("/api/withdraw_somebody", &page, &silent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("#reason-error"), "Please fill this in.");
    let fields = [
        ("application", application.as_str()),
        ("reason", "No visa <in time>."),
    ];
    let outsider = hers
        .post("/api/withdraw_somebody", "/applications", &fields)
        .await;
    assert_eq!(outsider.status, StatusCode::NOT_FOUND);
    assert_eq!(hers.get(&page).await.status, StatusCode::NOT_FOUND);
    let sent = staff.post("/api/withdraw_somebody", &page, &fields).await;
    assert_eq!(
        sent.location(),
        format!("{}?done=withdrawn", people_page(edition))
    );
    let told = hers.get("/applications").await;
    assert!(told.shows("No visa <in time>."));
    let steps = application_step::Entity::find()
        .count(house.db.read())
        .await;
    assert_eq!(steps.unwrap(), 3);
}

#[tokio::test]
async fn the_counter_counts_and_wakes_only_where_it_is() {
    let (house, edition) = with_seats(3).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut browser = house.signed_in(amina).await;
    enrol(&mut browser, edition).await;
    let address = format!("/editions/{edition}/seats");
    let counter = browser.get(&address).await;
    assert_eq!(
        counter.body,
        r#"{"said":"2 of 3 seats left","size":3,"taken":1}"#
    );
    browser.language = "zh".to_owned();
    let page = browser.get(ENROL).await;
    assert!(page.attribute("leptos-island", "data-props").is_some());
    assert_eq!(
        page.attribute("leptos-island meter", "value").as_deref(),
        Some("1"),
        "shown without scripting too"
    );
    assert!(page.body.contains("/assets/islands.js"));
    let without = browser.get("/applications").await;
    assert!(!without.body.contains("islands.js"));
    assert!(!without.body.contains("/pkg/"));
}

/// A house on a fresh PostgreSQL database.
async fn on_postgres() -> House {
    let cluster = std::env::var("EGRET_TEST_POSTGRES")
        .expect("EGRET_TEST_POSTGRES names a PostgreSQL cluster; `make test` starts one");
    let name = format!("egret_{}", uuid::Uuid::now_v7().simple());
    let maintenance = Database::connect(&cluster).await.unwrap();
    maintenance
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    maintenance.close().await.unwrap();
    let (server, _) = cluster.rsplit_once('/').unwrap();
    let environment = BTreeMap::from([("DATABASE_URL".to_owned(), format!("{server}/{name}"))]);
    House::with(Config::from_parts("", &environment).unwrap()).await
}

/// Sends an enrolment, and hangs up when it was not answered after a while.
async fn hang_up_while_enrolling(browser: &Browser, edition: EditionId, after: Duration) {
    let body = format!("_page=/&edition={edition}&delegation=KE");
    let request = Request::post("/api/enrol")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    let answer = browser.send(request, Body::from(body));
    let _ = tokio::time::timeout(after, answer).await;
}

async fn nothing_is_lost_when_browsers_hang_up(house: House) {
    let edition = limited(&house, 30).await;
    let mut browsers = Vec::new();
    for number in 0..40 {
        let who = person(&house.db, &format!("Person {number}"), "KE").await;
        browsers.push(house.signed_in(who).await);
    }
    // The first at once, others in the middle of their transaction, some perhaps after it.
    for (browser, number) in browsers.iter().zip(0..) {
        let after = Duration::from_micros(250 * number);
        hang_up_while_enrolling(browser, edition, after).await;
    }
    let mut placed = 0;
    for _ in 0..200 {
        placed = application::Entity::find()
            .count(house.db.read())
            .await
            .unwrap();
        if placed == 40 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(placed, 40, "every press of the button counts");
    let waiting = application::Entity::find()
        .filter(application::Column::Standing.eq(Standing::Waiting))
        .count(house.db.read())
        .await
        .unwrap();
    assert_eq!(waiting, 10);
    let mails = outbox::Entity::find().count(house.db.read()).await;
    assert_eq!(mails.unwrap(), 40);
    assert_eq!(invariants(&house.db, NOW).await.unwrap(), []);

    // Every writing connection is whole again: more writes than there are connections go through.
    for mut browser in browsers.into_iter().take(20) {
        let id = edition.to_string();
        let fields = [("edition", id.as_str())];
        let sent = browser.post("/api/withdraw", WITHDRAW, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(invariants(&house.db, NOW).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_browsers_hang_up_on_sqlite() {
    nothing_is_lost_when_browsers_hang_up(House::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_browsers_hang_up_on_postgres() {
    nothing_is_lost_when_browsers_hang_up(on_postgres().await).await;
}

#[tokio::test]
async fn an_elective_is_chosen_on_its_page_and_left_on_the_timetable() {
    let (house, edition) = with_seats(3).await;
    let course = house::course(&house.db, edition, "calligraphy").await;
    let row = courses::Entity::find_by_id(course).one(house.db.read());
    let mut row = row.await.unwrap().unwrap().into_active_model();
    row.required = Set(false);
    house
        .db
        .write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    // An edition with one course reads as that course and has no page for it.
    house::course(&house.db, edition, "ports").await;
    let lecture = model::schedule::SessionKind::Lecture;
    let at = "2026-12-08T09:00";
    house::session(&house.db, edition, Some(course), 1, lecture, at, 60).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut amina = house.signed_in(amina).await;
    let page = "/programmes/marine-economy/2026/courses/calligraphy";
    let choose = "form[action='/api/choose_elective']";
    let leave = "form[action='/api/leave_elective']";
    let before = amina.get(page).await;
    assert!(before.texts(choose).is_empty(), "only with a place");
    let id = course.to_string();
    let fields = [("course", id.as_str())];
    let refused = amina.post("/api/choose_elective", page, &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    enrol(&mut amina, edition).await;
    assert_eq!(amina.get(page).await.texts(choose).len(), 1);
    assert!(!amina.get("/timetable").await.shows("Session 1"));
    let chosen = amina.post("/api/choose_elective", page, &fields).await;
    assert_eq!(chosen.location(), format!("{page}?done=chosen"));
    let shown = amina.get(chosen.location()).await;
    assert!(shown.shows("You have chosen this elective."));
    let timetable = amina.get("/timetable").await;
    assert!(timetable.shows("Session 1"));
    assert_eq!(timetable.texts(leave).len(), 1);
    let back = [("course", id.as_str()), ("back", "timetable")];
    let left = amina.post("/api/leave_elective", "/timetable", &back).await;
    assert_eq!(left.location(), "/timetable?done=left");
    let timetable = amina.get(left.location()).await;
    assert!(!timetable.shows("Session 1") && timetable.texts(choose).len() == 1);
    assert!(
        house.visitor().get(page).await.texts(choose).is_empty(),
        "nobody else is asked"
    );
}
