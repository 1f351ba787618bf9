//! Mail on its way: claims, pauses, reminders.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::{NOW, course, edition, enrolment, insert, person, programme, session};
use domain::accounts::person as people;
use domain::admissions::{course_place, enrolment as enrolments};
use domain::catalogue::{course as courses, edition as editions};
use domain::mail::{Facts, reminder, sending, shelf};
use domain::outbox::{self, Letter};
use domain::schedule::session as sessions;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use domain::sea_orm::{IntoActiveModel, QueryOrder};
use domain::{Db, clock};
use model::catalogue::Publication;
use model::schedule::{SessionKind, SessionState};
use model::{EditionId, Instant, PersonId};

on_both! {
    a_claimed_mail_is_nobody_elses_until_the_claim_runs_out,
    many_workers_claim_every_mail_once,
    the_longest_due_goes_first,
    a_server_that_lost_its_claim_does_not_put_the_mail_off,
    secrets_of_given_up_mails_are_forgotten_with_their_links,
    a_reminder_goes_out_once_at_a_humane_hour,
    only_those_who_attend_are_reminded,
    a_session_that_is_moved_is_reminded_of_again,
    letters_with_a_link_go_first,
    the_queue_tells_how_much_waits_and_since_when,
}

async fn post(db: &Db, to: PersonId, letter: &Letter, cause: &str, now: Instant) {
    let to = people::find(db.read(), to).await.unwrap();
    db.write(async |tx| outbox::post(tx, &to, letter, cause.to_owned(), now).await)
        .await
        .unwrap();
}

async fn mails(db: &Db) -> Vec<outbox::Model> {
    outbox::Entity::find()
        .order_by_asc(outbox::Column::Id)
        .all(db.read())
        .await
        .unwrap()
}

/// 08:30 on Tuesday 8 December in Xiamen is 03:30 in Nairobi.
fn at(wall: &str, zone: &str) -> Instant {
    clock::instant_of(wall.parse().unwrap(), &zone.parse().unwrap(), None).unwrap()
}

async fn a_claimed_mail_is_nobody_elses_until_the_claim_runs_out(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    post(&db, amina, &Letter::PasswordChanged, "one", NOW).await;
    assert!(
        sending::claim(&db, NOW.plus_ms(-1))
            .await
            .unwrap()
            .is_none()
    );
    let claimed = sending::claim(&db, NOW).await.unwrap().unwrap();
    assert_eq!(claimed.attempts, 1);
    assert!(
        sending::claim(&db, NOW.plus_minutes(1))
            .await
            .unwrap()
            .is_none()
    );
    let after = NOW.plus_minutes(sending::CLAIM_MINUTES);
    let again = sending::claim(&db, after).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (claimed.id, 2));
    sending::sent(&db, &again, "250", after).await.unwrap();
    assert!(
        sending::claim(&db, NOW.plus_days(9))
            .await
            .unwrap()
            .is_none()
    );
}

async fn many_workers_claim_every_mail_once(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    for number in 0..30 {
        post(
            &db,
            amina,
            &Letter::PasswordChanged,
            &format!("cause {number}"),
            NOW,
        )
        .await;
    }
    let workers = (0..6).map(|_| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut claimed = Vec::new();
            while let Some(mail) = sending::claim(&db, NOW).await.unwrap() {
                claimed.push(mail.id);
            }
            claimed
        })
    });
    let mut all = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        all.extend(worker.await.unwrap());
    }
    // A worker may leave while others hold the last candidates; none is claimed twice.
    while let Some(mail) = sending::claim(&db, NOW).await.unwrap() {
        all.push(mail.id);
    }
    all.sort_unstable();
    let many = all.len();
    all.dedup();
    assert_eq!((all.len(), many), (30, 30));
}

async fn the_longest_due_goes_first(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    post(
        &db,
        amina,
        &Letter::PasswordChanged,
        "late",
        NOW.plus_minutes(5),
    )
    .await;
    post(&db, amina, &Letter::AlreadyRegistered, "early", NOW).await;
    let later = NOW.plus_minutes(10);
    let first = sending::claim(&db, later).await.unwrap().unwrap();
    assert_eq!(first.cause, "early");
}

