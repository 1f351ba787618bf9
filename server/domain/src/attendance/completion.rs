//! Completion: of the sessions somebody must attend, how many they have attended.

use std::collections::{HashMap, HashSet};

use model::schedule::SessionState;
use model::{CourseId, EditionId, EnrolmentId, SessionId};
use sea_orm::QueryOrder;
use sea_orm::QuerySelect;
use sea_orm::QueryTrait;
use sea_orm::entity::prelude::*;

use super::expected::Expected;
use super::verdict;
use crate::Result;
use crate::admissions::enrolment;
use crate::catalogue::course;
use crate::schedule::session;

/// How far somebody has come in an edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Sessions required of them, without those they are excused from.
    pub needed: usize,
    /// Of the needed ones, attended.
    pub attended: usize,
    /// Required ones they are excused from.
    pub excused: usize,
}

impl Completion {
    /// All that was required was attended, and something was.
    #[must_use]
    pub const fn is_completed(self) -> bool {
        self.needed > 0 && self.attended == self.needed
    }
}

/// What an edition asks of people: its sessions in time order, and for whom they are.
#[derive(Clone, Debug)]
pub struct Demands {
    pub sessions: Vec<session::Model>,
    expected: Expected,
    cancelled_courses: HashSet<CourseId>,
}

impl Demands {
    /// Of one edition.
    pub async fn of(db: &impl ConnectionTrait, edition: EditionId) -> Result<Self> {
        let sessions = session::Entity::find()
            .filter(session::Column::Edition.eq(edition))
            .order_by_asc(session::Column::StartsAt)
            .order_by_asc(session::Column::Number)
            .all(db)
            .await?;
        let cancelled_courses = course::Entity::find()
            .select_only()
            .column(course::Column::Id)
            .filter(course::Column::Edition.eq(edition))
            .filter(course::Column::CancelledAt.is_not_null())
            .into_tuple()
            .all(db)
            .await?;
        Ok(Self {
            sessions,
            expected: Expected::in_editions(db, [edition]).await?,
            cancelled_courses: cancelled_courses.into_iter().collect(),
        })
    }

    /// Whether a session is for whoever holds a place.
    #[must_use]
    pub fn is_for(&self, session: &session::Model, place: EnrolmentId) -> bool {
        self.expected.is_for(session, place)
    }

    /// Whether whoever holds a place must attend a session: not one that does not take place.
    #[must_use]
    pub fn requires(&self, session: &session::Model, place: EnrolmentId) -> bool {
        let course_is_off = session
            .course
            .is_some_and(|course| self.cancelled_courses.contains(&course));
        session.required
            && session.state == SessionState::Planned
            && !course_is_off
            && self.is_for(session, place)
    }

    /// How far somebody has come who holds a place and has these verdicts.
    #[must_use]
    pub fn completion(
        &self,
        place: EnrolmentId,
        verdicts: &HashMap<SessionId, verdict::Model>,
    ) -> Completion {
        let mut completion = Completion::default();
        for session in &self.sessions {
            if !self.requires(session, place) {
                continue;
            }
            let verdict = verdicts.get(&session.id);
            if verdict.is_some_and(|verdict| verdict.excused) {
                completion.excused += 1;
                continue;
            }
            completion.needed += 1;
            if verdict.is_some_and(|verdict| verdict.attended) {
                completion.attended += 1;
            }
        }
        completion
    }
}

/// Somebody's verdicts by session.
pub async fn verdicts_of(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<HashMap<SessionId, verdict::Model>> {
    let verdicts = verdict::Entity::find()
        .filter(verdict::Column::Enrolment.eq(enrolment))
        .all(db)
        .await?;
    Ok(verdicts
        .into_iter()
        .map(|verdict| (verdict.session, verdict))
        .collect())
}

/// How far one person has come.
pub async fn of_enrolment(
    db: &impl ConnectionTrait,
    enrolment: &enrolment::Model,
) -> Result<Completion> {
    let demands = Demands::of(db, enrolment.edition).await?;
    let verdicts = verdicts_of(db, enrolment.id).await?;
    Ok(demands.completion(enrolment.id, &verdicts))
}

/// What everybody in an edition was found to have attended.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    verdicts: HashMap<EnrolmentId, HashMap<SessionId, verdict::Model>>,
    nothing_found: HashMap<SessionId, verdict::Model>,
}

impl Standings {
    /// Of one edition's people who have not withdrawn.
    pub async fn of(db: &impl ConnectionTrait, edition: EditionId) -> Result<Self> {
        let mut standings = Self::default();
        let verdicts = verdict::Entity::find()
            .filter(verdict::Column::Enrolment.in_subquery(enrolled(edition)))
            .all(db)
            .await?;
        for verdict in verdicts {
            let of = standings.verdicts.entry(verdict.enrolment).or_default();
            of.insert(verdict.session, verdict);
        }
        Ok(standings)
    }

    /// Somebody's verdicts.
    #[must_use]
    pub fn verdicts(&self, enrolment: EnrolmentId) -> &HashMap<SessionId, verdict::Model> {
        self.verdicts.get(&enrolment).unwrap_or(&self.nothing_found)
    }
}

/// The enrolments of an edition that were not withdrawn, as a part of another query.
fn enrolled(edition: EditionId) -> sea_orm::sea_query::SelectStatement {
    enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .into_query()
}

/// How far everybody in an edition has come.
pub async fn of_edition(
    db: &impl ConnectionTrait,
    edition: EditionId,
) -> Result<HashMap<EnrolmentId, Completion>> {
    let demands = Demands::of(db, edition).await?;
    let standings = Standings::of(db, edition).await?;
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db)
        .await?;
    Ok(enrolments
        .into_iter()
        .map(|enrolment| {
            let completion = demands.completion(enrolment.id, standings.verdicts(enrolment.id));
            (enrolment.id, completion)
        })
        .collect())
}
