//! Electives: who chooses them, and for whom their sessions then are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::{NOW, administrator, course, edition, enrolment, person, programme, session, visitor};
use domain::accounts::Visitor;
use domain::admissions::{course_place, elective, my_editions, withdraw};
use domain::attendance::{completion, mine, roll};
use domain::audit;
use domain::catalogue::{course as courses, edition as editions, programme as programmes};
use domain::mail::reminder;
use domain::outbox;
use domain::schedule::{cancellation, session as sessions, timetable};
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ActiveValue::Set, IntoActiveModel, PaginatorTrait};
use domain::{Db, Error};
use model::catalogue::Publication;
use model::schedule::SessionKind;
use model::*;

on_both! {
    every_page_and_letter_goes_by_who_chose_it,
    who_has_no_place_chooses_nothing,
    what_is_for_everybody_is_not_chosen,
    a_course_that_is_called_off_is_left_but_not_chosen,
    what_is_over_or_called_off_is_neither_chosen_nor_left,
    each_choice_is_written_down_once,
    a_new_place_chooses_anew,
}

/// Amina and Bo have a place; the edition has one elective, with a session on 8 December at nine.
struct Scene {
    programme: ProgrammeId,
    edition: EditionId,
    elective: CourseId,
    session: SessionId,
    amina: PersonId,
    bo: PersonId,
}

async fn scene(db: &Db) -> Scene {
    let programme = programme(db, "ports").await;
    let edition = edition(db, programme, "2026").await;
    let elective = course(db, edition, "calligraphy").await;
    change_course(db, elective, |row| row.required = Set(false)).await;
    let at = "2026-12-08T09:00";
    let kind = SessionKind::Lecture;
    let session = session(db, edition, Some(elective), 1, kind, at, 60).await;
    let amina = person(db, "Amina", "CN").await;
    let bo = person(db, "Bo", "CN").await;
    enrolment(db, edition, amina).await;
    enrolment(db, edition, bo).await;
    Scene {
        programme,
        edition,
        elective,
        session,
        amina,
        bo,
    }
}

