//! Who was there: the roll, evidence, verdicts, completion.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "cast/admission_rows.rs"]
mod admission_rows;
mod cast;

use admission_rows::change_edition;
use cast::{
    NOW, administrator, course, edition, enrolment, grant, insert, person, programme, session,
    visitor,
};
use domain::accounts::Visitor;
use domain::accounts::shown_name::ShownName;
use domain::admissions::course_place;
use domain::attendance::completion::{self, Completion};
use domain::attendance::edition_table::edition_table;
use domain::attendance::evidence::NewEvidence;
use domain::attendance::marking::{self, TypedMark};
use domain::attendance::mine::mine;
use domain::attendance::presence::Stretch;
use domain::attendance::roll::{self, Line};
use domain::attendance::{roll_mark, settlement, untaken, verdict};
use domain::audit;
use domain::catalogue::edition as editions;
use domain::schedule::session as sessions;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::IntoActiveModel;
use domain::sea_orm::PaginatorTrait;
use domain::sea_orm::entity::prelude::*;
use domain::{Db, Error};
use model::attendance::{EvidenceSource, Mark};
use model::catalogue::Publication;
use model::role::Scope;
use model::schedule::{SessionKind, SessionState};
use model::*;

on_both! {
    a_mark_is_a_row_with_who_and_when_and_a_verdict,
    an_unchanged_mark_writes_nothing,
    a_changed_mark_is_a_new_row_and_the_last_one_counts,
    late_is_from_the_minute_given_or_the_tap,
    late_minutes_lie_within_the_session,
    excused_needs_a_reason,
    a_refused_roll_writes_nothing_at_all,
    what_was_only_shown_does_not_overwrite_a_newer_mark,
    everybody_expected_and_unmarked_is_present_at_one_tap,
    a_mark_is_taken_back_by_a_row_of_its_own,
    what_was_never_marked_is_not_taken_back,
    a_later_save_counts_whatever_the_clocks_say,
    a_cancelled_edition_has_no_roll_to_take,
    another_threshold_changes_the_verdicts,
    a_roll_is_to_take_until_everybody_is_marked_or_a_fortnight_has_passed,
    nobody_marks_themselves,
    a_cancelled_or_distant_session_has_no_roll_to_take,
    people_of_another_edition_are_not_found,
    somebody_who_withdrew_is_passed_over,
    who_may_take_a_roll,
    a_drafts_sessions_are_not_known_to_others,
    trainers_see_names_and_countries_only,
    auditors_see_no_names,
    watching_is_evidence_once,
    a_mark_outweighs_what_was_watched,
    changed_times_change_the_verdicts,
    hundreds_mark_one_roll_at_once,
    completion_counts_what_is_required_of_each_person,
    the_table_of_an_edition_is_for_those_who_run_it,
    ones_own_attendance_is_nobody_elses,
}

const MINUTE: i64 = 60_000;

/// A lecture of 90 minutes on 7 December, two people with a place, and Tatiana who trains its course.
struct Scene {
    edition: EditionId,
    course: CourseId,
    session: SessionId,
    start: Instant,
    trainer: Visitor,
    amina: EnrolmentId,
    otieno: EnrolmentId,
}

async fn scene(db: &Db) -> Scene {
    let programme = programme(db, "ports").await;
    let edition = edition(db, programme, "2026").await;
    let course = course(db, edition, "policy").await;
    let session = session(
        db,
        edition,
        Some(course),
        1,
        SessionKind::Lecture,
        "2026-12-07T09:00",
        90,
    )
    .await;
    let tatiana = person(db, "Tatiana", "RU").await;
    grant(db, tatiana, Role::Trainer, Scope::Course(course)).await;
    let (amina, otieno) = (
        person(db, "Amina", "KE").await,
        person(db, "Otieno", "KE").await,
    );
    Scene {
        edition,
        course,
        session,
        start: session_row(db, session).await.starts_at,
        trainer: visitor(db, tatiana).await,
        amina: enrolment(db, edition, amina).await,
        otieno: enrolment(db, edition, otieno).await,
    }
}

async fn session_row(db: &Db, session: SessionId) -> sessions::Model {
    let row = sessions::Entity::find_by_id(session).one(db.read()).await;
    row.unwrap().unwrap()
}

fn tap(enrolment: EnrolmentId, mark: &str) -> TypedMark {
    TypedMark {
        enrolment,
        mark: mark.to_owned(),
        late: String::new(),
        reason: String::new(),
        shown: None,
    }
}

fn late(enrolment: EnrolmentId, minutes: &str) -> TypedMark {
    TypedMark {
        late: minutes.to_owned(),
        ..tap(enrolment, "late")
    }
}

fn excused(enrolment: EnrolmentId, reason: &str) -> TypedMark {
    TypedMark {
        reason: reason.to_owned(),
        ..tap(enrolment, "excused")
    }
}

impl Scene {
    async fn mark(&self, db: &Db, typed: &[TypedMark]) -> Result<(), Refusal> {
        self.mark_as(db, &self.trainer, typed, self.start).await
    }

