//! Sessions and timetables, over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::catalogue::edition;
use domain::clock;
use domain::schedule::{session, session_trainer};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::EntityTrait;
use domain::sea_orm::entity::prelude::*;
use house::*;
use model::catalogue::Publication;
use model::role::Scope;
use model::schedule::{Audience, SessionKind};
use model::{EditionId, PersonId, Role, SessionId, Zone};

/// A programme `ports` with the edition `2026`; Amina has a place, Chen coordinates.
struct Ports {
    house: House,
    edition: EditionId,
    amina: PersonId,
    chen: PersonId,
}

impl Ports {
    async fn new() -> Self {
        let house = House::new().await;
        let programme = programme(&house.db, "ports").await;
        let edition = edition(&house.db, programme, "2026").await;
        let amina = person(&house.db, "Amina", "KE").await;
        enrolment(&house.db, edition, amina).await;
        let chen = person(&house.db, "Chen", "CN").await;
        grant(&house.db, chen, Role::Coordinator, Scope::Edition(edition)).await;
        Self {
            house,
            edition,
            amina,
            chen,
        }
    }

    async fn session(&self, number: i32, wall: &str, minutes: i32) -> SessionId {
        let kind = SessionKind::Online;
        session(
            &self.house.db,
            self.edition,
            None,
            number,
            kind,
            wall,
            minutes,
        )
        .await
    }

    async fn change_session(&self, change: session::ActiveModel) {
        let write = async |tx: &domain::Tx| Ok(change.update(tx).await?);
        self.house.db.write(write).await.unwrap();
    }

    async fn change_edition(&self, change: edition::ActiveModel) {
        let write = async |tx: &domain::Tx| Ok(change.update(tx).await?);
        self.house.db.write(write).await.unwrap();
    }

    async fn find(&self, id: SessionId) -> session::Model {
        session::Entity::find_by_id(id)
            .one(self.house.db.read())
            .await
            .unwrap()
            .unwrap()
    }

    async fn find_edition(&self) -> edition::Model {
        edition::find(self.house.db.read(), self.edition)
            .await
            .unwrap()
    }

    fn new_page(&self) -> String {
        format!("/staff/editions/{}/sessions/new", self.edition)
    }
}

/// A form with a lecture at nine in Xiamen, as a browser sends it.
fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title_en", "Ports of the south"),
        ("title_zh", "南方港口"),
        ("date", "2026-12-08"),
        ("time", "09:00"),
        ("minutes", "90"),
        ("zone", "Asia/Shanghai"),
        ("meetings", ""),
        ("course", ""),
        ("kind", "lecture"),
        ("audience", "enrolled"),
        ("required", "true"),
        ("venue", ""),
        ("host", ""),
        ("link", ""),
        ("trainer_email", ""),
        ("description_en", ""),
        ("description_zh", ""),
    ];
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push((name, value));
    }
    fields
}

