//! Sessions: when they are, who may change them, who is told, who sees what.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::*;
use domain::accounts::Visitor;
use domain::attendance::{evidence, verdict};
use domain::audit;
use domain::catalogue::{course, edition, programme, venue};
use domain::mail::reminder;
use domain::media;
use domain::outbox::{self, Letter};
use domain::schedule::clash::Busy;
use domain::schedule::effective_length::{self, TypedLength};
use domain::schedule::plan::TypedSession;
use domain::schedule::{
    addition, cancellation, change, clash, desk, plan, session, session_cancellation,
    session_trainer, timetable, unearthly_hour,
};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::IntoActiveModel;
use domain::sea_orm::entity::prelude::*;
use domain::{Db, clock};
use jiff::civil::DateTime;
use model::attendance::EvidenceSource;
use model::catalogue::Publication;
use model::role::Scope;
use model::schedule::{Audience, Fold, SessionKind, SessionState};
use model::*;

on_both! {
    a_coordinator_adds_sessions_with_the_next_numbers,
    two_additions_at_once_get_two_numbers,
    a_trainer_adds_to_their_own_course_only,
    another_editions_trainer_neither_loads_nor_edits,
    a_visitor_is_asked_to_sign_in_first,
    every_field_that_does_not_do_is_named,
    a_skipped_time_is_refused_and_a_doubled_one_asks_which,
    a_session_lies_within_its_edition,
    a_weekly_session_keeps_its_hour_when_the_clock_changes,
    a_series_that_does_not_fit_is_not_half_written,
    who_edits_an_old_version_is_told,
    a_moved_session_is_mailed_once_to_everybody_concerned,
    a_session_moved_twice_is_mailed_twice,
    a_moved_sessions_letter_names_the_time_before,
    another_venue_or_link_is_mailed_as_another_place,
    a_session_added_while_the_edition_runs_is_news,
    trainers_are_told_when_they_are_named_and_when_no_longer,
    a_cancellation_has_a_reason_and_can_be_taken_back,
    a_session_that_new_dates_left_outside_keeps_its_time,
    a_last_evening_may_run_past_midnight,
    how_it_ran_is_forgotten_when_the_time_changes,
    other_changes_are_not_mailed_but_calendars_hear_of_them,
    nobody_is_told_of_drafts_or_of_what_lies_behind,
    a_session_cancelled_twice_is_mailed_once,
    a_cancelled_session_cannot_be_edited,
    a_cancelled_course_takes_its_coming_sessions_along_and_tells_people,
    a_course_that_takes_place_again_has_its_sessions_to_plan,
    those_who_chose_an_elective_are_told_and_shown_it,
    chosen_trainers_may_run_the_session_until_they_leave,
    a_trainer_edits_but_does_not_choose_trainers,
    a_timetable_holds_ones_own_sessions_only,
    a_draft_does_not_leak,
    the_link_is_for_the_audience_only,
    a_busy_trainer_and_a_busy_venue_are_warned_of,
    a_clash_with_a_hidden_session_does_not_tell_what_it_is,
    people_who_would_be_up_at_night_are_counted,
    an_effective_length_needs_a_reason_and_an_end_that_has_come,
    the_plan_holds_again_without_effective_times,
    attendance_is_measured_by_the_time_that_a_session_took,
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn typed() -> TypedSession {
    TypedSession {
        title_en: "Ports of the south".to_owned(),
        kind: "lecture".to_owned(),
        audience: "enrolled".to_owned(),
        required: true,
        date: "2026-12-08".to_owned(),
        time: "09:00".to_owned(),
        minutes: "90".to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        ..TypedSession::default()
    }
}

/// What somebody sees in the form of a session, unchanged.
fn typed_of(row: &session::Model) -> TypedSession {
    let (date, time) = row.wall_start.split_once('T').unwrap();
    TypedSession {
        title_en: format!("Session {}", row.number),
        kind: row.kind.to_string(),
        audience: row.audience.to_string(),
        required: row.required,
        course: row.course.map(|id| id.to_string()).unwrap_or_default(),
        date: date.to_owned(),
        time: time.to_owned(),
        minutes: row.planned_minutes.to_string(),
        zone: row.zone.name().to_owned(),
        venue: row.venue.map(|id| id.to_string()).unwrap_or_default(),
        link: row.link.clone(),
        ..TypedSession::default()
    }
}

async fn find(db: &Db, id: SessionId) -> session::Model {
    session::Entity::find_by_id(id)
        .one(db.read())
        .await
        .unwrap()
        .unwrap()
}

async fn change_session(db: &Db, id: SessionId, how: impl FnOnce(&mut session::ActiveModel)) {
    let mut row = find(db, id).await.into_active_model();
    how(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

async fn change_edition(db: &Db, id: EditionId, how: impl FnOnce(&mut edition::ActiveModel)) {
    let mut row = edition::Entity::find_by_id(id)
        .one(db.read())
        .await
        .unwrap()
        .unwrap()
        .into_active_model();
    how(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

async fn publish(db: &Db, id: EditionId, publication: Publication) {
    change_edition(db, id, |row| row.publication = Set(publication)).await;
}

/// An edition that lasts through 2026 and 2027.
async fn long_edition(db: &Db, name: &str) -> EditionId {
    let programme = programme(db, &format!("long-{name}")).await;
    let id = edition(db, programme, name).await;
    change_edition(db, id, |row| {
        row.starts_on = Set("2026-01-01".to_owned());
        row.ends_on = Set("2027-12-31".to_owned());
        row.starts_at = Set(clock::day_begins(
            "2026-01-01".parse().unwrap(),
            &Zone::utc(),
        ));
        row.ends_at = Set(clock::day_begins(
            "2028-01-01".parse().unwrap(),
            &Zone::utc(),
        ));
    })
    .await;
    id
}

async fn venue(db: &Db, name: &str) -> VenueId {
    let id = VenueId::new();
    let row = venue::ActiveModel {
        id: Set(id),
        host: Set(None),
        name: Set(name.to_owned()),
        address: Set(String::new()),
        city: Set("Xiamen".to_owned()),
        country: Set(country("CN")),
        zone: Set(zone("Asia/Shanghai")),
        created_at: Set(NOW),
    };
    insert(db, vec![row]).await;
    id
}

async fn prints(db: &Db, session: SessionId, person: PersonId) {
    insert(
        db,
        vec![session_trainer::ActiveModel {
            session: Set(session),
            person: Set(person),
        }],
    )
    .await;
}

/// A coordinator of an edition.
async fn coordinator(db: &Db, name: &str, edition: EditionId) -> Visitor {
    let id = person(db, name, "CN").await;
    grant(db, id, Role::Coordinator, Scope::Edition(edition)).await;
    visitor(db, id).await
}

/// Kinds and addresses of all mails, sorted.
async fn mails(db: &Db) -> Vec<(String, String)> {
    let mut mails: Vec<_> = outbox::Entity::find()
        .all(db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|mail| (mail.kind, mail.recipient))
        .collect();
    mails.sort();
    mails
}

fn refusal<T: std::fmt::Debug>(answer: domain::Result<T>) -> Refusal {
    answer.unwrap_err().refusal().unwrap().clone()
}

fn reasons(refusal: &Refusal) -> Vec<(&str, Reason)> {
    match refusal {
        Refusal::Fields(fields) => fields
            .iter()
            .map(|refused| (refused.field.as_str(), refused.reason))
            .collect(),
        other => panic!("{other:?}"),
    }
}

async fn a_coordinator_adds_sessions_with_the_next_numbers(db: Db) {
    let programme = programme(&db, "ports").await;
    let (here, there) = (
        edition(&db, programme, "2026").await,
        edition(&db, programme, "2027").await,
    );
    session(
        &db,
        there,
        None,
        7,
        SessionKind::Visit,
        "2026-12-08T14:00",
        60,
    )
    .await;
    let chen = coordinator(&db, "Chen", here).await;
    for number in 1..=2 {
        let added = addition::add(&db, &chen, here, &typed(), NOW)
            .await
            .unwrap();
        let row = find(&db, added[0]).await;
        assert_eq!(row.number, number);
        assert_eq!(row.wall_start, "2026-12-08T09:00");
        assert_eq!(
            jiff::Timestamp::from_millisecond(row.starts_at.0)
                .unwrap()
                .to_string(),
            "2026-12-08T01:00:00Z"
        );
        assert_eq!(row.ends_at, row.starts_at.plus_minutes(90));
        assert_eq!((row.version, row.calendar_sequence), (1, 0));
    }
}

async fn two_additions_at_once_get_two_numbers(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let (one, first) = (db.clone(), chen.clone());
    let (other, second) = (db.clone(), chen);
    let (one, other) = tokio::join!(
        tokio::spawn(async move { addition::add(&one, &first, edition, &typed(), NOW).await }),
        tokio::spawn(async move { addition::add(&other, &second, edition, &typed(), NOW).await }),
    );
    let mut numbers = [
        find(&db, one.unwrap().unwrap()[0]).await.number,
        find(&db, other.unwrap().unwrap()[0]).await.number,
    ];
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2]);
}

async fn a_trainer_adds_to_their_own_course_only(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let (own, other) = (
        course(&db, edition, "own").await,
        course(&db, edition, "other").await,
    );
    let lin = person(&db, "Lin", "CN").await;
    grant(&db, lin, Role::Trainer, Scope::Course(own)).await;
    let lin = visitor(&db, lin).await;
    for course in [String::new(), other.to_string()] {
        let typed = TypedSession { course, ..typed() };
        let refused = refusal(addition::add(&db, &lin, edition, &typed, NOW).await);
        assert_eq!(reasons(&refused), [("course", Reason::NotAChoice)]);
    }
    let typed = TypedSession {
        course: own.to_string(),
        ..typed()
    };
    let added = addition::add(&db, &lin, edition, &typed, NOW)
        .await
        .unwrap();
    let printed = session_trainer::Entity::find()
        .filter(session_trainer::Column::Session.eq(added[0]))
        .all(db.read())
        .await
        .unwrap();
    assert_eq!(printed.len(), 1);
    assert_eq!(Some(printed[0].person), lin.person_id());
}

async fn another_editions_trainer_neither_loads_nor_edits(db: Db) {
    let programme = programme(&db, "ports").await;
    let (here, there) = (
        edition(&db, programme, "2026").await,
        edition(&db, programme, "2027").await,
    );
    let ours = session(
        &db,
        here,
        None,
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        60,
    )
    .await;
    let theirs = session(
        &db,
        there,
        None,
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        60,
    )
    .await;
    let omar = person(&db, "Omar", "EG").await;
    grant(&db, omar, Role::Trainer, Scope::Session(theirs)).await;
    let omar = visitor(&db, omar).await;
    let row = find(&db, ours).await;

    for (publication, expected) in [
        (Publication::Published, Refusal::NotAllowed),
        (Publication::Draft, Refusal::NotFound),
    ] {
        publish(&db, here, publication).await;
        let language = Language::English;
        let answers = [
            refusal(desk::open(&db, &omar, ours, language).await),
            refusal(desk::schedule(&db, &omar, here, language).await),
            refusal(desk::new_session(&db, &omar, here, None, language).await),
            refusal(addition::add(&db, &omar, here, &typed(), NOW).await),
            refusal(change::edit(&db, &omar, ours, 1, &typed_of(&row), NOW).await),
            refusal(cancellation::cancel(&db, &omar, ours, 1, "A storm.", NOW).await),
            refusal(
                effective_length::record(&db, &omar, ours, 1, &TypedLength::default(), NOW).await,
            ),
        ];
        assert!(
            answers.iter().all(|answer| *answer == expected),
            "{publication}: {answers:?}"
        );
    }
    assert_eq!(find(&db, ours).await, row);
    assert!(
        desk::open(&db, &omar, theirs, Language::English)
            .await
            .is_ok()
    );
}

async fn a_visitor_is_asked_to_sign_in_first(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let id = session(
        &db,
        edition,
        None,
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        60,
    )
    .await;
    let nobody = Visitor::anybody();
    let language = Language::English;
    for answer in [
        refusal(desk::open(&db, &nobody, id, language).await),
        refusal(desk::schedule(&db, &nobody, edition, language).await),
        refusal(timetable::of_person(&db, &nobody, language).await),
        refusal(addition::add(&db, &nobody, edition, &typed(), NOW).await),
        refusal(change::edit(&db, &nobody, id, 1, &typed(), NOW).await),
        refusal(cancellation::cancel(&db, &nobody, id, 1, "A storm.", NOW).await),
    ] {
        assert_eq!(answer, Refusal::SignInFirst);
    }
}

async fn every_field_that_does_not_do_is_named(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let wrong = TypedSession {
        title_en: " ".to_owned(),
        description_zh: "没有标题".to_owned(),
        kind: "party".to_owned(),
        audience: String::new(),
        course: "7".to_owned(),
        date: "8.12.2026".to_owned(),
        time: "09:00:30".to_owned(),
        minutes: "0".to_owned(),
        zone: "Mars/Base".to_owned(),
        fold: "both".to_owned(),
        venue: "here".to_owned(),
        host: "them".to_owned(),
        link: "javascript:alert(1)".to_owned(),
        trainers: vec!["x".to_owned()],
        trainer_email: "lin at example".to_owned(),
        meetings: "99".to_owned(),
        ..TypedSession::default()
    };
    let refused = refusal(addition::add(&db, &chen, edition, &wrong, NOW).await);
    let fields: Vec<_> = reasons(&refused)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(
        fields,
        [
            "title_en",
            "kind",
            "audience",
            "course",
            "date",
            "time",
            "minutes",
            "zone",
            "fold",
            "meetings",
            "venue",
            "host",
            "link",
            "trainers[]",
            "trainer_email"
        ]
    );
    let unknown = |form: TypedSession| {
        let (db, chen) = (db.clone(), chen.clone());
        async move { refusal(addition::add(&db, &chen, edition, &form, NOW).await) }
    };
    let description_only = TypedSession {
        description_zh: "没有标题".to_owned(),
        ..typed()
    };
    assert_eq!(
        reasons(&unknown(description_only).await),
        [("title_zh", Reason::Missing)]
    );
    let no_such_place = TypedSession {
        course: CourseId::new().to_string(),
        venue: VenueId::new().to_string(),
        host: HostId::new().to_string(),
        ..typed()
    };
    assert_eq!(
        reasons(&unknown(no_such_place).await),
        [
            ("course", Reason::NotAChoice),
            ("venue", Reason::NotAChoice),
            ("host", Reason::NotAChoice)
        ]
    );
    let stranger = TypedSession {
        trainer_email: "nobody@example.org".to_owned(),
        ..typed()
    };
    assert_eq!(
        reasons(&unknown(stranger).await),
        [("trainer_email", Reason::NobodyKnown)]
    );
    let no_such_trainer = TypedSession {
        trainers: vec![PersonId::new().to_string()],
        ..typed()
    };
    assert_eq!(
        reasons(&unknown(no_such_trainer).await),
        [("trainers[]", Reason::NotAChoice)]
    );
    assert_eq!(
        session::Entity::find().all(db.read()).await.unwrap().len(),
        0,
        "nothing was written"
    );
}

async fn a_skipped_time_is_refused_and_a_doubled_one_asks_which(db: Db) {
    let edition = long_edition(&db, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let at = |date: &str, time: &str, zone: &str, fold: &str| TypedSession {
        date: date.to_owned(),
        time: time.to_owned(),
        zone: zone.to_owned(),
        fold: fold.to_owned(),
        ..typed()
    };
    // Cairo's clocks are put forward at midnight, Casablanca's for the end of Ramadan.
    for skipped in [
        at("2026-04-24", "00:30", "Africa/Cairo", ""),
        at("2026-03-22", "02:30", "Africa/Casablanca", ""),
        at("2026-03-08", "02:30", "America/Los_Angeles", "earlier"),
        at("2026-10-04", "02:30", "Australia/Sydney", ""),
    ] {
        let refused = refusal(addition::add(&db, &chen, edition, &skipped, NOW).await);
        assert_eq!(
            reasons(&refused),
            [("time", Reason::SkippedByTheClock)],
            "{skipped:?}"
        );
    }
    for (date, time, zone) in [
        ("2026-10-29", "23:30", "Africa/Cairo"),
        ("2026-02-15", "02:30", "Africa/Casablanca"),
        ("2026-11-01", "01:30", "America/Los_Angeles"),
        ("2026-04-05", "02:30", "Australia/Sydney"),
    ] {
        let asked =
            refusal(addition::add(&db, &chen, edition, &at(date, time, zone, ""), NOW).await);
        assert_eq!(
            reasons(&asked),
            [("fold", Reason::ShownTwiceByTheClock)],
            "{zone}"
        );
        let mut starts = Vec::new();
        for fold in ["earlier", "later"] {
            let typed = at(date, time, zone, fold);
            let added = addition::add(&db, &chen, edition, &typed, NOW)
                .await
                .unwrap();
            let row = find(&db, added[0]).await;
            assert_eq!(plan::fold_of(&row).unwrap().as_str(), fold);
            starts.push(row.starts_at);
        }
        assert_eq!(starts[1].since(starts[0]), 3_600_000, "{zone}");
    }
    let plain = addition::add(&db, &chen, edition, &typed(), NOW)
        .await
        .unwrap();
    assert_eq!(plan::fold_of(&find(&db, plain[0]).await), None);
}

async fn a_session_lies_within_its_edition(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let at = |date: &str, time: &str, zone: &str| TypedSession {
        date: date.to_owned(),
        time: time.to_owned(),
        zone: zone.to_owned(),
        ..typed()
    };
    for outside in [
        at("2026-12-06", "23:59", "Asia/Shanghai"),
        at("2026-12-18", "23:00", "Asia/Shanghai"),
        // The same day by name, but in Xiamen the edition is over.
        at("2026-12-18", "09:00", "America/Los_Angeles"),
    ] {
        let refused = refusal(addition::add(&db, &chen, edition, &outside, NOW).await);
        assert_eq!(reasons(&refused), [("date", Reason::OutsideTheEdition)]);
    }
    for inside in [
        at("2026-12-07", "00:00", "Asia/Shanghai"),
        at("2026-12-18", "22:30", "Asia/Shanghai"),
        at("2026-12-06", "09:00", "America/Los_Angeles"),
    ] {
        addition::add(&db, &chen, edition, &inside, NOW)
            .await
            .unwrap();
    }
}

async fn a_weekly_session_keeps_its_hour_when_the_clock_changes(db: Db) {
    let edition = long_edition(&db, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let weekly = TypedSession {
        date: "2026-03-20".to_owned(),
        time: "18:00".to_owned(),
        zone: "Europe/London".to_owned(),
        meetings: "3".to_owned(),
        ..typed()
    };
    let added = addition::add(&db, &chen, edition, &weekly, NOW)
        .await
        .unwrap();
    let mut rows = Vec::new();
    for id in added {
        rows.push(find(&db, id).await);
    }
    let walls: Vec<_> = rows.iter().map(|row| row.wall_start.as_str()).collect();
    assert_eq!(
        walls,
        ["2026-03-20T18:00", "2026-03-27T18:00", "2026-04-03T18:00"]
    );
    let hours: Vec<_> = rows
        .windows(2)
        .map(|pair| pair[1].starts_at.since(pair[0].starts_at) / 3_600_000)
        .collect();
    assert_eq!(hours, [168, 167]);
}

async fn a_series_that_does_not_fit_is_not_half_written(db: Db) {
    let programme = programme(&db, "ports").await;
    let short = edition(&db, programme, "2026").await;
    let long = long_edition(&db, "long").await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let weekly = TypedSession {
        meetings: "3".to_owned(),
        ..typed()
    };
    let refused = refusal(addition::add(&db, &grace, short, &weekly, NOW).await);
    assert_eq!(reasons(&refused), [("meetings", Reason::OutsideTheEdition)]);
    let over_a_gap = TypedSession {
        date: "2026-03-01".to_owned(),
        time: "02:30".to_owned(),
        zone: "America/Los_Angeles".to_owned(),
        ..weekly
    };
    let refused = refusal(addition::add(&db, &grace, long, &over_a_gap, NOW).await);
    assert_eq!(reasons(&refused), [("time", Reason::SkippedByTheClock)]);
    assert!(
        session::Entity::find()
            .all(db.read())
            .await
            .unwrap()
            .is_empty()
    );
}

async fn who_edits_an_old_version_is_told(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let id = session(
        &db,
        edition,
        None,
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        60,
    )
    .await;
    let chen = coordinator(&db, "Chen", edition).await;
    let mine = typed_of(&find(&db, id).await);
    change::edit(&db, &chen, id, 1, &mine, NOW).await.unwrap();
    let row = find(&db, id).await;
    for answer in [
        refusal(change::edit(&db, &chen, id, 1, &mine, NOW).await),
        refusal(cancellation::cancel(&db, &chen, id, 1, "A storm.", NOW).await),
        refusal(effective_length::record(&db, &chen, id, 1, &TypedLength::default(), NOW).await),
    ] {
        assert_eq!(answer, Refusal::ChangedMeanwhile);
    }
    assert_eq!(find(&db, id).await, row);
}

/// An edition with Amina and Bo enrolled, Chen (withdrawn) and Dana (elsewhere) not, and a session that Lin trains.
async fn crowd(db: &Db) -> (EditionId, SessionId, Visitor) {
    let programme = programme(db, "ports").await;
    let (here, there) = (
        edition(db, programme, "2026").await,
        edition(db, programme, "2027").await,
    );
    for name in ["Amina", "Bo", "Chen"] {
        let id = person(db, name, "KE").await;
        let place = enrolment(db, here, id).await;
        if name == "Chen" {
            let row = domain::admissions::enrolment::ActiveModel {
                id: Set(place),
                withdrawn_at: Set(Some(NOW)),
                ..Default::default()
            };
            db.write(async |tx| Ok(row.update(tx).await?))
                .await
                .unwrap();
        }
    }
    let dana = person(db, "Dana", "KE").await;
    enrolment(db, there, dana).await;
    let id = session(
        db,
        here,
        None,
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        60,
    )
    .await;
    let lin = person(db, "Lin", "CN").await;
    prints(db, id, lin).await;
    grant(db, lin, Role::Trainer, Scope::Session(id)).await;
    (here, id, visitor(db, lin).await)
}

fn told(kind: &str) -> Vec<(String, String)> {
    ["amina", "bo", "lin"]
        .map(|name| (kind.to_owned(), format!("{name}@example.org")))
        .to_vec()
}

async fn a_moved_session_is_mailed_once_to_everybody_concerned(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let moved = TypedSession {
        time: "10:00".to_owned(),
        ..typed_of(&find(&db, id).await)
    };
    change::edit(&db, &lin, id, 1, &moved, NOW).await.unwrap();
    assert_eq!(mails(&db).await, told("session_moved"));
    let row = find(&db, id).await;
    assert_eq!((row.version, row.calendar_sequence), (2, 1));
    // The same form sent twice by an impatient finger.
    refusal(change::edit(&db, &lin, id, 1, &moved, NOW).await);
    assert_eq!(mails(&db).await.len(), 3);
}

async fn a_session_moved_twice_is_mailed_twice(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    for (version, time) in [(1, "10:00"), (2, "11:00")] {
        let moved = TypedSession {
            time: time.to_owned(),
            ..typed_of(&find(&db, id).await)
        };
        change::edit(&db, &lin, id, version, &moved, NOW)
            .await
            .unwrap();
    }
    assert_eq!(mails(&db).await.len(), 6);
}

async fn letters(db: &Db, kind: &str) -> Vec<Letter> {
    outbox::Entity::find()
        .filter(outbox::Column::Kind.eq(kind))
        .all(db.read())
        .await
        .unwrap()
        .iter()
        .map(|mail| mail.letter().unwrap())
        .collect()
}

async fn a_moved_sessions_letter_names_the_time_before(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let hall = venue(&db, "Great Hall").await;
    change_session(&db, id, |row| row.venue = Set(Some(hall))).await;
    let old = find(&db, id).await;
    let moved = TypedSession {
        time: "10:00".to_owned(),
        venue: String::new(),
        ..typed_of(&old)
    };
    change::edit(&db, &lin, id, 1, &moved, NOW).await.unwrap();
    for letter in letters(&db, "session_moved").await {
        let Letter::SessionMoved { was: Some(was), .. } = letter else {
            panic!("{letter:?}");
        };
        assert_eq!((was.starts_at, was.ends_at), (old.starts_at, old.ends_at));
        assert!(was.place.starts_with("Great Hall"), "{was:?}");
    }
    assert_eq!(mails(&db).await, told("session_moved"));
}

async fn another_venue_or_link_is_mailed_as_another_place(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let hall = venue(&db, "Great Hall").await;
    change_session(&db, id, |row| row.venue = Set(Some(hall))).await;
    let elsewhere = TypedSession {
        venue: venue(&db, "Small Hall").await.to_string(),
        ..typed_of(&find(&db, id).await)
    };
    change::edit(&db, &lin, id, 1, &elsewhere, NOW)
        .await
        .unwrap();
    assert_eq!(mails(&db).await, told("session_place_changed"));
    for letter in letters(&db, "session_place_changed").await {
        let Letter::SessionPlaceChanged { was, .. } = letter else {
            panic!("{letter:?}");
        };
        assert!(was.starts_with("Great Hall"), "{was}");
    }
    let online = TypedSession {
        link: "https://meet.example/other".to_owned(),
        ..typed_of(&find(&db, id).await)
    };
    change::edit(&db, &lin, id, 2, &online, NOW).await.unwrap();
    assert_eq!(mails(&db).await.len(), 6, "another link is another place");
}

async fn a_session_added_while_the_edition_runs_is_news(db: Db) {
    let (here, id, _) = crowd(&db).await;
    let chen = coordinator(&db, "Carla", here).await;
    let early = TypedSession {
        date: "2026-12-17".to_owned(),
        ..typed()
    };
    addition::add(&db, &chen, here, &early, NOW).await.unwrap();
    assert!(mails(&db).await.is_empty(), "far ahead it is a plan");
    let begun = find(&db, id).await.starts_at;
    let week = begun.plus_days(-3);
    addition::add(&db, &chen, here, &typed(), week)
        .await
        .unwrap();
    let told = ["amina", "bo"].map(|name| {
        let recipient = format!("{name}@example.org");
        ("session_added".to_owned(), recipient)
    });
    assert_eq!(mails(&db).await, told, "within a week, and no one who left");
    let weekly = TypedSession {
        date: "2026-12-09".to_owned(),
        meetings: "2".to_owned(),
        ..typed()
    };
    addition::add(&db, &chen, here, &weekly, begun)
        .await
        .unwrap();
    let more: Vec<_> = letters(&db, "session_added")
        .await
        .into_iter()
        .filter(|letter| matches!(letter, Letter::SessionAdded { more: 1, .. }))
        .collect();
    assert_eq!(
        (mails(&db).await.len(), more.len()),
        (4, 2),
        "one letter for two"
    );
    let past = TypedSession {
        date: "2026-12-07".to_owned(),
        ..typed()
    };
    addition::add(&db, &chen, here, &past, begun).await.unwrap();
    assert_eq!(mails(&db).await.len(), 4, "what lies behind is no news");
}

async fn trainers_are_told_when_they_are_named_and_when_no_longer(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let lin = person(&db, "Lin", "CN").await;
    let own = chen.person_id().unwrap();
    let form = TypedSession {
        trainers: vec![lin.to_string(), own.to_string()],
        meetings: "2".to_owned(),
        ..typed()
    };
    let added = addition::add(&db, &chen, edition, &form, NOW)
        .await
        .unwrap();
    let lins = "lin@example.org".to_owned();
    assert_eq!(
        mails(&db).await,
        [("trainer_assigned".to_owned(), lins.clone())],
        "one letter for both, and none to whoever names"
    );
    let session = added[0];
    assert_eq!(
        letters(&db, "trainer_assigned").await,
        [Letter::TrainerAssigned { session, more: 1 }]
    );
    let without = TypedSession {
        title_en: "Ports of the south".to_owned(),
        trainers: vec![own.to_string()],
        ..typed_of(&find(&db, session).await)
    };
    change::edit(&db, &chen, session, 1, &without, NOW)
        .await
        .unwrap();
    assert_eq!(
        letters(&db, "trainer_removed").await,
        [Letter::TrainerRemoved { session }]
    );
    let with = TypedSession {
        trainers: vec![own.to_string(), lin.to_string()],
        ..without
    };
    change::edit(&db, &chen, session, 2, &with, NOW)
        .await
        .unwrap();
    assert_eq!(letters(&db, "trainer_assigned").await.len(), 2);
}

async fn a_cancellation_has_a_reason_and_can_be_taken_back(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let silent = cancellation::cancel(&db, &lin, id, 1, "  ", NOW).await;
    assert_eq!(refusal(silent).reason_for("reason"), Some(Reason::Missing));
    cancellation::cancel(&db, &lin, id, 1, "A storm.", NOW)
        .await
        .unwrap();
    for letter in letters(&db, "session_cancelled").await {
        let reason = "A storm.".to_owned();
        assert_eq!(
            letter,
            Letter::SessionCancelled {
                session: id,
                reason
            }
        );
    }
    let why = session_cancellation::reason(db.read(), id).await.unwrap();
    assert_eq!(why.as_deref(), Some("A storm."));
    let stale = cancellation::take_up(&db, &lin, id, 1, NOW).await;
    assert_eq!(refusal(stale), Refusal::ChangedMeanwhile);
    cancellation::take_up(&db, &lin, id, 2, NOW).await.unwrap();
    let row = find(&db, id).await;
    assert_eq!(row.state, SessionState::Planned);
    assert_eq!((row.version, row.calendar_sequence), (3, 2));
    assert_eq!(letters(&db, "session_taken_up").await.len(), 3);
    let why = session_cancellation::reason(db.read(), id).await.unwrap();
    assert_eq!(why, None);
    cancellation::take_up(&db, &lin, id, 2, NOW).await.unwrap();
    assert_eq!(letters(&db, "session_taken_up").await.len(), 3);
    cancellation::cancel(&db, &lin, id, 3, "Another storm.", NOW)
        .await
        .unwrap();
    let rows = session_cancellation::Entity::find()
        .all(db.read())
        .await
        .unwrap();
    assert_eq!(rows.len(), 2, "each is kept");
    let omar = visitor(&db, person(&db, "Omar", "EG").await).await;
    let stranger = cancellation::take_up(&db, &omar, id, 4, NOW).await;
    assert_eq!(refusal(stranger), Refusal::NotAllowed);
}

async fn a_session_that_new_dates_left_outside_keeps_its_time(db: Db) {
    let (here, id, lin) = crowd(&db).await;
    let row = edition_of(&db, here).await;
    let (from, mut changed) = (row.starts_at.plus_days(5), row.into_active_model());
    changed.starts_at = Set(from);
    db.write(async |tx| Ok(changed.update(tx).await?))
        .await
        .unwrap();
    let renamed = TypedSession {
        title_en: "Ports of the north".to_owned(),
        ..typed_of(&find(&db, id).await)
    };
    change::edit(&db, &lin, id, 1, &renamed, NOW).await.unwrap();
    let moved = TypedSession {
        time: "10:00".to_owned(),
        ..renamed
    };
    let refused = refusal(change::edit(&db, &lin, id, 2, &moved, NOW).await);
    assert_eq!(refused.reason_for("date"), Some(Reason::OutsideTheEdition));
}

async fn edition_of(db: &Db, id: EditionId) -> domain::catalogue::edition::Model {
    domain::catalogue::edition::find(db.read(), id)
        .await
        .unwrap()
}

async fn a_last_evening_may_run_past_midnight(db: Db) {
    let (here, _, _) = crowd(&db).await;
    let chen = coordinator(&db, "Carla", here).await;
    let farewell = TypedSession {
        date: "2026-12-18".to_owned(),
        time: "20:00".to_owned(),
        minutes: "180".to_owned(),
        ..typed()
    };
    let id = addition::add(&db, &chen, here, &farewell, NOW)
        .await
        .unwrap()[0];
    let after = find(&db, id).await.ends_at.plus_days(1);
    let ran_until = |end: &str| TypedLength {
        effective_start: "2026-12-18T20:00".to_owned(),
        effective_end: end.to_owned(),
        effective_fold: String::new(),
        effective_reason: "Many toasts".to_owned(),
    };
    let late = ran_until("2026-12-19T00:40");
    effective_length::record(&db, &chen, id, 1, &late, after)
        .await
        .unwrap();
    let later = ran_until("2026-12-19T12:00");
    let refused = effective_length::record(&db, &chen, id, 2, &later, after).await;
    let reason = refusal(refused).reason_for("effective_end");
    assert_eq!(reason, Some(Reason::OutsideTheEdition));
}

async fn how_it_ran_is_forgotten_when_the_time_changes(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    change_session(&db, id, |row| {
        let start = row.starts_at.clone().unwrap();
        row.effective_starts_at = Set(Some(start.plus_minutes(10)));
        row.effective_ends_at = Set(Some(start.plus_minutes(40)));
        row.effective_reason = Set("A power cut".to_owned());
    })
    .await;
    let same = typed_of(&find(&db, id).await);
    change::edit(&db, &lin, id, 1, &same, NOW).await.unwrap();
    assert!(find(&db, id).await.effective_starts_at.is_some());
    let moved = TypedSession {
        time: "15:00".to_owned(),
        ..same
    };
    change::edit(&db, &lin, id, 2, &moved, NOW).await.unwrap();
    let row = find(&db, id).await;
    assert_eq!(
        (row.effective_starts_at, row.effective_ends_at),
        (None, None)
    );
    assert_eq!(row.effective_reason, "");
    let log = audit::history(db.read(), "session", id.0).await.unwrap();
    let noted = log.iter().any(|row| row.detail.contains("effective"));
    assert!(noted, "{log:?}");
}

async fn other_changes_are_not_mailed_but_calendars_hear_of_them(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let same = typed_of(&find(&db, id).await);
    change::edit(&db, &lin, id, 1, &same, NOW).await.unwrap();
    assert_eq!(find(&db, id).await.calendar_sequence, 0);
    let renamed = TypedSession {
        title_en: "Ports of the north".to_owned(),
        title_zh: "北方港口".to_owned(),
        ..same.clone()
    };
    change::edit(&db, &lin, id, 2, &renamed, NOW).await.unwrap();
    assert_eq!(find(&db, id).await.calendar_sequence, 1);
    let optional = TypedSession {
        required: false,
        ..renamed
    };
    change::edit(&db, &lin, id, 3, &optional, NOW)
        .await
        .unwrap();
    let row = find(&db, id).await;
    assert_eq!((row.calendar_sequence, row.required), (1, false));
    assert!(mails(&db).await.is_empty());
}

async fn nobody_is_told_of_drafts_or_of_what_lies_behind(db: Db) {
    let (edition, id, lin) = crowd(&db).await;
    let moved = |time: &str, row: &session::Model| TypedSession {
        time: time.to_owned(),
        ..typed_of(row)
    };
    let over = find(&db, id).await.ends_at.plus_days(1);
    let typed = moved("08:00", &find(&db, id).await);
    change::edit(&db, &lin, id, 1, &typed, over).await.unwrap();
    publish(&db, edition, Publication::Draft).await;
    let typed = moved("10:00", &find(&db, id).await);
    change::edit(&db, &lin, id, 2, &typed, NOW).await.unwrap();
    cancellation::cancel(&db, &lin, id, 3, "A storm.", NOW)
        .await
        .unwrap();
    assert!(mails(&db).await.is_empty());
}

async fn a_session_cancelled_twice_is_mailed_once(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    cancellation::cancel(&db, &lin, id, 1, "A storm.", NOW)
        .await
        .unwrap();
    cancellation::cancel(&db, &lin, id, 1, "A storm.", NOW)
        .await
        .unwrap();
    assert_eq!(mails(&db).await, told("session_cancelled"));
    let row = find(&db, id).await;
    assert_eq!(row.state, SessionState::Cancelled);
    assert_eq!((row.version, row.calendar_sequence), (2, 1));
}

/// A crowd's edition with a course of two sessions, the first of them over at `NOW`.
async fn crowd_with_a_course(db: &Db) -> (EditionId, CourseId, [SessionId; 2], Visitor) {
    let (here, other, _) = crowd(db).await;
    let ports = course(db, here, "ports").await;
    let mut sessions = Vec::new();
    for (number, start) in [(2, "2026-11-02T09:00"), (3, "2026-12-09T09:00")] {
        let kind = SessionKind::Lecture;
        sessions.push(session(db, here, Some(ports), number, kind, start, 60).await);
    }
    assert_eq!(find(db, other).await.course, None);
    let carla = coordinator(db, "Carla", here).await;
    (here, ports, [sessions[0], sessions[1]], carla)
}

async fn a_cancelled_course_takes_its_coming_sessions_along_and_tells_people(db: Db) {
    let (here, ports, [held, to_come], carla) = crowd_with_a_course(&db).await;
    for _ in 0..2 {
        course::cancel(&db, &carla, ports, NOW).await.unwrap();
    }
    let row = find(&db, to_come).await;
    assert_eq!(row.state, SessionState::Cancelled);
    assert_eq!((row.version, row.calendar_sequence), (2, 1));
    assert_eq!(find(&db, held).await.state, SessionState::Planned);
    let told = ["amina", "bo"].map(|name| {
        (
            "session_cancelled".to_owned(),
            format!("{name}@example.org"),
        )
    });
    assert_eq!(mails(&db).await, told, "each once, nobody who withdrew");
    let noted = audit::history(db.read(), "edition", here.0).await.unwrap();
    assert_eq!(noted[0].action, "cancel_course");
    let noted = audit::history(db.read(), "session", to_come.0)
        .await
        .unwrap();
    assert_eq!(noted[0].action, "cancel_session");
    // Nine in the morning in Nairobi.
    let day_before = row.starts_at.plus_minutes(-19 * 60);
    assert_eq!(reminder::remind(&db, day_before).await.unwrap(), 0);
}

async fn a_course_that_takes_place_again_has_its_sessions_to_plan(db: Db) {
    let (_, ports, [_, to_come], carla) = crowd_with_a_course(&db).await;
    course::cancel(&db, &carla, ports, NOW).await.unwrap();
    course::reinstate(&db, &carla, ports, NOW).await.unwrap();
    let course = course::find(db.read(), ports).await.unwrap();
    assert_eq!(course.cancelled_at, None);
    assert_eq!(find(&db, to_come).await.state, SessionState::Cancelled);
    assert_eq!(mails(&db).await.len(), 2);
    let lin = visitor(&db, person(&db, "Mei", "CN").await).await;
    let refused = course::cancel(&db, &lin, ports, NOW).await;
    assert_eq!(refusal(refused), Refusal::NotAllowed);
}

async fn a_cancelled_session_cannot_be_edited(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    cancellation::cancel(&db, &lin, id, 1, "A storm.", NOW)
        .await
        .unwrap();
    let row = find(&db, id).await;
    let refused = refusal(change::edit(&db, &lin, id, 2, &typed_of(&row), NOW).await);
    assert_eq!(refused, Refusal::NotNow);
    let over = row.ends_at.plus_days(1);
    let refused = effective_length::record(&db, &lin, id, 2, &TypedLength::default(), over).await;
    assert_eq!(refusal(refused), Refusal::NotNow);
}

async fn those_who_chose_an_elective_are_told_and_shown_it(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let elective = course(&db, edition, "elective").await;
    let row = course::ActiveModel {
        id: Set(elective),
        required: Set(false),
        ..Default::default()
    };
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let (amina, bo) = (
        person(&db, "Amina", "KE").await,
        person(&db, "Bo", "KE").await,
    );
    let place = enrolment(&db, edition, amina).await;
    enrolment(&db, edition, bo).await;
    insert(
        &db,
        vec![domain::admissions::course_place::ActiveModel {
            enrolment: Set(place),
            course: Set(elective),
            chosen_at: Set(NOW),
        }],
    )
    .await;
    let wall = "2026-12-08T09:00";
    let id = session(
        &db,
        edition,
        Some(elective),
        1,
        SessionKind::Lecture,
        wall,
        60,
    )
    .await;
    for (who, shown) in [(amina, 1), (bo, 0)] {
        let who = visitor(&db, who).await;
        let entries = timetable::of_person(&db, &who, Language::English)
            .await
            .unwrap();
        assert_eq!(entries.len(), shown);
    }
    let chen = coordinator(&db, "Chen", edition).await;
    cancellation::cancel(&db, &chen, id, 1, "A storm.", NOW)
        .await
        .unwrap();
    assert_eq!(
        mails(&db).await,
        [(
            "session_cancelled".to_owned(),
            "amina@example.org".to_owned()
        )]
    );
}

async fn chosen_trainers_may_run_the_session_until_they_leave(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let (lin, omar) = (
        person(&db, "Lin", "CN").await,
        person(&db, "Omar", "EG").await,
    );
    let form = TypedSession {
        trainers: vec![lin.to_string()],
        trainer_email: "Omar@Example.org".to_owned(),
        ..typed()
    };
    let id = addition::add(&db, &chen, edition, &form, NOW)
        .await
        .unwrap()[0];
    assert!(visitor(&db, lin).await.trains(id, None));
    assert!(visitor(&db, omar).await.trains(id, None));
    let desk = desk::open(&db, &chen, id, Language::English).await.unwrap();
    let names: Vec<_> = desk
        .entry
        .trainers
        .iter()
        .map(|(_, name)| name.as_str())
        .collect();
    assert_eq!(names, ["Lin", "Omar"]);

    let without_lin = TypedSession {
        trainers: vec![omar.to_string()],
        ..typed()
    };
    change::edit(&db, &chen, id, 1, &without_lin, NOW)
        .await
        .unwrap();
    assert!(!visitor(&db, lin).await.trains(id, None));
    assert!(visitor(&db, omar).await.trains(id, None));
    let history = desk::open(&db, &chen, id, Language::English)
        .await
        .unwrap()
        .history;
    let actions: Vec<_> = history.iter().map(|(row, _)| row.action.as_str()).collect();
    assert_eq!(actions, ["edit_session", "add_session"]);
    assert_eq!(history[0].1.as_deref(), Some("Chen"));
}

async fn a_trainer_edits_but_does_not_choose_trainers(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let friend = person(&db, "Friend", "CN").await;
    let form = TypedSession {
        trainers: vec![friend.to_string()],
        ..typed_of(&find(&db, id).await)
    };
    change::edit(&db, &lin, id, 1, &form, NOW).await.unwrap();
    let desk = desk::open(&db, &lin, id, Language::English).await.unwrap();
    assert_eq!(desk.entry.trainers.len(), 1);
    assert_eq!(desk.entry.trainers[0].1, "Lin");
    assert!(!desk.choices.may_choose_trainers && desk.choices.trainers.is_empty());
    assert!(!visitor(&db, friend).await.trains(id, None));
}

async fn a_timetable_holds_ones_own_sessions_only(db: Db) {
    let programme = programme(&db, "ports").await;
    let (here, there, past) = (
        edition(&db, programme, "2026").await,
        edition(&db, programme, "2027").await,
        edition(&db, programme, "left").await,
    );
    let wall = "2026-12-08T09:00";
    let own = session(&db, here, None, 1, SessionKind::Lecture, wall, 60).await;
    let trained = session(
        &db,
        there,
        None,
        1,
        SessionKind::Visit,
        "2026-12-08T14:00",
        60,
    )
    .await;
    session(
        &db,
        there,
        None,
        2,
        SessionKind::Visit,
        "2026-12-09T14:00",
        60,
    )
    .await;
    session(&db, past, None, 1, SessionKind::Lecture, wall, 60).await;
    let amina = person(&db, "Amina", "KE").await;
    enrolment(&db, here, amina).await;
    let left = enrolment(&db, past, amina).await;
    let row = domain::admissions::enrolment::ActiveModel {
        id: Set(left),
        withdrawn_at: Set(Some(NOW)),
        ..Default::default()
    };
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    grant(&db, amina, Role::Trainer, Scope::Session(trained)).await;
    let shown = |visitor: Visitor| {
        let db = db.clone();
        async move {
            timetable::of_person(&db, &visitor, Language::English)
                .await
                .unwrap()
                .into_iter()
                .map(|entry| entry.session.id)
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(shown(visitor(&db, amina).await).await, [own, trained]);
    let bo = person(&db, "Bo", "KE").await;
    assert!(shown(visitor(&db, bo).await).await.is_empty());
}

async fn a_draft_does_not_leak(db: Db) {
    let (edition, id, lin) = crowd(&db).await;
    let amina = domain::accounts::person::find_by_email(db.read(), "amina@example.org")
        .await
        .unwrap()
        .unwrap();
    let amina = visitor(&db, amina.id).await;
    change_session(&db, id, |row| row.audience = Set(Audience::Public)).await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let row = edition::Entity::find_by_id(edition)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let hide_programme = async |publication| {
        let row = programme::ActiveModel {
            id: Set(row.programme),
            publication: Set(publication),
            ..Default::default()
        };
        db.write(async |tx| Ok(row.update(tx).await?))
            .await
            .unwrap();
    };
    for (of_edition, of_programme) in [
        (Publication::Draft, Publication::Published),
        (Publication::Published, Publication::Draft),
    ] {
        publish(&db, edition, of_edition).await;
        hide_programme(of_programme).await;
        let language = Language::English;
        for stranger in [&Visitor::anybody(), &amina] {
            let page = timetable::session_page(&db, stranger, "ports", "2026", "1", language).await;
            assert_eq!(refusal(page), Refusal::NotFound);
            let listed = timetable::of_edition(&db, stranger, edition, language).await;
            assert_eq!(refusal(listed), Refusal::NotFound);
            let listed = timetable::at_address(&db, stranger, "ports", "2026", language).await;
            assert_eq!(refusal(listed), Refusal::NotFound);
            let row = find(&db, id).await;
            let admitted = media::audience::admit(&db, stranger, row.id).await;
            assert_eq!(refusal(admitted), Refusal::NotFound);
        }
        let own = timetable::of_person(&db, &amina, language).await.unwrap();
        assert!(own.is_empty());
        for staff in [&lin, &grace] {
            let page = timetable::session_page(&db, staff, "ports", "2026", "1", language).await;
            assert_eq!(page.unwrap().session.id, id);
        }
    }
    publish(&db, edition, Publication::Published).await;
    hide_programme(Publication::Published).await;
    let page = timetable::session_page(
        &db,
        &Visitor::anybody(),
        "ports",
        "2026",
        "1",
        Language::English,
    )
    .await;
    assert!(page.is_ok());
}

async fn the_link_is_for_the_audience_only(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let find_visitor = async |email: &str| {
        let person = domain::accounts::person::find_by_email(db.read(), email)
            .await
            .unwrap()
            .unwrap();
        visitor(&db, person.id).await
    };
    let amina = find_visitor("amina@example.org").await;
    let withdrawn = find_visitor("chen@example.org").await;
    let elsewhere = find_visitor("dana@example.org").await;
    let auditor = person(&db, "Audit", "CN").await;
    grant(&db, auditor, Role::Auditor, Scope::All).await;
    let auditor = visitor(&db, auditor).await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let cast = [
        ("anybody", &Visitor::anybody(), [true, false, false]),
        ("elsewhere", &elsewhere, [true, true, false]),
        ("withdrawn", &withdrawn, [true, true, false]),
        ("auditor", &auditor, [true, true, false]),
        ("enrolled", &amina, [true, true, true]),
        ("trainer", &lin, [true, true, true]),
        ("administrator", &grace, [true, true, true]),
    ];
    let audiences = [Audience::Public, Audience::SignedIn, Audience::Enrolled];
    for (place, audience) in audiences.into_iter().enumerate() {
        change_session(&db, id, |row| {
            row.audience = Set(audience);
            row.link = Set("https://meet.example/room".to_owned());
        })
        .await;
        let row = find(&db, id).await;
        for (name, who, may) in &cast {
            let page =
                timetable::session_page(&db, who, "ports", "2026", "1", Language::English).await;
            let entry = page.unwrap();
            assert_eq!(entry.may_watch, may[place], "{name}, {audience}");
            assert_eq!(
                !entry.session.link.is_empty(),
                may[place],
                "{name}, {audience}"
            );
            let admitted = media::audience::admit(&db, who, row.id).await;
            assert_eq!(admitted.is_ok(), may[place], "{name}, {audience}");
        }
    }
}

async fn a_busy_trainer_and_a_busy_venue_are_warned_of(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let hall = venue(&db, "Great Hall").await;
    let lin = person(&db, "Lin", "CN").await;
    let at = async |number, wall| {
        let id = session(&db, edition, None, number, SessionKind::Lecture, wall, 60).await;
        change_session(&db, id, |row| row.venue = Set(Some(hall))).await;
        prints(&db, id, lin).await;
        id
    };
    let first = at(1, "2026-12-08T09:00").await;
    let overlapping = at(2, "2026-12-08T09:30").await;
    let adjacent = at(3, "2026-12-08T10:30").await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let clashes = async |id| -> Vec<(Busy, i32)> {
        let desk = desk::open(&db, &grace, id, Language::English)
            .await
            .unwrap();
        clash::of(&db, &grace, &desk.entry, Language::English)
            .await
            .unwrap()
            .into_iter()
            .map(|clash| (clash.busy, clash.other.number))
            .collect()
    };
    let expected = [
        (Busy::Everybody, 2),
        (Busy::Venue("Great Hall".to_owned()), 2),
        (Busy::Trainer("Lin".to_owned()), 2),
    ];
    assert_eq!(clashes(first).await, expected);
    change_session(&db, overlapping, |row| row.required = Set(false)).await;
    assert_eq!(
        clashes(first).await,
        expected[1..],
        "nobody need be in both"
    );
    assert!(clashes(adjacent).await.is_empty());
    cancellation::cancel(&db, &grace, overlapping, 1, "A storm.", NOW)
        .await
        .unwrap();
    assert!(clashes(first).await.is_empty());
    assert!(clashes(overlapping).await.is_empty());
}

async fn a_clash_with_a_hidden_session_does_not_tell_what_it_is(db: Db) {
    let programme = programme(&db, "ports").await;
    let (here, hidden) = (
        edition(&db, programme, "2026").await,
        edition(&db, programme, "secret").await,
    );
    publish(&db, hidden, Publication::Draft).await;
    let hall = venue(&db, "Great Hall").await;
    let wall = "2026-12-08T09:00";
    let mine = session(&db, here, None, 1, SessionKind::Lecture, wall, 60).await;
    let other = session(&db, hidden, None, 1, SessionKind::Lecture, wall, 60).await;
    for id in [mine, other] {
        change_session(&db, id, |row| row.venue = Set(Some(hall))).await;
    }
    let chen = coordinator(&db, "Chen", here).await;
    let desk = desk::open(&db, &chen, mine, Language::English)
        .await
        .unwrap();
    assert_eq!(desk.clashes.len(), 1);
    assert!(matches!(desk.clashes[0].busy, Busy::Venue(_)) && desk.clashes[0].with.is_none());
}

async fn people_who_would_be_up_at_night_are_counted(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    for name in ["Amina", "Bo"] {
        let id = person(&db, name, "KE").await;
        enrolment(&db, edition, id).await;
    }
    let wall = "2026-12-08T08:00";
    let online = session(&db, edition, None, 1, SessionKind::Online, wall, 60).await;
    let visit = session(&db, edition, None, 2, SessionKind::Visit, wall, 60).await;
    let count = async |id| {
        let row = find(&db, id).await;
        unearthly_hour::awake_at_night(&db, &row).await.unwrap()
    };
    assert_eq!(count(online).await, 2, "three in the morning in Nairobi");
    assert_eq!(count(visit).await, 0, "everybody is there");
}

fn length(start: &str, end: &str, reason: &str) -> TypedLength {
    TypedLength {
        effective_start: start.to_owned(),
        effective_end: end.to_owned(),
        effective_fold: String::new(),
        effective_reason: reason.to_owned(),
    }
}

async fn an_effective_length_needs_a_reason_and_an_end_that_has_come(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let over = find(&db, id).await.ends_at.plus_minutes(30);
    let record = async |typed: TypedLength, now| {
        effective_length::record(&db, &lin, id, 1, &typed, now).await
    };
    let good = length("2026-12-08T09:10", "2026-12-08T09:50", "Power cut");
    assert_eq!(refusal(record(good.clone(), NOW).await), Refusal::NotNow);
    let cases = [
        (
            length("2026-12-08T09:10", "2026-12-08T09:50", " "),
            ("effective_reason", Reason::Missing),
        ),
        (
            length("2026-12-08T09:50", "2026-12-08T09:10", "x"),
            ("effective_end", Reason::EndsBeforeStart),
        ),
        (
            length("2026-12-08T09:10", "", "x"),
            ("effective_end", Reason::Missing),
        ),
        (
            length("ten past", "2026-12-08T09:50", "x"),
            ("effective_start", Reason::NotATime),
        ),
        (
            length("2025-12-08T09:10", "2026-12-08T09:50", "x"),
            ("effective_start", Reason::OutsideTheEdition),
        ),
    ];
    for (typed, expected) in cases {
        let refused = refusal(record(typed, over).await);
        assert_eq!(reasons(&refused), [expected]);
    }
    record(good, over).await.unwrap();
    let row = find(&db, id).await;
    assert_eq!(
        row.effective_starts_at,
        Some(row.starts_at.plus_minutes(10))
    );
    assert_eq!(row.effective_ends_at, Some(row.starts_at.plus_minutes(50)));
    assert_eq!(
        (row.effective_reason.as_str(), row.version),
        ("Power cut", 2)
    );
    assert_eq!(row.planned_minutes, 60, "the plan stays");
}

async fn the_plan_holds_again_without_effective_times(db: Db) {
    let (_, id, lin) = crowd(&db).await;
    let over = find(&db, id).await.ends_at.plus_minutes(30);
    let typed = length("2026-12-08T09:10", "2026-12-08T09:50", "Power cut");
    effective_length::record(&db, &lin, id, 1, &typed, over)
        .await
        .unwrap();
    let empty = length("", "", "");
    effective_length::record(&db, &lin, id, 2, &empty, over)
        .await
        .unwrap();
    let row = find(&db, id).await;
    assert_eq!(
        (row.effective_starts_at, row.effective_ends_at),
        (None, None)
    );
    assert_eq!(row.effective_reason, "");
}

async fn attendance_is_measured_by_the_time_that_a_session_took(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let chen = coordinator(&db, "Chen", edition).await;
    let amina = person(&db, "Amina", "KE").await;
    let place = enrolment(&db, edition, amina).await;
    let wall = "2026-12-08T09:00";
    let id = session(&db, edition, None, 1, SessionKind::Lecture, wall, 60).await;
    let row = find(&db, id).await;
    insert(
        &db,
        vec![evidence::ActiveModel {
            id: Set(EvidenceId::new()),
            session: Set(id),
            enrolment: Set(place),
            starts_at: Set(row.starts_at),
            ends_at: Set(row.starts_at.plus_minutes(30)),
            source: Set(EvidenceSource::ALL[0]),
            recorded_by: Set(None),
            recorded_at: Set(NOW),
            idempotency_key: Set("a badge".to_owned()),
        }],
    )
    .await;
    let over = row.ends_at.plus_minutes(30);
    let attended = async || {
        verdict::Entity::find_by_id((id, place))
            .one(db.read())
            .await
            .unwrap()
            .unwrap()
            .attended
    };
    let longer = TypedSession {
        minutes: "70".to_owned(),
        ..typed_of(&row)
    };
    change::edit(&db, &chen, id, 1, &longer, over)
        .await
        .unwrap();
    assert!(!attended().await, "30 of 70 minutes");
    let typed = length("2026-12-08T09:00", "2026-12-08T09:30", "Power cut");
    effective_length::record(&db, &chen, id, 2, &typed, over)
        .await
        .unwrap();
    assert!(attended().await, "30 of 30 minutes");
}

/// A small generator of numbers that look random, the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }

    fn wall(&mut self) -> DateTime {
        let minutes = self.below(60 * 365 * 24 * 60);
        DateTime::constant(1990, 1, 1, 0, 0, 0, 0)
            .checked_add(jiff::SignedDuration::from_mins(minutes))
            .unwrap()
    }
}

/// The round trip is exact, or the time is refused for what it is.
fn comes_back_or_is_refused(wall: DateTime, zone: &Zone) {
    match clock::instant_of(wall, zone, None) {
        Ok(at) => {
            assert_eq!(clock::wall_of(at, zone), wall, "{zone}");
            for fold in Fold::ALL {
                assert_eq!(clock::instant_of(wall, zone, Some(*fold)), Ok(at), "{zone}");
            }
        }
        Err(Reason::SkippedByTheClock) => {
            // With none of the offsets in use around it does an instant show this time.
            let near = clock::instant_of(wall, &Zone::utc(), None).unwrap();
            for hours in -26..=26 {
                let offset = clock::offset_minutes(near.plus_minutes(hours * 60), zone);
                let at = near.plus_minutes(-i64::from(offset));
                assert_ne!(clock::wall_of(at, zone), wall, "{zone}");
            }
        }
        Err(Reason::ShownTwiceByTheClock) => {
            let [earlier, later] = [Fold::Earlier, Fold::Later]
                .map(|fold| clock::instant_of(wall, zone, Some(fold)).unwrap());
            assert!(earlier < later, "{zone} {wall}");
            for at in [earlier, later] {
                assert_eq!(clock::wall_of(at, zone), wall, "{zone}");
            }
        }
        Err(other) => panic!("{zone} {wall}: {other:?}"),
    }
}

#[test]
fn in_every_zone_a_wall_time_comes_back_or_is_refused() {
    let mut dice = Dice(2026);
    let mut zones = 0;
    for zone in Zone::all() {
        zones += 1;
        for _ in 0..40 {
            comes_back_or_is_refused(dice.wall(), &zone);
        }
        // Around every change of the clock, where chance seldom looks.
        let from = jiff::Timestamp::constant(946_684_800, 0);
        for change in zone.rules().following(from).take(12) {
            let before = zone.rules().to_datetime(change.timestamp());
            for minutes in [-90, -61, -60, -30, -1, 0, 1, 30, 59, 60, 90] {
                let wall = before
                    .checked_add(jiff::SignedDuration::from_mins(minutes))
                    .unwrap();
                comes_back_or_is_refused(wall, &zone);
            }
        }
    }
    assert!(zones > 300, "{zones}");
}

#[test]
fn one_instant_is_another_day_elsewhere() {
    // Nine in the evening in Los Angeles is the next afternoon in Sydney and the next morning in Kolkata.
    let at = clock::instant_of(
        "2026-12-08T21:00".parse().unwrap(),
        &zone("America/Los_Angeles"),
        None,
    )
    .unwrap();
    let shown = |name: &str| clock::wall_of(at, &zone(name)).to_string();
    assert_eq!(shown("Australia/Sydney"), "2026-12-09T16:00:00");
    assert_eq!(shown("Asia/Kolkata"), "2026-12-09T10:30:00");
}