    async fn mark_as(
        &self,
        db: &Db,
        who: &Visitor,
        typed: &[TypedMark],
        now: Instant,
    ) -> Result<(), Refusal> {
        refused(marking::mark(db, who, self.session, typed, now).await)
    }

    async fn marks(&self, db: &Db) -> Vec<roll_mark::Model> {
        roll_mark::of_session(db.read(), self.session)
            .await
            .unwrap()
    }

    /// Minutes of presence, and whether that was enough.
    async fn verdict(&self, db: &Db, of: EnrolmentId) -> Option<(i64, bool)> {
        verdict::Entity::find_by_id((self.session, of))
            .one(db.read())
            .await
            .unwrap()
            .map(|verdict| (verdict.present_minutes(), verdict.attended))
    }

    async fn lines(&self, db: &Db, who: &Visitor) -> Result<Vec<Line>, Refusal> {
        let roll = roll::roll(db, who, self.session, Language::English, self.start).await;
        refused(roll).map(|roll| roll.people)
    }
}

/// The refusal of a rule; any other error breaks the test.
fn refused<T>(answer: domain::Result<T>) -> Result<T, Refusal> {
    match answer {
        Ok(done) => Ok(done),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

async fn a_mark_is_a_row_with_who_and_when_and_a_verdict(db: Db) {
    let scene = scene(&db).await;
    let taps = [tap(scene.amina, "present"), tap(scene.otieno, "absent")];
    scene.mark(&db, &taps).await.unwrap();
    let marks = scene.marks(&db).await;
    assert_eq!(marks.len(), 2);
    assert!(
        marks
            .iter()
            .all(|mark| mark.marked_by == scene.trainer.person_id())
    );
    assert!(marks.iter().all(|mark| mark.marked_at == scene.start));
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((90, true)));
    assert_eq!(scene.verdict(&db, scene.otieno).await, Some((0, false)));
    let log = audit::history(db.read(), "session", scene.session.0)
        .await
        .unwrap();
    assert_eq!(log[0].action, "take_roll");
    assert_eq!(log[0].detail, "2 marks");
}

async fn an_unchanged_mark_writes_nothing(db: Db) {
    let scene = scene(&db).await;
    let taps = [
        late(scene.amina, "12"),
        excused(scene.otieno, "ill, says the hotel"),
    ];
    scene.mark(&db, &taps).await.unwrap();
    scene.mark(&db, &taps).await.unwrap();
    scene.mark(&db, &[tap(scene.amina, "")]).await.unwrap();
    assert_eq!(scene.marks(&db).await.len(), 2);
    let log = audit::history(db.read(), "session", scene.session.0)
        .await
        .unwrap();
    assert_eq!(log.len(), 1);
}

async fn a_changed_mark_is_a_new_row_and_the_last_one_counts(db: Db) {
    let scene = scene(&db).await;
    scene
        .mark(&db, &[tap(scene.amina, "absent")])
        .await
        .unwrap();
    scene.mark(&db, &[late(scene.amina, "10")]).await.unwrap();
    scene.mark(&db, &[late(scene.amina, "30")]).await.unwrap();
    assert_eq!(scene.marks(&db).await.len(), 3);
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((60, false)));
    let lines = scene.lines(&db, &scene.trainer).await.unwrap();
    let mark = lines[0].mark.as_ref().unwrap();
    assert_eq!(
        (mark.mark.mark, mark.mark.late_minutes),
        (Mark::Late, Some(30))
    );
    assert_eq!(mark.by, Some(ShownName::Printed("Tatiana".to_owned())));
    assert!(lines[1].mark.is_none());
}

async fn late_is_from_the_minute_given_or_the_tap(db: Db) {
    let scene = scene(&db).await;
    let tapped = scene.start.plus_ms(7 * MINUTE + 59_999);
    let taps = [late(scene.amina, ""), late(scene.otieno, " 18 ")];
    scene
        .mark_as(&db, &scene.trainer, &taps, tapped)
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((83, true)));
    assert_eq!(
        scene.verdict(&db, scene.otieno).await,
        Some((72, true)),
        "exactly 80 %"
    );
    let minutes = scene.marks(&db).await;
    let minutes: Vec<_> = minutes.iter().map(|mark| mark.late_minutes).collect();
    assert_eq!(minutes, [Some(7), Some(18)]);
}

async fn late_minutes_lie_within_the_session(db: Db) {
    let scene = scene(&db).await;
    let field = marking::field("late", scene.amina);
    let reason = Some(Reason::NotANumber { least: 1, most: 90 });
    for typed in ["0", "91", "-3", "soon", "1.5", "99999999999999999999"] {
        let refusal = scene
            .mark(&db, &[late(scene.amina, typed)])
            .await
            .unwrap_err();
        assert_eq!(refusal.reason_for(&field), reason, "{typed}");
    }
    for tapped in [scene.start.plus_minutes(-5), scene.start.plus_minutes(91)] {
        let taps = [late(scene.amina, "")];
        let refusal = scene
            .mark_as(&db, &scene.trainer, &taps, tapped)
            .await
            .unwrap_err();
        assert_eq!(
            refusal.reason_for(&field),
            reason,
            "no minute of the session"
        );
    }
    assert_eq!(scene.marks(&db).await, []);
}