async fn change_course(db: &Db, id: CourseId, change: impl FnOnce(&mut courses::ActiveModel)) {
    let row = courses::Entity::find_by_id(id).one(db.read()).await;
    let mut row = row.unwrap().unwrap().into_active_model();
    change(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

async fn publication(db: &Db, id: EditionId, publication: Publication) {
    let row = editions::find(db.read(), id).await.unwrap();
    let mut row = row.into_active_model();
    row.publication = Set(publication);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

fn refusal<T: std::fmt::Debug>(answer: domain::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

impl Scene {
    async fn place(&self, db: &Db, who: PersonId) -> domain::admissions::enrolment::Model {
        use domain::admissions::enrolment::{Column, Entity};
        Entity::find()
            .filter(Column::Person.eq(who))
            .filter(Column::WithdrawnAt.is_null())
            .one(db.read())
            .await
            .unwrap()
            .unwrap()
    }

    /// Whether the session is for somebody: by the roll, completion, the table of an edition, one's own attendance and timetable.
    async fn is_for(&self, db: &Db, who: PersonId, staff: &Visitor) -> [bool; 4] {
        let place = self.place(db, who).await;
        let roll = roll::roll(db, staff, self.session, Language::English, NOW)
            .await
            .unwrap();
        let line = roll.people.iter().find(|line| line.enrolment == place.id);
        let far = completion::of_enrolment(db.read(), &place).await.unwrap();
        let who = visitor(db, who).await;
        let own = mine::mine(db, &who, self.edition, Language::English)
            .await
            .unwrap();
        let timetable = timetable::of_person(db, &who, Language::English)
            .await
            .unwrap();
        [
            line.unwrap().is_expected,
            far.needed == 1,
            own.sessions.len() == 1,
            timetable.len() == 1,
        ]
    }

    async fn letters(&self, db: &Db, kind: &str) -> Vec<String> {
        outbox::Entity::find()
            .filter(outbox::Column::Kind.eq(kind))
            .all(db.read())
            .await
            .unwrap()
            .into_iter()
            .map(|mail| mail.recipient)
            .collect()
    }
}

async fn every_page_and_letter_goes_by_who_chose_it(db: Db) {
    let scene = scene(&db).await;
    let grace = visitor(&db, administrator(&db).await).await;
    for who in [scene.amina, scene.bo] {
        assert_eq!(
            scene.is_for(&db, who, &grace).await,
            [false; 4],
            "while nobody has chosen, it is for nobody"
        );
    }
    elective::choose(&db, scene.amina, scene.elective, NOW)
        .await
        .unwrap();
    assert_eq!(scene.is_for(&db, scene.amina, &grace).await, [true; 4]);
    assert_eq!(scene.is_for(&db, scene.bo, &grace).await, [false; 4]);
    let shown = my_editions::my_editions(&db, scene.amina, Language::English, NOW)
        .await
        .unwrap();
    let choices: Vec<_> = shown[0]
        .electives
        .iter()
        .map(|one| (one.title.as_str(), one.choice.is_chosen))
        .collect();
    assert_eq!(choices, [("Course calligraphy", true)]);

    let row = sessions::Entity::find_by_id(scene.session)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    // Nine in Xiamen is nine for both of them: the evening before is a humane hour.
    let evening = row.starts_at.plus_minutes(-14 * 60);
    reminder::remind(&db, evening).await.unwrap();
    let told = ["amina@example.org"];
    assert_eq!(scene.letters(&db, "session_reminder").await, told);
    cancellation::cancel(&db, &grace, scene.session, 1, "A storm.", NOW)
        .await
        .unwrap();
    assert_eq!(scene.letters(&db, "session_cancelled").await, told);
}

async fn who_has_no_place_chooses_nothing(db: Db) {
    let scene = scene(&db).await;
    let omar = person(&db, "Omar", "EG").await;
    for rule in [
        elective::choose(&db, omar, scene.elective, NOW).await,
        elective::leave(&db, omar, scene.elective, NOW).await,
    ] {
        assert_eq!(refusal(rule), Refusal::NotAllowed);
    }
    let unknown = elective::choose(&db, omar, CourseId::new(), NOW).await;
    assert_eq!(refusal(unknown), Refusal::NotFound);
    let row = programmes::find(db.read(), scene.programme).await.unwrap();
    let mut row = row.into_active_model();
    row.publication = Set(Publication::Draft);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let hidden = elective::choose(&db, omar, scene.elective, NOW).await;
    assert_eq!(refusal(hidden), Refusal::NotFound);
    let who = visitor(&db, omar).await;
    let standing = elective::standing(&db, &who, scene.elective, NOW).await;
    assert_eq!(standing.unwrap(), None);
    assert_eq!(places(&db).await, 0);
}

async fn places(db: &Db) -> u64 {
    course_place::Entity::find().count(db.read()).await.unwrap()
}

async fn what_is_for_everybody_is_not_chosen(db: Db) {
    let scene = scene(&db).await;
    let required = course(&db, scene.edition, "policy").await;
    let answer = elective::choose(&db, scene.amina, required, NOW).await;
    let reason = refusal(answer).reason_for("course");
    assert_eq!(reason, Some(Reason::NotAChoice));
    let amina = visitor(&db, scene.amina).await;
    let standing = elective::standing(&db, &amina, required, NOW).await;
    assert_eq!(standing.unwrap(), None);
}

async fn a_course_that_is_called_off_is_left_but_not_chosen(db: Db) {
    let scene = scene(&db).await;
    elective::choose(&db, scene.amina, scene.elective, NOW)
        .await
        .unwrap();
    change_course(&db, scene.elective, |row| row.cancelled_at = Set(Some(NOW))).await;
    let answer = elective::choose(&db, scene.bo, scene.elective, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotNow);
    elective::leave(&db, scene.amina, scene.elective, NOW)
        .await
        .unwrap();
    assert_eq!(places(&db).await, 0);
}

async fn what_is_over_or_called_off_is_neither_chosen_nor_left(db: Db) {
    let scene = scene(&db).await;
    elective::choose(&db, scene.amina, scene.elective, NOW)
        .await
        .unwrap();
    let over = NOW.plus_days(60);
    let late = elective::choose(&db, scene.bo, scene.elective, over).await;
    assert!(matches!(refusal(late), Refusal::Closed { .. }));
    let late = elective::leave(&db, scene.amina, scene.elective, over).await;
    assert!(matches!(refusal(late), Refusal::Closed { .. }));
    publication(&db, scene.edition, Publication::Cancelled).await;
    let off = elective::leave(&db, scene.amina, scene.elective, NOW).await;
    assert_eq!(refusal(off), Refusal::NotNow);
    assert_eq!(places(&db).await, 1);
}

async fn each_choice_is_written_down_once(db: Db) {
    let scene = scene(&db).await;
    for _ in 0..2 {
        elective::choose(&db, scene.amina, scene.elective, NOW)
            .await
            .unwrap();
    }
    for _ in 0..2 {
        elective::leave(&db, scene.amina, scene.elective, NOW)
            .await
            .unwrap();
    }
    let rows = audit::Entity::find()
        .filter(audit::Column::Subject.eq(scene.elective.0))
        .all(db.read())
        .await
        .unwrap();
    let said: Vec<_> = rows
        .iter()
        .map(|row| (row.action.as_str(), row.actor))
        .collect();
    let amina = Some(scene.amina);
    assert_eq!(
        said,
        [("choose_elective", amina), ("leave_elective", amina)]
    );
}

async fn a_new_place_chooses_anew(db: Db) {
    let scene = scene(&db).await;
    let grace = visitor(&db, administrator(&db).await).await;
    elective::choose(&db, scene.amina, scene.elective, NOW)
        .await
        .unwrap();
    withdraw(&db, scene.amina, scene.edition, NOW)
        .await
        .unwrap();
    let without = elective::choose(&db, scene.amina, scene.elective, NOW).await;
    assert_eq!(refusal(without), Refusal::NotAllowed);
    enrolment(&db, scene.edition, scene.amina).await;
    assert_eq!(scene.is_for(&db, scene.amina, &grace).await, [false; 4]);
}
