//! What a figure does not count, and why: the other half of every definition.

use std::collections::BTreeSet;

use model::catalogue::Publication;
use model::schedule::SessionState;
use model::{CourseId, EditionId, Instant, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, FromQueryResult, JoinType, QuerySelect, QueryTrait, RelationDef};

use super::gathered::Taught;
use super::{Ground, ground, participants, reported_view};
use crate::Result;
use crate::admissions::enrolment;
use crate::catalogue::{course, edition};
use crate::schedule::session;

/// How much some figures leave out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// People who had a place, withdrew from it, and are no participants elsewhere here.
    pub withdrew: i64,
    /// People who have a place and were never present.
    pub never_came: i64,
    pub cancelled_sessions: i64,
    /// Sessions that have not ended.
    pub sessions_not_over: i64,
    /// Sessions held in which nobody was recorded: attendance says nothing of them.
    pub sessions_without_roll: i64,
    pub cancelled_courses: i64,
    /// Courses, not cancelled, of which no session was held.
    pub courses_not_taught: i64,
    pub withdrawn_reports: i64,
    /// In figures wider than one edition, where the asker may know of them.
    pub drafts: i64,
    /// In figures wider than one edition.
    pub cancelled_editions: i64,
}

/// A place that makes nobody a participant.
#[derive(Clone, Debug, FromQueryResult)]
struct Absent {
    edition: EditionId,
    person: PersonId,
    withdrawn_at: Option<Instant>,
}

#[derive(Clone, Debug, FromQueryResult)]
struct NotHeld {
    edition: EditionId,
    state: SessionState,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Course {
    edition: EditionId,
    id: CourseId,
    cancelled_at: Option<Instant>,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Withdrawn {
    edition: EditionId,
    reports: i64,
}

/// The rows that the figures of a ground leave out.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    absent: Vec<Absent>,
    not_held: Vec<NotHeld>,
    courses: Vec<Course>,
    withdrawn: Vec<Withdrawn>,
}

impl Rows {
    /// Of those editions that `counts` takes, beside these participants and the courses taught.
    pub(super) fn of(
        &self,
        counts: impl Fn(EditionId) -> bool,
        people: &BTreeSet<PersonId>,
        taught: &[Taught],
    ) -> LeftOut {
        let mut left = LeftOut::default();
        let absent = self.absent.iter();
        let absent = absent.filter(|row| counts(row.edition) && !people.contains(&row.person));
        let (gone, away): (Vec<_>, Vec<_>) = absent.partition(|row| row.withdrawn_at.is_some());
        let away: BTreeSet<_> = away.into_iter().map(|row| row.person).collect();
        let gone: BTreeSet<_> = gone.into_iter().map(|row| row.person).collect();
        left.never_came = count(away.len());
        left.withdrew = count(gone.difference(&away).count());
        for row in self.not_held.iter().filter(|row| counts(row.edition)) {
            match row.state {
                SessionState::Cancelled => left.cancelled_sessions += 1,
                SessionState::Planned => left.sessions_not_over += 1,
            }
        }
        for row in self.courses.iter().filter(|row| counts(row.edition)) {
            if row.cancelled_at.is_some() {
                left.cancelled_courses += 1;
            } else if taught.iter().all(|taught| taught.course != row.id) {
                left.courses_not_taught += 1;
            }
        }
        let withdrawn = self.withdrawn.iter().filter(|row| counts(row.edition));
        left.withdrawn_reports = withdrawn.map(|row| row.reports).sum();
        left
    }
}

/// Loads what a ground's figures leave out.
pub(super) async fn rows(db: &DatabaseConnection, ground: &Ground, now: Instant) -> Result<Rows> {
    let (absent, not_held, courses, withdrawn) = tokio::try_join!(
        absent(db, ground),
        not_held(db, ground, now),
        courses(db, ground),
        withdrawn(db, ground),
    )?;
    Ok(Rows {
        absent,
        not_held,
        courses,
        withdrawn,
    })
}

async fn absent(db: &impl ConnectionTrait, ground: &Ground) -> Result<Vec<Absent>> {
    let was_there = enrolment::Column::Id.in_subquery(participants::present(ground));
    Ok(enrolment::Entity::find()
        .select_only()
        .columns([
            enrolment::Column::Edition,
            enrolment::Column::Person,
            enrolment::Column::WithdrawnAt,
        ])
        .filter(enrolment::Column::Edition.is_in(ground.ids()))
        .filter(
            Condition::any()
                .add(enrolment::Column::WithdrawnAt.is_not_null())
                .add(Condition::all().not().add(was_there)),
        )
        .into_model::<Absent>()
        .all(db)
        .await?)
}

async fn not_held(
    db: &impl ConnectionTrait,
    ground: &Ground,
    now: Instant,
) -> Result<Vec<NotHeld>> {
    Ok(session::Entity::find()
        .select_only()
        .columns([session::Column::Edition, session::Column::State])
        .filter(ground.all_sessions())
        .filter(ground::not_held(now))
        .into_model::<NotHeld>()
        .all(db)
        .await?)
}

/// The courses of the editions; for a trainer, those that their sessions belong to.
async fn courses(db: &impl ConnectionTrait, ground: &Ground) -> Result<Vec<Course>> {
    let theirs = ground.sessions.as_ref().map(|_| {
        let of_sessions = session::Entity::find()
            .select_only()
            .column(session::Column::Course)
            .filter(ground.all_sessions())
            .filter(session::Column::Course.is_not_null());
        course::Column::Id.in_subquery(of_sessions.into_query())
    });
    Ok(course::Entity::find()
        .select_only()
        .columns([
            course::Column::Edition,
            course::Column::Id,
            course::Column::CancelledAt,
        ])
        .filter(course::Column::Edition.is_in(ground.ids()))
        .filter(Condition::all().add_option(theirs))
        .into_model::<Course>()
        .all(db)
        .await?)
}

async fn withdrawn(db: &impl ConnectionTrait, ground: &Ground) -> Result<Vec<Withdrawn>> {
    let to_session: RelationDef = reported_view::Entity::belongs_to(session::Entity)
        .from(reported_view::Column::Session)
        .to(session::Column::Id)
        .into();
    Ok(reported_view::Entity::find()
        .select_only()
        .column(session::Column::Edition)
        .column_as(ColumnTrait::count(&reported_view::Column::Id), "reports")
        .join(JoinType::InnerJoin, to_session)
        .filter(reported_view::Column::WithdrawnAt.is_not_null())
        .filter(ground.all_sessions())
        .group_by(session::Column::Edition)
        .into_model::<Withdrawn>()
        .all(db)
        .await?)
}

/// Editions that wider figures leave out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Editions {
    pub drafts: i64,
    pub cancelled: i64,
}

/// Counts the drafts and the cancelled among some editions.
pub(super) async fn editions(db: &impl ConnectionTrait, which: Condition) -> Result<Editions> {
    let left: Vec<Publication> = edition::Entity::find()
        .select_only()
        .column(edition::Column::Publication)
        .filter(which)
        .filter(ground::counting().not())
        .into_tuple()
        .all(db)
        .await?;
    let drafts = left.iter().filter(|state| **state == Publication::Draft);
    let drafts = count(drafts.count());
    Ok(Editions {
        drafts,
        cancelled: count(left.len()) - drafts,
    })
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