async fn excused_needs_a_reason(db: Db) {
    let scene = scene(&db).await;
    let field = marking::field("reason", scene.amina);
    let refusal = scene
        .mark(&db, &[excused(scene.amina, "  ")])
        .await
        .unwrap_err();
    assert_eq!(refusal.reason_for(&field), Some(Reason::Missing));
    let long = "x".repeat(501);
    let refusal = scene
        .mark(&db, &[excused(scene.amina, &long)])
        .await
        .unwrap_err();
    assert_eq!(
        refusal.reason_for(&field),
        Some(Reason::TooLong { most: 500 })
    );
    scene
        .mark(&db, &[excused(scene.amina, "visa interview")])
        .await
        .unwrap();
    let row = verdict::Entity::find_by_id((scene.session, scene.amina));
    let row = row.one(db.read()).await.unwrap().unwrap();
    assert!(row.excused && !row.attended);
}

async fn a_refused_roll_writes_nothing_at_all(db: Db) {
    let scene = scene(&db).await;
    let taps = [tap(scene.amina, "present"), tap(scene.otieno, "asleep")];
    let refusal = scene.mark(&db, &taps).await.unwrap_err();
    let field = marking::field("mark", scene.otieno);
    assert_eq!(refusal.reason_for(&field), Some(Reason::NotAChoice));
    assert_eq!(scene.marks(&db).await, []);
    assert_eq!(scene.verdict(&db, scene.amina).await, None);
}

async fn what_was_only_shown_does_not_overwrite_a_newer_mark(db: Db) {
    let scene = scene(&db).await;
    scene
        .mark(&db, &[tap(scene.amina, "present")])
        .await
        .unwrap();
    let shown = scene.marks(&db).await[0].id;
    scene
        .mark(&db, &[tap(scene.amina, "absent")])
        .await
        .unwrap();
    let stale = TypedMark {
        shown: Some(shown),
        ..tap(scene.amina, "present")
    };
    scene
        .mark(&db, &[stale, tap(scene.otieno, "present")])
        .await
        .unwrap();
    assert_eq!(
        scene.verdict(&db, scene.amina).await,
        Some((0, false)),
        "still absent"
    );
    assert_eq!(scene.verdict(&db, scene.otieno).await, Some((90, true)));
    let meant = TypedMark {
        shown: Some(shown),
        ..late(scene.amina, "5")
    };
    scene.mark(&db, &[meant]).await.unwrap();
    assert_eq!(
        scene.verdict(&db, scene.amina).await,
        Some((85, true)),
        "tapped anew"
    );
}

async fn everybody_expected_and_unmarked_is_present_at_one_tap(db: Db) {
    let scene = scene(&db).await;
    let elective = elective(&db, scene.edition).await;
    let chooser = person(&db, "Chipo", "ZW").await;
    let chooser = enrolment(&db, scene.edition, chooser).await;
    choose(&db, chooser, elective).await;
    let coordinator = coordinator(&db, scene.edition).await;
    let taps = [tap(scene.otieno, "absent")];
    let all =
        marking::mark_and_rest_present(&db, &scene.trainer, scene.session, &taps, scene.start)
            .await;
    all.unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((90, true)));
    assert_eq!(
        scene.verdict(&db, scene.otieno).await,
        Some((0, false)),
        "tapped absent"
    );

    let session = session(
        &db,
        scene.edition,
        Some(elective),
        2,
        SessionKind::Lecture,
        "2026-12-07T14:00",
        60,
    )
    .await;
    let now = scene.start.plus_minutes(300);
    marking::mark_and_rest_present(&db, &coordinator, session, &[], now)
        .await
        .unwrap();
    let marks = roll_mark::of_session(db.read(), session).await.unwrap();
    let marked: Vec<_> = marks.iter().map(|mark| mark.enrolment).collect();
    assert_eq!(marked, [chooser], "only who chose the elective");
    let roll = roll::roll(&db, &coordinator, session, Language::English, now)
        .await
        .unwrap();
    let expected: Vec<_> = roll.people.iter().map(|line| line.is_expected).collect();
    assert_eq!(expected, [true, false, false], "who chose it stands first");
}

