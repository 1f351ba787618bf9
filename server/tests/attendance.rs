//! The roll over HTTP, without scripting, and what others get.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use axum::http::StatusCode;
use domain::accounts::person as people;
use domain::attendance::marking::field;
use domain::attendance::roll_mark;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::IntoActiveModel;
use domain::sea_orm::entity::prelude::*;
use house::{
    Browser, House, administrator, country, course, edition, enrolment, grant, person, programme,
    session,
};
use model::attendance::Mark;
use model::role::Scope;
use model::schedule::SessionKind;
use model::*;

/// A house on the morning of a lecture: Tatiana trains its course, Amina and Otieno have a place.
struct Morning {
    house: House,
    edition: EditionId,
    session: SessionId,
    tatiana: PersonId,
    amina: PersonId,
    her_place: EnrolmentId,
    his_place: EnrolmentId,
    at: Instant,
}

impl Morning {
    async fn new() -> Self {
        let house = House::new().await;
        let db = &house.db;
        let programme = programme(db, "ports").await;
        let edition = edition(db, programme, "2026").await;
        let course = course(db, edition, "policy").await;
        let start = "2026-12-07T09:00";
        let session = session(
            db,
            edition,
            Some(course),
            1,
            SessionKind::Lecture,
            start,
            90,
        )
        .await;
        let tatiana = person(db, "Tatiana", "RU").await;
        grant(db, tatiana, Role::Trainer, Scope::Course(course)).await;
        let amina = person(db, "Amina", "KE").await;
        let otieno = person(db, "Otieno", "TZ").await;
        let (her_place, his_place) = (
            enrolment(db, edition, amina).await,
            enrolment(db, edition, otieno).await,
        );
        // 09:10 in Xiamen.
        let at = Instant(1_796_605_800_000);
        house.set_clock(at);
        Self {
            edition,
            session,
            tatiana,
            amina,
            her_place,
            his_place,
            at,
            house,
        }
    }

    fn roll(&self) -> String {
        format!("/staff/sessions/{}/roll", self.session)
    }

    async fn send(&self, browser: &mut Browser, fields: &[(String, &str)]) -> house::Answer {
        let session = self.session.to_string();
        let mut all = vec![("session", session.as_str()), ("page", "1")];
        all.extend(fields.iter().map(|(name, value)| (name.as_str(), *value)));
        browser.post("/api/take_roll", &self.roll(), &all).await
    }

    async fn marks(&self) -> Vec<roll_mark::Model> {
        roll_mark::of_session(self.house.db.read(), self.session)
            .await
            .unwrap()
    }

    async fn somebody(&self, name: &str, role: Role, scope: Scope) -> Browser {
        let id = person(&self.house.db, name, "PE").await;
        grant(&self.house.db, id, role, scope).await;
        self.house.signed_in(id).await
    }
}

#[tokio::test]
async fn a_trainer_takes_the_roll_with_one_form() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    let empty = tatiana.get(&morning.roll()).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert_eq!(empty.text("h1"), "Roll · Session 1");
    assert_eq!(empty.texts(".roll li b"), ["Amina", "Otieno"]);
    assert_eq!(empty.texts(".roll fieldset.marks label").len(), 10);
    let ticked = empty.attribute(".roll input[checked]", "value");
    assert_eq!(ticked.as_deref(), Some("unmarked"));
    assert!(empty.shows("2 not marked"));

    let fields = [
        (field("mark", morning.her_place), "late"),
        (field("late", morning.her_place), ""),
        (field("reason", morning.her_place), ""),
        (field("mark", morning.his_place), "excused"),
        (field("late", morning.his_place), ""),
        (
            field("reason", morning.his_place),
            "Visa <interview> & \"more\"",
        ),
    ];
    let saved = morning.send(&mut tatiana, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(
        saved.location(),
        format!("{}?page=1&done=saved", morning.roll())
    );
    let page = tatiana.get(saved.location()).await;
    assert_eq!(page.text(".notice.ok"), "The roll is saved.");
    let said = page.texts(".roll li small");
    assert!(
        said.contains(&"Late, 10 min · Tatiana, Mon 7 Dec 2026, 09:10".to_owned()),
        "{said:?}"
    );
    assert!(page.shows("Excused: Visa <interview> & \"more\" · Tatiana"));
    assert_eq!(
        page.attribute(".late input", "value").as_deref(),
        Some("10")
    );
    assert!(page.shows("0 present, 1 late, 0 absent, 1 excused, 0 not marked"));
    assert!(!page.body.contains("<interview>"), "typed text is escaped");
}