async fn a_server_that_lost_its_claim_does_not_put_the_mail_off(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    post(&db, amina, &Letter::PasswordChanged, "one", NOW).await;
    let slow = sending::claim(&db, NOW).await.unwrap().unwrap();
    let after = NOW.plus_minutes(sending::CLAIM_MINUTES);
    let quick = sending::claim(&db, after).await.unwrap().unwrap();
    sending::put_off(&db, &slow, "451", after).await.unwrap();
    let kept = mails(&db).await.remove(0);
    assert_eq!(
        (kept.claimed_until, kept.due_at),
        (quick.claimed_until, NOW)
    );
    sending::sent(&db, &quick, "250", after).await.unwrap();
    sending::give_up(&db, &slow, "550", after).await.unwrap();
    assert_eq!(mails(&db).await.remove(0).given_up_at, None, "it was sent");
}

async fn secrets_of_given_up_mails_are_forgotten_with_their_links(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    let secret = "s3cr3t".to_owned();
    post(&db, amina, &Letter::ConfirmEmail { secret }, "one", NOW).await;
    let mail = sending::claim(&db, NOW).await.unwrap().unwrap();
    sending::give_up(&db, &mail, "550", NOW).await.unwrap();
    assert_eq!(
        sending::forget_stale_secrets(&db, NOW.plus_days(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        sending::forget_stale_secrets(&db, NOW.plus_days(4))
            .await
            .unwrap(),
        1
    );
    assert!(!mails(&db).await[0].content.contains("s3cr3t"));
    assert_eq!(
        sending::forget_stale_secrets(&db, NOW.plus_days(4))
            .await
            .unwrap(),
        0
    );
}

async fn edition_of_amina(db: &Db) -> (EditionId, PersonId) {
    let programme = programme(db, "marine").await;
    let edition = edition(db, programme, "2026").await;
    let amina = person(db, "Amina", "KE").await;
    enrolment(db, edition, amina).await;
    (edition, amina)
}

async fn a_reminder_goes_out_once_at_a_humane_hour(db: Db) {
    let (edition, _) = edition_of_amina(&db).await;
    // 04:30 in Nairobi.
    session(
        &db,
        edition,
        None,
        1,
        SessionKind::Lecture,
        "2026-12-08T09:30",
        60,
    )
    .await;
    let nairobi = |wall| at(wall, "Africa/Nairobi");
    for too_early in ["2026-12-07T04:00", "2026-12-07T07:59"] {
        assert_eq!(
            reminder::remind(&db, nairobi(too_early)).await.unwrap(),
            0,
            "{too_early}"
        );
    }
    assert_eq!(
        reminder::remind(&db, nairobi("2026-12-07T20:00"))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        reminder::remind(&db, nairobi("2026-12-07T08:00"))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        reminder::remind(&db, nairobi("2026-12-07T08:05"))
            .await
            .unwrap(),
        0
    );
    let mail = mails(&db).await.remove(0);
    assert_eq!(mail.recipient, "amina@example.org");
    assert!(matches!(
        mail.letter().unwrap(),
        Letter::SessionReminder { .. }
    ));
}

async fn only_those_who_attend_are_reminded(db: Db) {
    let (edition, _) = edition_of_amina(&db).await;
    let required = course(&db, edition, "ports").await;
    let elective = course(&db, edition, "calligraphy").await;
    change(
        &db,
        courses::Entity::update_many()
            .col_expr(courses::Column::Required, Expr::value(false))
            .filter(courses::Column::Id.eq(elective)),
    )
    .await;
    let chosen = person(&db, "Chen", "SG").await;
    let place = enrolment(&db, edition, chosen).await;
    insert(
        &db,
        vec![course_place::ActiveModel {
            enrolment: Set(place),
            course: Set(elective),
            chosen_at: Set(NOW),
        }],
    )
    .await;
    let gone = person(&db, "Gone", "KE").await;
    let left = enrolment(&db, edition, gone).await;
    change(
        &db,
        enrolments::Entity::update_many()
            .col_expr(enrolments::Column::WithdrawnAt, Expr::value(Some(NOW)))
            .filter(enrolments::Column::Id.eq(left)),
    )
    .await;
    person(&db, "Outsider", "KE").await;
    let kind = SessionKind::Lecture;
    session(
        &db,
        edition,
        Some(required),
        1,
        kind,
        "2026-12-08T15:00",
        60,
    )
    .await;
    session(
        &db,
        edition,
        Some(elective),
        2,
        kind,
        "2026-12-08T16:00",
        60,
    )
    .await;
    let cancelled = session(&db, edition, None, 3, kind, "2026-12-08T17:00", 60).await;
    let mut row = sessions::Entity::find_by_id(cancelled)
        .one(db.read())
        .await
        .unwrap()
        .unwrap()
        .into_active_model();
    row.state = Set(SessionState::Cancelled);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    session(&db, edition, None, 4, kind, "2026-12-09T15:00", 60).await;

    let noon = at("2026-12-08T09:00", "Africa/Nairobi");
    change(
        &db,
        editions::Entity::update_many()
            .col_expr(
                editions::Column::Publication,
                Expr::value(Publication::Draft),
            )
            .filter(editions::Column::Id.eq(edition)),
    )
    .await;
    let before = at("2026-12-08T08:00", "Africa/Nairobi");
    assert_eq!(
        reminder::remind(&db, before).await.unwrap(),
        0,
        "nobody is told of a draft"
    );
    change(
        &db,
        editions::Entity::update_many()
            .col_expr(
                editions::Column::Publication,
                Expr::value(Publication::Published),
            )
            .filter(editions::Column::Id.eq(edition)),
    )
    .await;

    assert_eq!(reminder::remind(&db, noon).await.unwrap(), 3);
    let mut told: Vec<String> = mails(&db)
        .await
        .into_iter()
        .map(|mail| mail.recipient)
        .collect();
    told.sort();
    assert_eq!(
        told,
        ["amina@example.org", "chen@example.org", "chen@example.org"]
    );
}

async fn change<E: EntityTrait>(db: &Db, update: domain::sea_orm::UpdateMany<E>) {
    db.write(async |tx| {
        update.exec(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
}

async fn the_queue_tells_how_much_waits_and_since_when(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    for (cause, due) in [
        ("one", NOW),
        ("two", NOW.plus_minutes(1)),
        ("later", NOW.plus_days(1)),
    ] {
        post(&db, amina, &Letter::PasswordChanged, cause, due).await;
    }
    let queue = shelf::queue(db.read(), NOW.plus_minutes(2)).await.unwrap();
    assert_eq!((queue.waiting, queue.oldest_due), (2, Some(NOW)));
}

/// What would be sent of the mails of Amina, and why the rest would not.
async fn answers(db: &Db, now: Instant) -> Vec<Option<&'static str>> {
    let mut answers = Vec::new();
    for mail in mails(db).await {
        let facts = Facts::of(db.read(), &mail).await.unwrap();
        answers.push(facts.too_late(&mail.letter().unwrap(), now));
    }
    answers
}

async fn a_session_that_is_moved_is_reminded_of_again(db: Db) {
    let (edition, _) = edition_of_amina(&db).await;
    let kind = SessionKind::Lecture;
    let lecture = session(&db, edition, None, 1, kind, "2026-12-08T15:00", 60).await;
    let nairobi = |wall| at(wall, "Africa/Nairobi");
    let monday = nairobi("2026-12-07T12:00");
    let remind = async |now| reminder::remind(&db, now).await.unwrap();
    assert_eq!(remind(monday).await, 1);
    assert_eq!(answers(&db, monday).await, [None]);

    let moved = nairobi("2026-12-09T10:00");
    change(
        &db,
        sessions::Entity::update_many()
            .col_expr(sessions::Column::StartsAt, Expr::value(moved))
            .col_expr(
                sessions::Column::EndsAt,
                Expr::value(moved.plus_minutes(60)),
            )
            .filter(sessions::Column::Id.eq(lecture)),
    )
    .await;
    let tuesday = nairobi("2026-12-08T12:00");
    assert_eq!((remind(tuesday).await, remind(tuesday).await), (1, 0));
    let was_moved = Some("not sent: the session was moved");
    assert_eq!(answers(&db, tuesday).await, [was_moved, None]);

    change(
        &db,
        enrolments::Entity::update_many()
            .col_expr(enrolments::Column::WithdrawnAt, Expr::value(Some(tuesday)))
            .filter(enrolments::Column::Edition.eq(edition)),
    )
    .await;
    let has_left = Some("not sent: the person no longer has a place");
    assert_eq!(answers(&db, tuesday).await, [was_moved, has_left]);
}

async fn letters_with_a_link_go_first(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    post(&db, amina, &Letter::PasswordChanged, "one", NOW).await;
    let later = NOW.plus_minutes(1);
    let secret = "s3cr3t".to_owned();
    post(&db, amina, &Letter::ConfirmEmail { secret }, "two", later).await;
    let mut order = Vec::new();
    while let Some(mail) = sending::claim(&db, later).await.unwrap() {
        order.push(mail.cause);
    }
    assert_eq!(order, ["two", "one"]);
}