#[tokio::test]
async fn a_session_goes_from_the_form_into_a_participants_timetable() {
    let ports = Ports::new().await;
    let lin = person(&ports.house.db, "Lin", "CN").await;
    grant(
        &ports.house.db,
        lin,
        Role::Trainer,
        Scope::Session(SessionId::new()),
    )
    .await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let page = ports.new_page();
    let empty = chen.get(&page).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert_eq!(
        empty.attribute("#zone", "value").as_deref(),
        Some("Asia/Shanghai")
    );
    assert_eq!(
        empty.attribute("#date", "value").as_deref(),
        Some("2026-12-07")
    );
    assert!(
        empty.texts("select#fold").is_empty(),
        "asked only when it matters"
    );

    let (edition, lin_id) = (ports.edition.to_string(), lin.to_string());
    let fields = form(&[("edition", &edition), ("trainers[]", &lin_id)]);
    let added = chen.post("/api/add_session", &page, &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let desk = chen.get(added.location()).await;
    assert_eq!(desk.status, StatusCode::OK);
    assert!(desk.shows("The session is in the timetable."));
    assert_eq!(
        desk.attribute("#title_zh", "value").as_deref(),
        Some("南方港口")
    );
    assert_eq!(
        desk.attribute("input[name='trainers[]'][checked]", "value"),
        Some(lin.to_string())
    );
    assert!(desk.shows("added by Chen"));

    let amina = ports.house.signed_in(ports.amina).await;
    let timetable = amina.get("/timetable").await;
    assert_eq!(timetable.texts("th.day"), ["Tue 8 Dec"]);
    assert_eq!(timetable.texts("table.timetable time"), ["09:00–10:30"]);
    assert_eq!(
        timetable.texts("table.timetable td:first-child small"),
        ["Shanghai, UTC+8", "04:00–05:30 in Nairobi"]
    );
    assert_eq!(
        timetable.texts("table.timetable td b"),
        ["Ports of the south"]
    );
    assert_eq!(
        timetable.texts("table.timetable td b + small"),
        ["Edition 2026 · Lin"]
    );
    let mut chinese = ports.house.visitor();
    chinese.language = "zh".to_owned();
    let page = chinese.get("/programmes/ports/2026/sessions/1").await;
    assert_eq!(page.text("h1"), "南方港口");
}

#[tokio::test]
async fn a_time_shown_twice_asks_which_and_keeps_what_was_typed() {
    let ports = Ports::new().await;
    ports
        .change_edition(edition::ActiveModel {
            id: Set(ports.edition),
            starts_at: Set(clock::day_begins(
                "2026-10-01".parse().unwrap(),
                &Zone::utc(),
            )),
            ..Default::default()
        })
        .await;
    let lin = person(&ports.house.db, "Lin", "CN").await;
    grant(
        &ports.house.db,
        lin,
        Role::Trainer,
        Scope::Session(SessionId::new()),
    )
    .await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let page = ports.new_page();
    let (edition, lin) = (ports.edition.to_string(), lin.to_string());
    let doubled = [
        ("edition", edition.as_str()),
        ("trainers[]", &lin),
        ("date", "2026-11-01"),
        ("time", "01:30"),
        ("zone", "America/Los_Angeles"),
    ];
    let asked = chen.post("/api/add_session", &page, &form(&doubled)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(asked.texts("select#fold option").len(), 3);
    assert!(asked.text("#fold-error").contains("twice"));
    assert_eq!(asked.attribute("#time", "value").as_deref(), Some("01:30"));
    assert_eq!(
        asked.attribute("#title_en", "value").as_deref(),
        Some("Ports of the south")
    );
    assert_eq!(
        asked.attribute("input[name='trainers[]'][checked]", "value"),
        Some(lin.clone())
    );

    let answered = [&doubled[..], &[("fold", "later")]].concat();
    let added = chen.post("/api/add_session", &page, &form(&answered)).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let desk = chen.get(added.location()).await;
    assert_eq!(
        desk.attribute("select#fold option[selected]", "value")
            .as_deref(),
        Some("later")
    );
    let skipped = [&doubled[..], &[("date", "2026-03-08"), ("time", "02:30")]].concat();
    let refused = chen.post("/api/add_session", &page, &form(&skipped)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#time-error").contains("skips"));
}

#[tokio::test]
async fn days_are_the_readers_and_a_night_names_the_day_it_ends() {
    let ports = Ports::new().await;
    let late = ports.session(1, "2026-12-08T23:00", 120).await;
    let early = ports.session(2, "2026-12-09T01:00", 60).await;
    for id in [late, early] {
        ports
            .change_session(session::ActiveModel {
                id: Set(id),
                audience: Set(Audience::Public),
                ..Default::default()
            })
            .await;
    }
    let amina = ports.house.signed_in(ports.amina).await;
    let timetable = amina.get("/timetable").await;
    // In Nairobi both begin on Tuesday afternoon; in Xiamen the second is on Wednesday.
    assert_eq!(timetable.texts("th.day"), ["Tue 8 Dec"]);
    assert_eq!(
        timetable.texts("table.timetable time"),
        ["23:00–Wed 9 Dec 01:00", "Wed 9 Dec 01:00–02:00"]
    );
    assert_eq!(
        timetable.texts("table.timetable .yours"),
        ["18:00–20:00 in Nairobi", "20:00–21:00 in Nairobi"]
    );
    assert!(timetable.text("caption").contains("Nairobi"));
}

#[tokio::test]
async fn a_session_in_los_angeles_is_the_next_day_for_a_reader_in_kolkata() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T21:00", 90).await;
    let zone: Zone = "America/Los_Angeles".parse().unwrap();
    let wall = ports.find(id).await.wall_start;
    let starts_at = clock::instant_of(wall.parse().unwrap(), &zone, None).unwrap();
    ports
        .change_session(session::ActiveModel {
            id: Set(id),
            zone: Set(zone),
            starts_at: Set(starts_at),
            ends_at: Set(starts_at.plus_minutes(90)),
            ..Default::default()
        })
        .await;
    let row = domain::accounts::person::ActiveModel {
        id: Set(ports.amina),
        zone: Set("Asia/Kolkata".parse().unwrap()),
        ..Default::default()
    };
    let write = async |tx: &domain::Tx| Ok(row.update(tx).await?);
    ports.house.db.write(write).await.unwrap();
    let amina = ports.house.signed_in(ports.amina).await;
    let timetable = amina.get("/timetable").await;
    assert_eq!(timetable.texts("th.day"), ["Wed 9 Dec"]);
    assert_eq!(
        timetable.texts("table.timetable time"),
        ["Tue 8 Dec 21:00–22:30"]
    );
    assert_eq!(
        timetable.texts("table.timetable td:first-child small"),
        ["Los Angeles, UTC−8", "10:30–12:00 in Kolkata"]
    );
}

#[tokio::test]
async fn the_timetable_marks_what_runs_now_and_keeps_the_past_apart() {
    let ports = Ports::new().await;
    let first = ports.session(1, "2026-12-08T09:00", 60).await;
    ports.session(2, "2026-12-09T09:00", 60).await;
    let amina = ports.house.signed_in(ports.amina).await;
    ports
        .house
        .set_clock(ports.find(first).await.starts_at.plus_minutes(10));
    let running = amina.get("/timetable").await;
    assert_eq!(
        running.attribute("tr[aria-current] b a", "href").as_deref(),
        Some("/programmes/ports/2026/sessions/1")
    );
    ports
        .house
        .set_clock(ports.find(first).await.starts_at.plus_days(1));
    let coming = amina.get("/timetable").await;
    assert_eq!(coming.texts("table.timetable b"), ["Session 2"]);
    let past = amina.get("/timetable?when=past").await;
    assert_eq!(past.texts("table.timetable b"), ["Session 1"]);
    let bo = person(&ports.house.db, "Bo", "KE").await;
    let bo = ports.house.signed_in(bo).await;
    assert_eq!(
        bo.get("/timetable").await.text(".empty h2"),
        "Nothing lies ahead"
    );
    assert_eq!(
        ports.house.visitor().get("/timetable").await.status,
        StatusCode::UNAUTHORIZED
    );
    ports
        .house
        .set_clock(ports.find(first).await.starts_at.plus_days(25));
    let last_year = amina.get("/timetable?when=past").await;
    assert_eq!(last_year.texts("th.day"), ["9 Dec 2026", "8 Dec 2026"]);
}

#[tokio::test]
async fn a_session_page_shows_its_link_to_those_who_may_join() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    ports
        .change_session(session::ActiveModel {
            id: Set(id),
            link: Set("https://meet.example/room".to_owned()),
            ..Default::default()
        })
        .await;
    let address = "/programmes/ports/2026/sessions/1";
    let amina = ports.house.signed_in(ports.amina).await;
    let joined = amina.get(address).await;
    assert_eq!(joined.text("h1"), "Session 1");
    assert!(joined.body.contains("https://meet.example/room"));
    assert_eq!(joined.text("dl.facts .yours"), "04:00 in Nairobi");
    let visitor = ports.house.visitor();
    let page = visitor.get(address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("meet.example"));
    assert!(page.shows("This session is for people with a place in this edition."));
    for missing in [
        "/programmes/ports/2026/sessions/2",
        "/programmes/ports/2026/sessions/one",
        "/programmes/ports/2027/sessions/1",
        "/programmes/nowhere/2026/sessions/1",
    ] {
        assert_eq!(
            visitor.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn a_draft_is_not_found_in_pages_or_calendars() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    ports
        .change_edition(edition::ActiveModel {
            id: Set(ports.edition),
            publication: Set(Publication::Draft),
            ..Default::default()
        })
        .await;
    let amina = ports.house.signed_in(ports.amina).await;
    let chen = ports.house.signed_in(ports.chen).await;
    for (path, staff) in [
        (
            "/programmes/ports/2026/sessions/1".to_owned(),
            StatusCode::OK,
        ),
        (
            "/programmes/ports/2026/timetable.ics".to_owned(),
            StatusCode::OK,
        ),
        (format!("/staff/sessions/{id}"), StatusCode::OK),
        (
            format!("/staff/editions/{}/sessions", ports.edition),
            StatusCode::OK,
        ),
    ] {
        assert_eq!(
            amina.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
        assert_eq!(chen.get(&path).await.status, staff, "{path}");
    }
    assert!(!amina.get("/timetable").await.shows("Session 1"));
    assert!(!amina.get("/timetable.ics").await.body.contains("Session 1"));
}

/// The events of a calendar: lines joined again, names before values, parameters kept with the name.
fn events(calendar: &str) -> Vec<BTreeMap<String, String>> {
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(
        calendar
            .split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    let mut events = Vec::new();
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').unwrap();
        if (name, value) == ("BEGIN", "VEVENT") {
            events.push(BTreeMap::new());
        } else if let Some(event) = events.last_mut() {
            event.insert(name.to_owned(), value.to_owned());
        }
    }
    events
}

#[tokio::test]
async fn a_timetable_can_be_taken_along_and_says_what_changed() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    let amina = ports.house.signed_in(ports.amina).await;
    let answer = amina.get("/timetable.ics").await;
    assert_eq!(
        answer.headers["content-type"],
        "text/calendar; charset=utf-8"
    );
    let before = events(&answer.body);
    assert_eq!(before.len(), 1);
    let event = &before[0];
    assert_eq!(event["UID"], format!("{id}@127.0.0.1"));
    assert_eq!(event["DTSTART"], "20261208T010000Z");
    assert_eq!(event["DTEND"], "20261208T020000Z");
    assert_eq!(event["DTSTAMP"], "20261124T090000Z");
    assert_eq!(
        (event["SEQUENCE"].as_str(), event["STATUS"].as_str()),
        ("0", "CONFIRMED")
    );
    assert_eq!(event["SUMMARY"], "Session 1");
    assert!(event["DESCRIPTION"].contains("Tue 8 Dec 2026\\, 09:00 (Shanghai\\, UTC+8)"));
    assert!(event["URL"].ends_with("/programmes/ports/2026/sessions/1"));

    let mut chen = ports.house.signed_in(ports.chen).await;
    let (session_id, page) = (id.to_string(), format!("/staff/sessions/{id}"));
    let moved = form(&[
        ("session_id", &session_id),
        ("version", "1"),
        ("kind", "online"),
        ("minutes", "60"),
        ("time", "10:00"),
        (
            "title_en",
            "Ports; sea, and a name that is long enough to be folded, twice: 海洋经济与南方港口的未来合作",
        ),
    ]);
    let saved = chen.post("/api/edit_session", &page, &moved).await;
    assert_eq!(
        saved.location(),
        format!("{page}?done=saved"),
        "{}",
        saved.body
    );
    let fields = [
        ("session_id", session_id.as_str()),
        ("version", "2"),
        ("reason", "A storm."),
    ];
    let cancelled = chen.post("/api/cancel_session", &page, &fields).await;
    assert_eq!(cancelled.location(), format!("{page}?done=cancelled"));

    for (browser, path) in [
        (&amina, "/timetable.ics"),
        (
            &ports.house.visitor(),
            "/programmes/ports/2026/timetable.ics",
        ),
    ] {
        let after = events(&browser.get(path).await.body);
        assert_eq!(after.len(), 1);
        assert_eq!(after[0]["UID"], event["UID"]);
        assert_eq!(after[0]["DTSTART"], "20261208T020000Z");
        assert_eq!(after[0]["SEQUENCE"], "2");
        assert_eq!(after[0]["STATUS"], "CANCELLED");
        assert_eq!(
            after[0]["SUMMARY"],
            "Ports\\; sea\\, and a name that is long enough to be folded\\, twice: 海洋经济与南方港口的未来合作"
        );
    }
    let visitor = ports.house.visitor().get("/timetable.ics").await;
    assert_eq!(visitor.location(), "/sign-in?next=/timetable");
    let listed = amina.get("/timetable").await;
    assert_eq!(listed.texts("tr.cancelled .tag.bad"), ["Cancelled"]);
    let desk = chen.get(&page).await;
    assert!(desk.texts("form[action='/api/edit_session']").is_empty());
    assert!(desk.shows("edited: Start, words by Chen"));
}

#[tokio::test]
async fn two_editors_notice_each_other() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let (session_id, page) = (id.to_string(), format!("/staff/sessions/{id}"));
    let fields = |title| {
        form(&[
            ("session_id", &session_id),
            ("version", "1"),
            ("title_en", title),
        ])
    };
    chen.post("/api/edit_session", &page, &fields("First"))
        .await;
    let refused = chen
        .post("/api/edit_session", &page, &fields("Second"))
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(
        refused.attribute("#title_en", "value").as_deref(),
        Some("Second")
    );
    let page = chen.get(&page).await;
    assert_eq!(
        page.attribute("#title_en", "value").as_deref(),
        Some("First")
    );
}

#[tokio::test]
async fn a_session_that_ran_differently_says_so() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let (session_id, page) = (id.to_string(), format!("/staff/sessions/{id}"));
    let before = chen.get(&page).await;
    assert!(
        before.texts("#effective").is_empty(),
        "not before it begins"
    );
    ports
        .house
        .set_clock(ports.find(id).await.ends_at.plus_minutes(5));
    let mut fields = vec![
        ("session_id", session_id.as_str()),
        ("version", "1"),
        ("effective_start", "2026-12-08T09:10"),
        ("effective_end", "2026-12-08T09:50"),
        ("effective_reason", ""),
    ];
    let action = "/api/record_effective_length";
    let refused = chen.post(action, &page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.attribute("#effective_start", "value").as_deref(),
        Some("2026-12-08T09:10")
    );
    fields[4].1 = "A power cut";
    let saved = chen.post(action, &page, &fields).await;
    assert_eq!(saved.location(), format!("{page}?done=saved"));
    let shown = chen.get("/programmes/ports/2026/sessions/1").await;
    assert!(shown.shows("Tue 8 Dec 09:10–09:50") && shown.shows("A power cut"));
}

#[tokio::test]
async fn a_refused_form_beside_it_leaves_the_trainers_ticked() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    let lin = person(&ports.house.db, "Lin", "CN").await;
    let printed = session_trainer::ActiveModel {
        session: Set(id),
        person: Set(lin),
    };
    insert(&ports.house.db, vec![printed]).await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let (session_id, page) = (id.to_string(), format!("/staff/sessions/{id}"));
    ports
        .house
        .set_clock(ports.find(id).await.ends_at.plus_minutes(5));
    let refused = chen
        .post(
            "/api/record_effective_length",
            &page,
            &[
                ("session_id", session_id.as_str()),
                ("version", "1"),
                ("effective_start", "2026-12-08T09:10"),
                ("effective_end", "2026-12-08T09:50"),
                ("effective_reason", ""),
            ],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ticked = "input[name='trainers[]'][checked]";
    assert_eq!(
        refused.attribute(ticked, "value"),
        Some(lin.to_string()),
        "what stands ticked is what Save sends"
    );
    // In the form that was refused itself, what was ticked stays, and what was not stays so.
    let own = chen
        .post(
            "/api/edit_session",
            &page,
            &form(&[
                ("session_id", session_id.as_str()),
                ("version", "1"),
                ("date", ""),
            ]),
        )
        .await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(own.attribute(ticked, "value"), None);
}

#[tokio::test]
async fn the_schedule_of_an_edition_leads_to_editing_copying_and_the_roll() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    let lin = person(&ports.house.db, "Lin", "CN").await;
    insert(
        &ports.house.db,
        vec![session_trainer::ActiveModel {
            session: Set(id),
            person: Set(lin),
        }],
    )
    .await;
    grant(&ports.house.db, lin, Role::Trainer, Scope::Session(id)).await;
    ports.session(2, "2026-12-09T09:00", 60).await;
    let page = format!("/staff/editions/{}/sessions", ports.edition);
    let chen = ports.house.signed_in(ports.chen).await;
    let shown = chen.get(&page).await;
    assert_eq!(shown.texts("th.day"), ["Tue 8 Dec", "Wed 9 Dec"]);
    assert_eq!(
        shown.texts("tbody:nth-of-type(1) td:last-child a"),
        [
            "Edit Session 1",
            "Roll Session 1",
            "Recording Session 1",
            "Copy Session 1"
        ]
    );
    let copy = chen.get(&format!("{page}/new?copy={id}")).await;
    assert_eq!(
        copy.attribute("#title_en", "value").as_deref(),
        Some("Session 1")
    );
    assert_eq!(copy.attribute("#date", "value").unwrap_or_default(), "");

    let trainer = ports.house.signed_in(lin).await;
    let shown = trainer.get(&page).await;
    assert_eq!(
        shown.texts("td:last-child a").len(),
        4,
        "their own session only"
    );
    assert!(
        shown.texts("main a.btn").is_empty(),
        "no session without a course"
    );
    assert_eq!(
        trainer.get(&format!("{page}/new")).await.status,
        StatusCode::FORBIDDEN
    );
    let amina = ports.house.signed_in(ports.amina).await;
    assert_eq!(amina.get(&page).await.status, StatusCode::FORBIDDEN);
    let desk = format!("/staff/sessions/{id}");
    assert_eq!(trainer.get(&desk).await.status, StatusCode::OK);
    assert_eq!(amina.get(&desk).await.status, StatusCode::FORBIDDEN);
    let mut outsider = amina;
    let fields = [("session_id", id.to_string()), ("version", "1".to_owned())];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let refused = outsider.post("/api/cancel_session", &desk, &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn weekly_meetings_are_added_together() {
    let ports = Ports::new().await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let page = ports.new_page();
    let edition = ports.edition.to_string();
    let fields = form(&[("edition", &edition), ("meetings", "2")]);
    let added = chen.post("/api/add_session", &page, &fields).await;
    let list = chen.get(added.location()).await;
    assert!(list.shows("2 sessions are in the timetable."));
    assert_eq!(list.texts("th.day"), ["Tue 8 Dec", "Tue 15 Dec"]);
}

#[tokio::test]
async fn a_cancelled_session_says_why_and_is_taken_up_again() {
    let ports = Ports::new().await;
    let id = ports.session(1, "2026-12-08T09:00", 60).await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let (session_id, page) = (id.to_string(), format!("/staff/sessions/{id}"));
    let fields = |version, reason| {
        [
            ("session_id", session_id.as_str()),
            ("version", version),
            ("reason", reason),
        ]
    };
    let silent = chen
        .post("/api/cancel_session", &page, &fields("1", ""))
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.attribute("details[open] #reason", "name").is_some());
    let cancelled = chen
        .post("/api/cancel_session", &page, &fields("1", "A <storm>."))
        .await;
    assert_eq!(cancelled.location(), format!("{page}?done=cancelled"));
    let amina = ports.house.signed_in(ports.amina).await;
    let public = "/programmes/ports/2026/sessions/1";
    assert!(amina.get(public).await.shows("Reason: A <storm>."));
    let staff = chen.get(&page).await;
    assert!(staff.shows("Reason: A <storm>."));
    let again = chen
        .post("/api/take_up_session", &page, &fields("2", "")[..2])
        .await;
    assert_eq!(again.location(), format!("{page}?done=taken-up"));
    assert!(!amina.get(public).await.shows("storm"));
    assert!(chen.get(&page).await.shows("taken up again by Chen"));
}

#[tokio::test]
async fn a_lecture_has_no_empty_player_and_a_cancelled_one_nothing_to_watch() {
    let ports = Ports::new().await;
    let kind = SessionKind::Lecture;
    let at = "2026-12-08T09:00";
    let id = session(&ports.house.db, ports.edition, None, 1, kind, at, 60).await;
    let amina = ports.house.signed_in(ports.amina).await;
    let page = "/programmes/ports/2026/sessions/1";
    assert!(!amina.get(page).await.shows("Nothing to watch yet"));
    ports.session(2, "2026-12-09T09:00", 60).await;
    let online = "/programmes/ports/2026/sessions/2";
    assert!(amina.get(online).await.shows("Nothing to watch yet"));
    ports
        .change_session(session::ActiveModel {
            id: Set(id),
            link: Set("https://meet.example/room".to_owned()),
            ..Default::default()
        })
        .await;
    let calendar = amina.get("/timetable.ics").await.body;
    assert!(calendar.contains("LOCATION:https://meet.example/room"));
    assert!(
        !calendar.contains("METHOD"),
        "there is no organiser to answer"
    );
    let public = ports.house.visitor();
    let calendar = public.get("/programmes/ports/2026/timetable.ics").await;
    assert!(!calendar.body.contains("meet.example"));
}

#[tokio::test]
async fn staff_see_what_overlaps_and_what_lies_outside_the_dates() {
    let ports = Ports::new().await;
    ports.session(1, "2026-12-08T09:30", 60).await;
    let mut chen = ports.house.signed_in(ports.chen).await;
    let edition = ports.edition.to_string();
    let mut fields = form(&[("meetings", "2")]);
    fields.push(("edition", &edition));
    let added = chen
        .post("/api/add_session", &ports.new_page(), &fields)
        .await;
    let shown = chen.get(added.location()).await;
    let warned = shown.texts(".notice.warn li");
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].starts_with("Both are required of everybody, and overlap: Session 1,"));

    let page = format!("/staff/editions/{edition}/sessions");
    assert!(chen.get(&page).await.texts(".notice.warn").is_empty());
    let begins = ports.find_edition().await.starts_at.plus_days(3);
    ports
        .change_edition(edition::ActiveModel {
            id: Set(ports.edition),
            starts_at: Set(begins),
            ..Default::default()
        })
        .await;
    let outside = chen.get(&page).await.texts(".notice.warn li");
    assert_eq!(outside.len(), 2, "{outside:?}");
    let desk = chen.get(&format!("/staff/editions/{edition}")).await;
    assert_eq!(
        desk.texts(".notice.warn li").len(),
        2,
        "where dates are set"
    );
}