#[tokio::test]
async fn everybody_else_is_present_at_one_button() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    let page = tatiana.get(&morning.roll()).await;
    let first = page.attribute(".save-bar button", "name");
    assert_eq!(
        first, None,
        "the return key presses the first button, which only saves"
    );
    let fields = [
        (field("mark", morning.her_place), "absent"),
        ("rest".to_owned(), "present"),
    ];
    let saved = morning.send(&mut tatiana, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = tatiana.get(&morning.roll()).await;
    assert!(page.shows("1 present, 0 late, 1 absent, 0 excused, 0 not marked"));
    assert_eq!(morning.marks().await.len(), 2);
}

#[tokio::test]
async fn a_refused_roll_keeps_what_was_tapped() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    let fields = [
        (field("mark", morning.her_place), "late"),
        (field("late", morning.her_place), "300"),
        (field("mark", morning.his_place), "excused"),
        (field("reason", morning.his_place), " "),
    ];
    let refused = morning.send(&mut tatiana, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts(".errors li").len(), 2);
    assert_eq!(
        refused.text(".late .error"),
        "Please enter a whole number from 1 to 90."
    );
    assert_eq!(refused.text(".reason .error"), "Please fill this in.");
    let late = format!("[id='{}']", field("late", morning.her_place));
    assert_eq!(refused.attribute(&late, "value").as_deref(), Some("300"));
    assert_eq!(
        refused.attribute(&late, "aria-invalid").as_deref(),
        Some("true")
    );
    let link = refused.attribute(".errors li a", "href");
    assert!(link.is_some_and(|link| refused.texts(&format!("[id='{}']", &link[1..])).len() == 1));
    let tapped = format!("[name='{}'][checked]", field("mark", morning.his_place));
    assert_eq!(
        refused.attribute(&tapped, "value").as_deref(),
        Some("excused")
    );
    assert_eq!(morning.marks().await, []);
}

#[tokio::test]
async fn a_form_left_open_does_not_undo_what_somebody_else_tapped() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    let her_mark = field("mark", morning.her_place);
    morning
        .send(&mut tatiana, &[(her_mark.clone(), "present")])
        .await;
    let open = tatiana.get(&morning.roll()).await;
    let shown = format!("[name='{}']", field("shown", morning.her_place));
    let shown = open.attribute(&shown, "value").unwrap();
    let coordinator = Scope::Edition(morning.edition);
    let mut carlos = morning
        .somebody("Carlos", Role::Coordinator, coordinator)
        .await;
    morning
        .send(&mut carlos, &[(her_mark.clone(), "absent")])
        .await;
    let fields = [
        (her_mark, "present"),
        (field("shown", morning.her_place), shown.as_str()),
        (field("mark", morning.his_place), "present"),
    ];
    morning.send(&mut tatiana, &fields).await;
    let marks = roll_mark::latest(morning.marks().await);
    assert_eq!(marks[&morning.her_place].mark, Mark::Absent);
    assert_eq!(marks[&morning.his_place].mark, Mark::Present);
}

#[tokio::test]
async fn a_trainer_meets_no_addresses() {
    let morning = Morning::new().await;
    let db = &morning.house.db;
    let row = people::Entity::find_by_id(morning.amina)
        .one(db.read())
        .await
        .unwrap();
    let mut row = row.unwrap().into_active_model();
    row.email = Set(Some("leak@example.org".to_owned()));
    row.native_name = Set("阿米娜".to_owned());
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let tatiana = morning.house.signed_in(morning.tatiana).await;
    let page = tatiana.get(&morning.roll()).await;
    assert!(page.shows("Amina") && page.shows("Kenya"));
    for hidden in ["leak@example.org", "Ministry of Amina", "阿米娜"] {
        assert!(!page.body.contains(hidden), "{hidden}");
    }
    let coordinator = Scope::Edition(morning.edition);
    let carlos = morning
        .somebody("Carlos", Role::Coordinator, coordinator)
        .await;
    let page = carlos.get(&morning.roll()).await;
    assert!(page.shows("Ministry of Amina") && page.shows("阿米娜"));
    assert!(!page.body.contains("leak@example.org"));
}