async fn a_mark_is_taken_back_by_a_row_of_its_own(db: Db) {
    let scene = scene(&db).await;
    record(&db, &[watched(&scene, 0, 45, "play 1")])
        .await
        .unwrap();
    let taps = [tap(scene.amina, "absent"), tap(scene.otieno, "present")];
    scene.mark(&db, &taps).await.unwrap();
    let marks = scene.marks(&db).await;
    let shown = |of| {
        let mark = marks.iter().find(|mark| mark.enrolment == of);
        mark.map(|mark| mark.id)
    };
    let back = |of| TypedMark {
        shown: shown(of),
        ..tap(of, "unmarked")
    };
    let taps = [back(scene.amina), back(scene.otieno)];
    scene.mark(&db, &taps).await.unwrap();
    assert_eq!(
        scene.verdict(&db, scene.amina).await,
        Some((45, false)),
        "what was watched counts again"
    );
    assert_eq!(scene.verdict(&db, scene.otieno).await, None);
    assert_eq!(scene.marks(&db).await.len(), 4, "nothing is overwritten");
    for line in scene.lines(&db, &scene.trainer).await.unwrap() {
        assert!(line.mark.is_none());
        let said: Vec<_> = line.earlier.iter().map(|said| said.mark.mark).collect();
        let first = if line.enrolment == scene.amina {
            Mark::Absent
        } else {
            Mark::Present
        };
        assert_eq!(said, [Mark::Unmarked, first]);
        assert!(line.earlier.iter().all(|said| said.by.is_some()));
    }
    let (trainer, later) = (&scene.trainer, scene.start.plus_minutes(9));
    marking::mark_and_rest_present(&db, trainer, scene.session, &[], later)
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((90, true)));
}

async fn what_was_never_marked_is_not_taken_back(db: Db) {
    let scene = scene(&db).await;
    let untouched = tap(scene.amina, "unmarked");
    scene
        .mark(&db, std::slice::from_ref(&untouched))
        .await
        .unwrap();
    assert_eq!(scene.marks(&db).await, []);
    scene
        .mark(&db, &[tap(scene.amina, "present")])
        .await
        .unwrap();
    scene.mark(&db, &[untouched]).await.unwrap();
    assert_eq!(
        scene.verdict(&db, scene.amina).await,
        Some((90, true)),
        "a page that showed no mark takes none back"
    );
}

async fn a_later_save_counts_whatever_the_clocks_say(db: Db) {
    let scene = scene(&db).await;
    let slow = scene.start.plus_minutes(5);
    let taps = [tap(scene.amina, "absent")];
    scene
        .mark_as(&db, &scene.trainer, &taps, slow.plus_minutes(2))
        .await
        .unwrap();
    let taps = [tap(scene.amina, "present")];
    scene
        .mark_as(&db, &scene.trainer, &taps, slow)
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((90, true)));
    let lines = scene.lines(&db, &scene.trainer).await.unwrap();
    let counts = lines[0].mark.as_ref().unwrap();
    assert_eq!(counts.mark.mark, Mark::Present);
}

async fn a_cancelled_edition_has_no_roll_to_take(db: Db) {
    let scene = scene(&db).await;
    change_edition(&db, scene.edition, |row| {
        row.publication = Set(Publication::Cancelled);
    })
    .await;
    let answer = scene.mark(&db, &[tap(scene.amina, "present")]).await;
    assert_eq!(answer, Err(Refusal::NotNow));
    let roll = roll::roll(
        &db,
        &scene.trainer,
        scene.session,
        Language::English,
        scene.start,
    )
    .await
    .unwrap();
    assert!(roll.is_cancelled && !roll.is_open);
}

async fn another_threshold_changes_the_verdicts(db: Db) {
    let scene = scene(&db).await;
    record(&db, &[watched(&scene, 0, 54, "play 1")])
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((54, false)));
    let carlos = coordinator(&db, scene.edition).await;
    let half = editions::TypedEdition {
        slug: "2026".to_owned(),
        kind: "seminar".to_owned(),
        mode: "in_person".to_owned(),
        starts_on: "2026-12-07".to_owned(),
        ends_on: "2026-12-18".to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        place: "Xiamen".to_owned(),
        admission_way: "open".to_owned(),
        admission_opens: "2026-11-01T00:00".to_owned(),
        admission_closes: "2026-12-07T00:00".to_owned(),
        attendance_threshold: "50".to_owned(),
        languages: "en".to_owned(),
        ..editions::TypedEdition::default()
    };
    editions::edit(&db, &carlos, scene.edition, 1, &half, NOW)
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((54, true)));
    let strict = editions::TypedEdition {
        attendance_threshold: "61".to_owned(),
        ..half
    };
    editions::edit(&db, &carlos, scene.edition, 2, &strict, NOW)
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((54, false)));
}

