//! For whom a session is: the one rule that rolls, completion, timetables and mail go by.

use std::collections::HashSet;

use model::{CourseId, EditionId, EnrolmentId};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, QueryTrait};

use crate::Result;
use crate::admissions::{course_place, enrolment};
use crate::catalogue::course;
use crate::schedule::session;

/// The electives of some editions, and who chose them. Everything else is for everybody with a place.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    electives: HashSet<CourseId>,
    chosen: HashSet<(EnrolmentId, CourseId)>,
}

impl Expected {
    /// Of everybody with a place in these editions.
    pub async fn in_editions(
        db: &impl ConnectionTrait,
        editions: impl IntoIterator<Item = EditionId>,
    ) -> Result<Self> {
        let editions: HashSet<EditionId> = editions.into_iter().collect();
        let places = enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::Id)
            .filter(enrolment::Column::Edition.is_in(editions.iter().copied()))
            .filter(enrolment::Column::WithdrawnAt.is_null());
        let chosen = course_place::Entity::find()
            .filter(course_place::Column::Enrolment.in_subquery(places.into_query()));
        Self::load(db, editions, chosen).await
    }

    /// Of one person, by their places.
    pub async fn of_places(db: &impl ConnectionTrait, places: &[enrolment::Model]) -> Result<Self> {
        let editions = places.iter().map(|place| place.edition).collect();
        let chosen = course_place::Entity::find()
            .filter(course_place::Column::Enrolment.is_in(places.iter().map(|place| place.id)));
        Self::load(db, editions, chosen).await
    }

    async fn load(
        db: &impl ConnectionTrait,
        editions: HashSet<EditionId>,
        chosen: Select<course_place::Entity>,
    ) -> Result<Self> {
        let electives: HashSet<CourseId> = course::Entity::find()
            .select_only()
            .column(course::Column::Id)
            .filter(course::Column::Edition.is_in(editions))
            .filter(course::Column::Required.eq(false))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        if electives.is_empty() {
            return Ok(Self::default());
        }
        let chosen = chosen
            .all(db)
            .await?
            .into_iter()
            .map(|place| (place.enrolment, place.course));
        Ok(Self {
            electives,
            chosen: chosen.collect(),
        })
    }

    /// Whether a session is for whoever holds a place in its edition: one of an elective only if they chose that.
    #[must_use]
    pub fn is_for(&self, session: &session::Model, place: EnrolmentId) -> bool {
        session.course.is_none_or(|course| {
            !self.electives.contains(&course) || self.chosen.contains(&(place, course))
        })
    }

    /// Whether a session is for everybody with a place.
    #[must_use]
    pub fn is_for_everybody(&self, session: &session::Model) -> bool {
        session
            .course
            .is_none_or(|course| !self.electives.contains(&course))
    }
}