#[tokio::test]
async fn who_gets_the_roll_and_who_does_not() {
    let morning = Morning::new().await;
    let (house, roll) = (&morning.house, morning.roll());
    let other_course = course(&house.db, morning.edition, "ships").await;
    let visitor = house.visitor().get(&roll).await;
    assert_eq!(visitor.status, StatusCode::UNAUTHORIZED);
    let sign_in = format!("/sign-in?next={roll}");
    assert_eq!(
        visitor.attribute("main a.btn", "href"),
        Some(sign_in.clone())
    );
    let focal = Scope::CountryInEdition(country("KE"), morning.edition);
    let denied = [
        house.signed_in(morning.amina).await,
        morning
            .somebody("Ana", Role::Trainer, Scope::Course(other_course))
            .await,
        morning.somebody("Farida", Role::FocalPoint, focal).await,
    ];
    let tap = [(field("mark", morning.his_place), "present")];
    for mut browser in denied {
        let page = browser.get(&roll).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(!page.body.contains("Otieno"), "nothing leaks");
        let answer = morning.send(&mut browser, &tap).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let answer = morning.send(&mut house.visitor(), &tap).await;
    assert_eq!(answer.sign_in_way(), sign_in);

    let mut auditor = morning.somebody("Aisha", Role::Auditor, Scope::All).await;
    let page = auditor.get(&roll).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.texts(".roll li").len(), 2);
    assert_eq!(page.texts(".roll fieldset").len(), 0);
    assert!(!page.body.contains("Otieno") && !page.body.contains("Amina"));
    assert_eq!(
        morning.send(&mut auditor, &tap).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(morning.marks().await, []);

    let grace = administrator(&house.db).await;
    let mut grace = house.signed_in(grace).await;
    assert_eq!(grace.get(&roll).await.status, StatusCode::OK);
    for unknown in [SessionId::new().to_string(), "nonsense".to_owned()] {
        let page = grace.get(&format!("/staff/sessions/{unknown}/roll")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let fields = [("session", unknown.as_str())];
        let answer = grace.post("/api/take_roll", &roll, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let nonsense = [("mark[of-nobody]".to_owned(), "present")];
    assert_eq!(
        morning.send(&mut grace, &nonsense).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_roll_that_is_not_open_is_read_only_and_says_why() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    morning.house.set_clock(morning.at.plus_minutes(-71));
    let page = tatiana.get(&morning.roll()).await;
    assert_eq!(page.texts(".roll fieldset").len(), 0);
    assert!(page.shows("The roll opens an hour before the start."));
    let tap = [(field("mark", morning.her_place), "present")];
    let answer = morning.send(&mut tatiana, &tap).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(morning.marks().await, []);
}

#[tokio::test]
async fn hundreds_on_a_roll_come_in_pages() {
    let morning = Morning::new().await;
    for number in 0..260 {
        let id = person(&morning.house.db, &format!("Many {number:03}"), "BR").await;
        enrolment(&morning.house.db, morning.edition, id).await;
    }
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    let first = tatiana.get(&morning.roll()).await;
    assert_eq!(first.texts(".roll li").len(), 250);
    let second = tatiana.get(&format!("{}?page=2", morning.roll())).await;
    assert_eq!(second.texts(".roll li").len(), 12);

    // Everything that a browser sends of a full page: every field, and every hidden one.
    let rows = domain::admissions::enrolment::Entity::find();
    let rows = rows.all(morning.house.db.read()).await.unwrap();
    let mut fields = Vec::new();
    for row in rows.iter().take(250) {
        fields.push((field("mark", row.id), "excused"));
        fields.push((field("late", row.id), ""));
        fields.push((
            field("reason", row.id),
            "the whole group is at the port, says the ministry",
        ));
        fields.push((
            field("shown", row.id),
            "01997c5b-5c5e-7000-8000-000000000000",
        ));
    }
    let saved = morning.send(&mut tatiana, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(morning.marks().await.len(), 250);
}

#[tokio::test]
async fn ones_own_attendance_says_how_long_one_was_there() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    let fields = [
        (field("mark", morning.her_place), "late"),
        (field("late", morning.her_place), "8"),
    ];
    morning.send(&mut tatiana, &fields).await;
    let own = format!("/attendance/{}", morning.edition);
    let page = morning.house.signed_in(morning.amina).await.get(&own).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text(".rows .tag"), "Present, 82 of 90 min");
    assert!(page.shows("All required sessions attended"));
    assert_eq!(
        morning.house.visitor().get(&own).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(tatiana.get(&own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        tatiana.get("/attendance/nonsense").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_editions_table_is_for_those_who_run_it() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    let fields = [
        (field("mark", morning.her_place), "late"),
        (field("late", morning.her_place), "45"),
        (field("mark", morning.his_place), "present"),
    ];
    morning.send(&mut tatiana, &fields).await;
    let table = format!("/staff/editions/{}/attendance", morning.edition);
    let coordinator = Scope::Edition(morning.edition);
    let carlos = morning
        .somebody("Carlos", Role::Coordinator, coordinator)
        .await;
    let page = carlos.get(&table).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.texts("tbody th"), ["Amina", "Otieno"]);
    let cells = page.texts("tbody td");
    assert_eq!(
        cells,
        [
            "Kenya",
            "0 of 1",
            "no",
            "50 %",
            "United Republic of Tanzania",
            "1 of 1",
            "yes",
            "✓"
        ]
    );
    let auditor = morning.somebody("Aisha", Role::Auditor, Scope::All).await;
    let page = auditor.get(&table).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Amina"));
    let amina = morning.house.signed_in(morning.amina).await;
    for (browser, status) in [
        (tatiana, StatusCode::FORBIDDEN),
        (amina, StatusCode::FORBIDDEN),
        (morning.house.visitor(), StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(browser.get(&table).await.status, status);
    }
}

#[tokio::test]
async fn the_roll_speaks_chinese() {
    let morning = Morning::new().await;
    let db = &morning.house.db;
    let row = people::Entity::find_by_id(morning.tatiana).one(db.read());
    let mut row = row.await.unwrap().unwrap().into_active_model();
    row.language = Set(Language::Chinese);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let tatiana = morning.house.signed_in(morning.tatiana).await;
    let page = tatiana.get(&morning.roll()).await;
    assert_eq!(page.text("h1"), "点名 · Session 1");
    assert_eq!(
        page.texts(".roll li:first-child .marks span"),
        ["出席", "迟到", "缺席", "请假", "未标记"]
    );
    assert!(page.shows("肯尼亚"));
}

#[tokio::test]
async fn a_roll_stays_on_the_desk_and_a_mark_can_be_taken_back() {
    let morning = Morning::new().await;
    let mut tatiana = morning.house.signed_in(morning.tatiana).await;
    morning.house.set_clock(morning.at.plus_days(1));
    assert!(tatiana.get("/staff").await.shows("Rolls to take"));
    let mark = field("mark", morning.her_place);
    let taps = [
        (mark.clone(), "late"),
        (field("late", morning.her_place), "12"),
        (field("mark", morning.his_place), "present"),
    ];
    morning.send(&mut tatiana, &taps).await;
    assert!(!tatiana.get("/staff").await.shows("Rolls to take"));
    let shown = morning
        .marks()
        .await
        .into_iter()
        .find(|mark| mark.enrolment == morning.her_place)
        .unwrap();
    let shown = shown.id.to_string();
    let back = [
        (mark, "unmarked"),
        (field("shown", morning.her_place), shown.as_str()),
    ];
    morning.send(&mut tatiana, &back).await;
    let page = tatiana.get(&morning.roll()).await;
    let ticked = ".roll li:first-child input[checked]";
    assert_eq!(page.attribute(ticked, "value").as_deref(), Some("unmarked"));
    let earlier = page.texts(".roll li:first-child details.earlier li");
    assert_eq!(earlier.len(), 2, "{earlier:?}");
    assert!(earlier[0].starts_with("Not marked · Tatiana,"));
    assert!(earlier[1].starts_with("Late, 12 min · Tatiana,"));
    assert!(tatiana.get("/staff").await.shows("Rolls to take"));
}