async fn a_roll_is_to_take_until_everybody_is_marked_or_a_fortnight_has_passed(db: Db) {
    let scene = scene(&db).await;
    let to_take = async |who: &Visitor, now| {
        let rolls = untaken::rolls_to_take(&db, who, Language::English, now)
            .await
            .unwrap();
        rolls.into_iter().map(|roll| roll.id).collect::<Vec<_>>()
    };
    let ended = scene.start.plus_minutes(90);
    assert_eq!(to_take(&scene.trainer, ended.plus_minutes(-1)).await, []);
    assert_eq!(to_take(&scene.trainer, ended).await, [scene.session]);
    let fortnight = ended.plus_days(14);
    assert_eq!(
        to_take(&scene.trainer, fortnight.plus_minutes(-1)).await,
        [scene.session]
    );
    assert_eq!(to_take(&scene.trainer, fortnight).await, []);
    let stranger = person(&db, "Ana", "BR").await;
    let elsewhere = course(&db, scene.edition, "ships").await;
    grant(&db, stranger, Role::Trainer, Scope::Course(elsewhere)).await;
    let stranger = visitor(&db, stranger).await;
    assert_eq!(to_take(&stranger, ended).await, [], "not theirs");

    scene
        .mark(&db, &[tap(scene.amina, "present")])
        .await
        .unwrap();
    assert_eq!(to_take(&scene.trainer, ended).await, [scene.session]);
    // Whoever has withdrawn, or did not choose the course, need not be marked.
    withdraw(&db, scene.otieno).await;
    assert_eq!(to_take(&scene.trainer, ended).await, []);
    let shown = scene.marks(&db).await[0].id;
    let back = TypedMark {
        shown: Some(shown),
        ..tap(scene.amina, "unmarked")
    };
    scene.mark(&db, &[back]).await.unwrap();
    assert_eq!(to_take(&scene.trainer, ended).await, [scene.session]);
    change(&db, scene.session, |row| {
        row.kind = Set(SessionKind::Online)
    })
    .await;
    assert_eq!(
        to_take(&scene.trainer, ended).await,
        [],
        "whoever watches needs no mark"
    );
}

async fn nobody_marks_themselves(db: Db) {
    let scene = scene(&db).await;
    let tatiana = scene.trainer.person_id().unwrap();
    let own = enrolment(&db, scene.edition, tatiana).await;
    let taps = [tap(scene.amina, "present"), tap(own, "present")];
    assert_eq!(scene.mark(&db, &taps).await, Err(Refusal::NotOneself));
    assert_eq!(scene.marks(&db).await, []);
    let all =
        marking::mark_and_rest_present(&db, &scene.trainer, scene.session, &[], scene.start).await;
    all.unwrap();
    assert_eq!(scene.verdict(&db, own).await, None, "all, but for oneself");
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((90, true)));
}

async fn a_cancelled_or_distant_session_has_no_roll_to_take(db: Db) {
    let scene = scene(&db).await;
    let taps = [tap(scene.amina, "present")];
    let early = scene.start.plus_minutes(-61);
    let answer = scene.mark_as(&db, &scene.trainer, &taps, early).await;
    assert_eq!(answer, Err(Refusal::NotNow));
    let in_time = scene.start.plus_minutes(-60);
    scene
        .mark_as(&db, &scene.trainer, &taps, in_time)
        .await
        .unwrap();
    change(&db, scene.session, |row| {
        row.state = Set(SessionState::Cancelled)
    })
    .await;
    let answer = scene.mark(&db, &[tap(scene.otieno, "present")]).await;
    assert_eq!(answer, Err(Refusal::NotNow));
    assert_eq!(scene.marks(&db).await.len(), 1);
}

async fn people_of_another_edition_are_not_found(db: Db) {
    let scene = scene(&db).await;
    let programme = programme(&db, "rails").await;
    let other = edition(&db, programme, "2026").await;
    let outsider = person(&db, "Olga", "KZ").await;
    let outsider = enrolment(&db, other, outsider).await;
    let taps = [tap(scene.amina, "present"), tap(outsider, "present")];
    assert_eq!(scene.mark(&db, &taps).await, Err(Refusal::NotFound));
    let unknown = [tap(EnrolmentId::new(), "present")];
    assert_eq!(scene.mark(&db, &unknown).await, Err(Refusal::NotFound));
    assert_eq!(scene.marks(&db).await, []);
}

async fn somebody_who_withdrew_is_passed_over(db: Db) {
    let scene = scene(&db).await;
    withdraw(&db, scene.otieno).await;
    let taps = [tap(scene.amina, "present"), tap(scene.otieno, "present")];
    scene.mark(&db, &taps).await.unwrap();
    assert_eq!(scene.marks(&db).await.len(), 1);
    let lines = scene.lines(&db, &scene.trainer).await.unwrap();
    assert_eq!(lines.len(), 1, "no longer on the roll");
}

