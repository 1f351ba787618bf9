//! A server killed at random moments while people enrol and withdraw: what it acknowledged is there, and nothing is broken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../domain/tests/cast/admission_rows.rs"]
mod admission_rows;
mod binary;
#[allow(dead_code, reason = "each test file uses its part")]
#[path = "../domain/tests/cast/rows.rs"]
mod rows;

use std::time::Duration;

use admission_rows::change_edition;
use binary::{Place, Serving, answer};
use domain::accounts::sign_in;
use domain::admissions::application;
use domain::admissions::invariants::invariants;
use domain::sea_orm::Set;
use domain::sea_orm::entity::prelude::*;
use domain::{Db, clock};
use futures::future::join_all;
use model::admissions::Standing;
use model::{EditionId, PersonId};
use rows::{edition, person, programme, seats, two_per_country};

const CALLERS: usize = 16;
const SEATS: i32 = 6;
const KILLS: usize = 6;
/// Four people from each, of whom two may have a seat.
const COUNTRIES: [&str; 4] = ["KE", "PE", "EG", "ID"];

/// Somebody who enrols and withdraws, again and again.
struct Caller {
    who: PersonId,
    country: &'static str,
    cookie: String,
    /// Whether they are in, or waiting, as far as they were told.
    is_in: bool,
    /// How many applications they were told of.
    applications: usize,
    /// Whether an answer is owed to them.
    owed: bool,
}

impl Caller {
    /// Goes on until the server is gone.
    async fn call(&mut self, server: &Serving, edition: EditionId) {
        loop {
            self.owed = true;
            if !self.press(server, edition).await {
                return;
            }
            self.owed = false;
            self.is_in = !self.is_in;
            self.applications += usize::from(self.is_in);
        }
    }

    /// Sends a form; whether the answer came.
    async fn press(&self, server: &Serving, edition: EditionId) -> bool {
        let (action, body) = if self.is_in {
            ("withdraw", format!("edition={edition}"))
        } else {
            let country = self.country;
            ("enrol", format!("edition={edition}&delegation={country}"))
        };
        let body = format!("_page=%2Fprogrammes%2Fmarine-economy%2F2026%2F{action}&{body}");
        let request = format!(
            "POST /api/{action} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\naccept: text/html\r\n\
             cookie: {}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        let Ok(mut sent) = server.send(request).await else {
            return false;
        };
        let Ok(said) = answer(&mut sent).await else {
            return false;
        };
        if !said.contains("\r\n\r\n") {
            return false;
        }
        assert!(
            said.starts_with("HTTP/1.1 303") && !said.contains("/sign-in"),
            "{said}"
        );
        true
    }

    /// Holds what the database has against what this person was told, and goes on from there.
    fn compare(&mut self, all: &[application::Model], kill: usize) {
        let theirs = all.iter().filter(|one| one.person == self.who);
        let applications = theirs.clone().count();
        let active = theirs
            .filter(|one| matches!(one.standing, Standing::Accepted | Standing::Waiting))
            .count();
        assert!(active <= 1, "kill {kill}: {} is in twice", self.who);
        let there = (active == 1, applications);
        let told = (self.is_in, self.applications);
        let more = self.applications + usize::from(!self.is_in);
        let as_asked = (!self.is_in, more);
        assert!(
            there == told || (self.owed && there == as_asked),
            "kill {kill}: {} was told {told:?}, there is {there:?}",
            self.who
        );
        (self.is_in, self.applications) = there;
        self.owed = false;
    }
}

/// An edition that is open now, with fewer seats than people.
async fn open_edition(db: &Db) -> EditionId {
    let now = clock::now();
    let programme = programme(db, "marine-economy").await;
    let edition = edition(db, programme, "2026").await;
    seats(db, edition, SEATS).await;
    two_per_country(db, edition).await;
    change_edition(db, edition, |row| {
        row.admission_opens_at = Set(Some(now.plus_days(-1)));
        row.admission_closes_at = Set(Some(now.plus_days(1)));
        row.starts_at = Set(now.plus_days(2));
        row.ends_at = Set(now.plus_days(9));
    })
    .await;
    edition
}

async fn caller(db: &Db, number: usize) -> Caller {
    let country = COUNTRIES[number % COUNTRIES.len()];
    let who = person(db, &format!("Person {number}"), country).await;
    let secret = db
        .write(async |tx| sign_in::begin(tx, who, "Test", clock::now()).await)
        .await
        .unwrap();
    Caller {
        who,
        country,
        cookie: format!("egret={}", secret.text()),
        is_in: false,
        applications: 0,
        owed: false,
    }
}

/// The next of a row of numbers that look random and are the same every time (Steele, Lea and Flood's SplitMix64).
fn next_number(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

async fn killed_while_people_enrol(place: Place) {
    let said = place.run(&["migrate"]);
    assert!(said.is_content, "{}", said.err);
    let db = Db::open(&place.database_url).await.unwrap();
    let edition = open_edition(&db).await;
    let mut callers = Vec::new();
    for number in 0..CALLERS {
        callers.push(caller(&db, number).await);
    }
    db.close().await.unwrap();

    let mut moments = 2026;
    let mut server = place.serve();
    server.ready().await;
    for kill in 1..=KILLS {
        let moment = Duration::from_millis(200 + next_number(&mut moments) % 1_300);
        let calls = callers
            .iter_mut()
            .map(|caller| caller.call(&server, edition));
        let killed = async {
            tokio::time::sleep(moment).await;
            server.kill();
        };
        tokio::join!(join_all(calls), killed);
        // Started again before anybody else opens the database: what was left half-done is its own to mend.
        server = place.serve();
        server.ready().await;
        let db = Db::open(&place.database_url).await.unwrap();
        let all = application::Entity::find().all(db.read()).await.unwrap();
        for caller in &mut callers {
            caller.compare(&all, kill);
        }
        let broken = invariants(&db, clock::now()).await.unwrap();
        assert_eq!(broken, [], "kill {kill}");
        db.close().await.unwrap();
    }
    let applications: usize = callers.iter().map(|caller| caller.applications).sum();
    assert!(applications > 2 * CALLERS, "{applications} are no load");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_while_people_enrol_loses_nothing_on_sqlite() {
    killed_while_people_enrol(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_while_people_enrol_loses_nothing_on_postgresql() {
    killed_while_people_enrol(Place::postgres().await).await;
}
