//! Verdicts, roll-ups and reported views for figures.

#![allow(dead_code, reason = "each test file uses its part of the rows")]

use domain::admissions::{course_place, enrolment};
use domain::attendance::verdict;
use domain::catalogue::course;
use domain::media::{edition_viewer, engaged_viewer, view_session};
use domain::schedule::session;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use domain::statistics::roll_up::{self, Bins, Key};
use domain::statistics::{Measured, concurrent_bin, reported_view};
use domain::{Db, sea_orm::IntoActiveModel};
use model::schedule::SessionState;
use model::*;

// What the test file took from the cast.
use super::{NOW, insert};

const HOUR: i64 = 3_600_000;

/// A verdict of so many minutes of an hour; 48 and more are attended.
pub async fn verdict(db: &Db, session: SessionId, enrolment: EnrolmentId, minutes: i64) {
    insert(
        db,
        vec![verdict::ActiveModel {
            session: Set(session),
            enrolment: Set(enrolment),
            rule_version: Set(1),
            present_ms: Set(minutes * 60_000),
            length_ms: Set(HOUR),
            attended: Set(minutes >= 48),
            excused: Set(false),
            reached_at: Set(NOW),
        }],
    )
    .await;
}

/// Excused from a session.
pub async fn excuse(db: &Db, session: SessionId, enrolment: EnrolmentId) {
    insert(
        db,
        vec![verdict::ActiveModel {
            session: Set(session),
            enrolment: Set(enrolment),
            rule_version: Set(1),
            present_ms: Set(0),
            length_ms: Set(HOUR),
            attended: Set(false),
            excused: Set(true),
            reached_at: Set(NOW),
        }],
    )
    .await;
}

/// Changes what was frozen in an enrolment.
pub async fn change_place(
    db: &Db,
    id: EnrolmentId,
    change: impl FnOnce(&mut enrolment::ActiveModel),
) {
    let row = enrolment::Entity::find_by_id(id)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let mut row = row.into_active_model();
    change(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

/// Changes a course.
pub async fn change_course(db: &Db, id: CourseId, change: impl FnOnce(&mut course::ActiveModel)) {
    let row = course::Entity::find_by_id(id)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let mut row = row.into_active_model();
    change(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

/// Somebody chooses an elective.
pub async fn choose(db: &Db, enrolment: EnrolmentId, course: CourseId) {
    insert(
        db,
        vec![course_place::ActiveModel {
            enrolment: Set(enrolment),
            course: Set(course),
            chosen_at: Set(NOW),
        }],
    )
    .await;
}

/// Cancels a session.
pub async fn cancel_session(db: &Db, id: SessionId) {
    change_session(db, id, |row| row.state = Set(SessionState::Cancelled)).await;
}

/// Changes a session.
pub async fn change_session(
    db: &Db,
    id: SessionId,
    change: impl FnOnce(&mut session::ActiveModel),
) {
    let row = session::Entity::find_by_id(id)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let mut row = row.into_active_model();
    change(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

/// What is added to the bin in which `at` lies: `views` views by new visitors of ten minutes each,
/// and beside them one play that was too short, one bot and one that went on with a view.
pub fn bin(session: SessionId, at: Instant, from: &str, views: i64) -> (Key, Measured) {
    let key = Key {
        session,
        bin: roll_up::bin_of(at),
        country: from.to_owned(),
    };
    let measured = Measured {
        plays: views + 3,
        long_enough: views + 2,
        bots: 1,
        views,
        session_uniques: views,
        edition_uniques: views,
        watched_ms: views * 600_000,
    };
    (key, measured)
}

/// Adds bins as the player's beats do.
pub async fn watch(db: &Db, bins: Vec<(Key, Measured)>) {
    let mut added = Bins::new();
    for (key, measured) in bins {
        added.entry(key).or_default().add(&measured);
    }
    db.write(async |tx| roll_up::add(tx, &added).await)
        .await
        .unwrap();
}

/// One viewer of a session who watched so many minutes.
pub async fn viewer(db: &Db, edition: EditionId, session: SessionId, key: u8, minutes: i64) {
    insert(
        db,
        vec![view_session::ActiveModel {
            session: Set(session),
            visitor_key: Set(vec![key]),
            country: Set("KE".to_owned()),
            first_seen_at: Set(NOW),
            last_beat_at: Set(NOW),
            counted_beat_at: Set(Some(NOW)),
            plays: Set(1),
            views: Set(1),
            watched_ms: Set(minutes * 60_000),
            stretches: Set(format!("0-{}", minutes * 60_000)),
        }],
    )
    .await;
    insert(
        db,
        vec![edition_viewer::ActiveModel {
            edition: Set(edition),
            visitor_key: Set(vec![key]),
            country: Set("KE".to_owned()),
            first_seen_at: Set(NOW),
        }],
    )
    .await;
}

/// So many viewers at once in a minute of a session.
pub async fn at_once(db: &Db, session: SessionId, minute: i64, viewers: i64) {
    let minutes = [((session, minute), viewers)].into();
    db.write(async |tx| concurrent_bin::add(tx, minutes).await)
        .await
        .unwrap();
}

/// A reported view of November 2025; `from` may be empty.
pub async fn report(
    db: &Db,
    session: SessionId,
    from: &str,
    platform: &str,
    views: i64,
) -> ReportedViewId {
    let id = ReportedViewId::new();
    insert(
        db,
        vec![reported_view::ActiveModel {
            id: Set(id),
            session: Set(session),
            country: Set(from.to_owned()),
            platform: Set(platform.to_owned()),
            period_from: Set("2025-11-01".to_owned()),
            period_until: Set("2025-11-30".to_owned()),
            views: Set(views),
            definition: Set("30 s watched".to_owned()),
            proof: Set("https://example.org/proof".to_owned()),
            recorded_by: Set(None),
            recorded_at: Set(NOW),
            withdrawn_at: Set(None),
            withdrawn_by: Set(None),
            withdrawn_because: Set(String::new()),
        }],
    )
    .await;
    id
}

/// Settles who watched half, two hours after [`NOW`].
pub async fn settle(db: &Db) {
    engaged_viewer::settle_watched_since(db, Instant(0), NOW.plus_minutes(120))
        .await
        .unwrap();
}