async fn who_may_take_a_roll(db: Db) {
    let scene = scene(&db).await;
    let another_course = course(&db, scene.edition, "ships").await;
    let another_trainer = person(&db, "Ana", "BR").await;
    grant(
        &db,
        another_trainer,
        Role::Trainer,
        Scope::Course(another_course),
    )
    .await;
    let of_session = person(&db, "Sena", "GH").await;
    grant(
        &db,
        of_session,
        Role::Trainer,
        Scope::Session(scene.session),
    )
    .await;
    let focal = person(&db, "Farida", "KE").await;
    let kenya = Scope::CountryInEdition(cast::country("KE"), scene.edition);
    grant(&db, focal, Role::FocalPoint, kenya).await;
    let auditor = auditor(&db).await;
    let participant = visitor(&db, enrolled_person(&db, scene.amina).await).await;
    let taps = [tap(scene.otieno, "present")];

    let nobody = Visitor::anybody();
    assert_eq!(
        scene.mark_as(&db, &nobody, &taps, scene.start).await,
        Err(Refusal::SignInFirst)
    );
    assert_eq!(
        scene.lines(&db, &nobody).await.unwrap_err(),
        Refusal::SignInFirst
    );
    for who in [another_trainer, focal, participant.person_id().unwrap()] {
        let who = visitor(&db, who).await;
        assert_eq!(
            scene.mark_as(&db, &who, &taps, scene.start).await,
            Err(Refusal::NotAllowed)
        );
        assert_eq!(
            scene.lines(&db, &who).await.unwrap_err(),
            Refusal::NotAllowed
        );
    }
    assert_eq!(
        scene.mark_as(&db, &auditor, &taps, scene.start).await,
        Err(Refusal::NotAllowed)
    );
    assert_eq!(scene.marks(&db).await, [], "nothing written by those");

    let of_session = visitor(&db, of_session).await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let coordinator = coordinator(&db, scene.edition).await;
    for (who, mark) in [
        (&of_session, "present"),
        (&coordinator, "absent"),
        (&grace, "present"),
    ] {
        let taps = [tap(scene.otieno, mark)];
        scene.mark_as(&db, who, &taps, scene.start).await.unwrap();
    }
    assert_eq!(scene.marks(&db).await.len(), 3);
}

async fn a_drafts_sessions_are_not_known_to_others(db: Db) {
    let scene = scene(&db).await;
    let row = editions::Entity::find_by_id(scene.edition)
        .one(db.read())
        .await;
    let mut row = row.unwrap().unwrap().into_active_model();
    row.publication = Set(Publication::Draft);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let outsider = person(&db, "Olga", "KZ").await;
    let outsider = visitor(&db, outsider).await;
    assert_eq!(
        scene.lines(&db, &outsider).await.unwrap_err(),
        Refusal::NotFound
    );
    let taps = [tap(scene.amina, "present")];
    let answer = scene.mark_as(&db, &outsider, &taps, scene.start).await;
    assert_eq!(answer, Err(Refusal::NotFound));
    assert!(scene.lines(&db, &scene.trainer).await.is_ok());
}

async fn trainers_see_names_and_countries_only(db: Db) {
    let scene = scene(&db).await;
    let seen = scene.lines(&db, &scene.trainer).await.unwrap();
    assert_eq!(seen[0].name, ShownName::Printed("Amina".to_owned()));
    assert_eq!(seen[0].country.code(), "KE");
    assert!(seen.iter().all(|line| line.organisation.is_empty()));
    let coordinator = coordinator(&db, scene.edition).await;
    let seen = scene.lines(&db, &coordinator).await.unwrap();
    assert_eq!(seen[0].organisation, "Ministry of Amina");
}

async fn auditors_see_no_names(db: Db) {
    let scene = scene(&db).await;
    scene
        .mark(&db, &[tap(scene.amina, "present")])
        .await
        .unwrap();
    let auditor = auditor(&db).await;
    let seen = scene.lines(&db, &auditor).await.unwrap();
    assert_eq!(seen.len(), 2);
    for line in &seen {
        assert!(matches!(line.name, ShownName::Masked(_)), "{line:?}");
        assert!(
            !line
                .mark
                .as_ref()
                .is_some_and(|said| matches!(said.by, Some(ShownName::Printed(_)))),
            "{line:?}"
        );
        assert!(line.organisation.is_empty() && line.native_name.is_empty());
    }
}

fn watched(scene: &Scene, from: i64, until: i64, key: &str) -> NewEvidence {
    NewEvidence {
        session: scene.session,
        enrolment: scene.amina,
        stretch: Stretch {
            from: scene.start.plus_minutes(from),
            until: scene.start.plus_minutes(until),
        },
        source: EvidenceSource::Watching,
        recorded_by: None,
        idempotency_key: key.to_owned(),
    }
}

async fn record(db: &Db, pieces: &[NewEvidence]) -> domain::Result<usize> {
    db.write(async |tx| settlement::record(tx, pieces, NOW).await)
        .await
}

async fn watching_is_evidence_once(db: Db) {
    let scene = scene(&db).await;
    let pieces = [
        watched(&scene, -10, 40, "play 1"),
        watched(&scene, 30, 60, "play 2"),
    ];
    assert_eq!(record(&db, &pieces).await.unwrap(), 2);
    assert_eq!(record(&db, &pieces).await.unwrap(), 0, "told again");
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((60, false)));
    let more = [
        watched(&scene, 0, 99, "play 1"),
        watched(&scene, 60, 72, "play 3"),
    ];
    assert_eq!(
        record(&db, &more).await.unwrap(),
        1,
        "a known key says nothing new"
    );
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((72, true)));
    assert_eq!(scene.verdict(&db, scene.otieno).await, None, "nobody else");
    assert!(
        record(&db, &[watched(&scene, 9, 8, "play 4")])
            .await
            .is_err()
    );
}

async fn a_mark_outweighs_what_was_watched(db: Db) {
    let scene = scene(&db).await;
    record(&db, &[watched(&scene, 0, 90, "play 1")])
        .await
        .unwrap();
    scene
        .mark(&db, &[tap(scene.amina, "absent")])
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((0, false)));
    record(&db, &[watched(&scene, 0, 80, "play 2")])
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((0, false)));
}

async fn changed_times_change_the_verdicts(db: Db) {
    let scene = scene(&db).await;
    scene.mark(&db, &[late(scene.otieno, "20")]).await.unwrap();
    record(&db, &[watched(&scene, 0, 60, "play 1")])
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((60, false)));
    let (from, until) = (scene.start, scene.start.plus_minutes(60));
    change(&db, scene.session, |row| {
        row.effective_starts_at = Set(Some(from));
        row.effective_ends_at = Set(Some(until));
    })
    .await;
    db.write(async |tx| settlement::settle_session(tx, scene.session, NOW).await)
        .await
        .unwrap();
    assert_eq!(scene.verdict(&db, scene.amina).await, Some((60, true)));
    assert_eq!(scene.verdict(&db, scene.otieno).await, Some((40, false)));
}

async fn hundreds_mark_one_roll_at_once(db: Db) {
    let scene = scene(&db).await;
    let words = ["present", "absent", "late"];
    let marking = (0..300).map(|turn: usize| {
        let (db, scene) = (&db, &scene);
        async move {
            let of = if turn.is_multiple_of(2) {
                scene.amina
            } else {
                scene.otieno
            };
            let typed = TypedMark {
                late: "30".to_owned(),
                ..tap(of, words[(turn / 7) % 3])
            };
            scene.mark(db, &[typed]).await.unwrap();
        }
    });
    futures::future::join_all(marking).await;
    let marks = scene.marks(&db).await;
    for of in [scene.amina, scene.otieno] {
        let said: Vec<_> = marks.iter().filter(|mark| mark.enrolment == of).collect();
        let twice = said.windows(2).any(|pair| pair[0].said() == pair[1].said());
        assert!(!twice, "an unchanged mark was written again");
        let minutes = match said.last().unwrap().mark {
            Mark::Present => 90,
            Mark::Late => 60,
            _ => 0,
        };
        let verdict = scene.verdict(&db, of).await.unwrap();
        assert_eq!(verdict.0, minutes, "the verdict is what the last mark says");
    }
}

async fn completion_counts_what_is_required_of_each_person(db: Db) {
    let scene = scene(&db).await;
    let elective = elective(&db, scene.edition).await;
    choose(&db, scene.otieno, elective).await;
    let opening = session(
        &db,
        scene.edition,
        None,
        2,
        SessionKind::Exchange,
        "2026-12-08T09:00",
        60,
    )
    .await;
    let chosen = session(
        &db,
        scene.edition,
        Some(elective),
        3,
        SessionKind::Lecture,
        "2026-12-09T09:00",
        60,
    )
    .await;
    let cancelled = session(
        &db,
        scene.edition,
        None,
        4,
        SessionKind::Visit,
        "2026-12-10T09:00",
        60,
    )
    .await;
    let free = session(
        &db,
        scene.edition,
        None,
        5,
        SessionKind::Visit,
        "2026-12-11T09:00",
        60,
    )
    .await;
    change(&db, cancelled, |row| {
        row.state = Set(SessionState::Cancelled)
    })
    .await;
    change(&db, free, |row| row.required = Set(false)).await;

    scene
        .mark(
            &db,
            &[tap(scene.amina, "present"), tap(scene.otieno, "present")],
        )
        .await
        .unwrap();
    let coordinator = coordinator(&db, scene.edition).await;
    let later = scene.start.plus_days(10);
    let taps = [excused(scene.amina, "ill"), tap(scene.otieno, "present")];
    marking::mark(&db, &coordinator, opening, &taps, later)
        .await
        .unwrap();

    let all = completion::of_edition(db.read(), scene.edition)
        .await
        .unwrap();
    let amina = Completion {
        needed: 1,
        attended: 1,
        excused: 1,
    };
    let otieno = Completion {
        needed: 3,
        attended: 2,
        excused: 0,
    };
    assert_eq!((all[&scene.amina], all[&scene.otieno]), (amina, otieno));
    assert!(amina.is_completed() && !otieno.is_completed());

    let taps = [tap(scene.otieno, "present")];
    marking::mark(&db, &coordinator, chosen, &taps, later)
        .await
        .unwrap();
    let row = domain::admissions::enrolment::Entity::find_by_id(scene.otieno);
    let row = row.one(db.read()).await.unwrap().unwrap();
    let otieno = completion::of_enrolment(db.read(), &row).await.unwrap();
    assert!(otieno.is_completed(), "{otieno:?}");
    assert!(
        !Completion::default().is_completed(),
        "nothing asked is nothing completed"
    );
}

async fn the_table_of_an_edition_is_for_those_who_run_it(db: Db) {
    let scene = scene(&db).await;
    scene.mark(&db, &[late(scene.amina, "45")]).await.unwrap();
    let table = async |who: &Visitor| {
        refused(edition_table(&db, who, scene.edition, Language::English).await)
    };
    let coordinator = coordinator(&db, scene.edition).await;
    let seen = table(&coordinator).await.unwrap();
    assert_eq!(seen.title, "Edition 2026");
    assert_eq!(seen.sessions[0].1, "Session 1");
    assert_eq!(seen.people[0].name, ShownName::Printed("Amina".to_owned()));
    assert_eq!(
        seen.people[0].cells[0].verdict.as_ref().unwrap().percent(),
        50
    );
    assert_eq!(seen.people[1].cells[0].verdict, None);

    let seen = table(&auditor(&db).await).await.unwrap();
    assert!(
        seen.people
            .iter()
            .all(|row| matches!(row.name, ShownName::Masked(_)))
    );
    assert_eq!(
        table(&scene.trainer).await.unwrap_err(),
        Refusal::NotAllowed
    );
    assert_eq!(
        table(&Visitor::anybody()).await.unwrap_err(),
        Refusal::SignInFirst
    );
    let rails = programme(&db, "rails").await;
    let other = edition(&db, rails, "2026").await;
    let elsewhere = edition_table(&db, &coordinator, other, Language::English).await;
    assert_eq!(refused(elsewhere).unwrap_err(), Refusal::NotAllowed);
}

async fn ones_own_attendance_is_nobody_elses(db: Db) {
    let scene = scene(&db).await;
    scene
        .mark(
            &db,
            &[tap(scene.amina, "present"), tap(scene.otieno, "absent")],
        )
        .await
        .unwrap();
    let amina = visitor(&db, enrolled_person(&db, scene.amina).await).await;
    let seen = mine(&db, &amina, scene.edition, Language::English)
        .await
        .unwrap();
    assert_eq!(seen.sessions.len(), 1);
    assert_eq!(
        seen.sessions[0].verdict.as_ref().unwrap().enrolment,
        scene.amina
    );
    assert!(seen.completion.is_completed());
    let outsider = person(&db, "Olga", "KZ").await;
    for (who, refusal) in [
        (Visitor::anybody(), Refusal::SignInFirst),
        (visitor(&db, outsider).await, Refusal::NotFound),
        (scene.trainer.clone(), Refusal::NotFound),
    ] {
        let seen = mine(&db, &who, scene.edition, Language::English).await;
        assert_eq!(refused(seen).unwrap_err(), refusal);
    }
    withdraw(&db, scene.amina).await;
    let seen = mine(&db, &amina, scene.edition, Language::English).await;
    assert_eq!(refused(seen).unwrap_err(), Refusal::NotFound);
    let verdicts = verdict::Entity::find().count(db.read()).await.unwrap();
    assert_eq!(verdicts, 2, "what was found stays");
    assert_ne!(scene.course, CourseId::new());
}

async fn change(db: &Db, session: SessionId, how: impl FnOnce(&mut sessions::ActiveModel)) {
    let mut row = session_row(db, session).await.into_active_model();
    how(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

async fn withdraw(db: &Db, enrolment: EnrolmentId) {
    use domain::admissions::enrolment;
    let row = enrolment::Entity::find_by_id(enrolment)
        .one(db.read())
        .await;
    let mut row = row.unwrap().unwrap().into_active_model();
    row.withdrawn_at = Set(Some(NOW));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

async fn enrolled_person(db: &Db, enrolment: EnrolmentId) -> PersonId {
    use domain::admissions::enrolment;
    let row = enrolment::Entity::find_by_id(enrolment)
        .one(db.read())
        .await;
    row.unwrap().unwrap().person
}

async fn elective(db: &Db, edition: EditionId) -> CourseId {
    use domain::catalogue::course as courses;
    let id = course(db, edition, "elective").await;
    let row = courses::Entity::find_by_id(id).one(db.read()).await;
    let mut row = row.unwrap().unwrap().into_active_model();
    row.required = Set(false);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    id
}

async fn choose(db: &Db, enrolment: EnrolmentId, course: CourseId) {
    let row = course_place::ActiveModel {
        enrolment: Set(enrolment),
        course: Set(course),
        chosen_at: Set(NOW),
    };
    insert(db, vec![row]).await;
}

async fn coordinator(db: &Db, edition: EditionId) -> Visitor {
    let carlos = person(db, "Carlos", "PE").await;
    grant(db, carlos, Role::Coordinator, Scope::Edition(edition)).await;
    visitor(db, carlos).await
}

async fn auditor(db: &Db) -> Visitor {
    let aisha = person(db, "Aisha", "NG").await;
    grant(db, aisha, Role::Auditor, Scope::All).await;
    visitor(db, aisha).await
}
