//! Electives: courses of an edition that whoever has a place in it chooses and leaves.

use model::catalogue::Publication;
use model::{CourseId, EditionId, Instant, Language, PersonId, Reason, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, QuerySelect};

use super::my_editions::course_titles;
use super::pool_group::Member;
use super::pools::Pools;
use super::seat_pool::{self, Whose};
use super::{course_place, edition_lock, enrolment};
use crate::accounts::Visitor;
use crate::catalogue::{course, edition};
use crate::schedule::permission;
use crate::{Db, Result, Tx, audit};

/// Chooses an elective, while it has a seat; choosing it again changes nothing. Its sessions are then in one's timetable, and required where they are required.
pub async fn choose(
    db: &Db,
    who: PersonId,
    course: CourseId,
    now: Instant,
) -> Result<course::Model> {
    db.write(async |tx| {
        let Asked {
            edition,
            course,
            place,
        } = choice(tx, who, course, now).await?;
        if course.cancelled_at.is_some() {
            return Err(Refusal::NotNow.into());
        }
        let row = course_place::ActiveModel {
            enrolment: Set(place.id),
            course: Set(course.id),
            chosen_at: Set(now),
        };
        let chosen = course_place::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([
                    course_place::Column::Enrolment,
                    course_place::Column::Course,
                ])
                .do_nothing()
                .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
        if chosen > 0 {
            let mut pools = Pools::counting(tx, &edition, seats_of(&course)).await?;
            let member = Member::placed(&place);
            pools.take_or_refuse(tx, place.application, &member).await?;
            note(tx, who, "choose_elective", course.id, now).await?;
        }
        Ok(course)
    })
    .await
}

/// Leaves an elective; leaving it again changes nothing.
pub async fn leave(
    db: &Db,
    who: PersonId,
    course: CourseId,
    now: Instant,
) -> Result<course::Model> {
    db.write(async |tx| {
        let Asked { course, place, .. } = choice(tx, who, course, now).await?;
        let left = course_place::Entity::delete_by_id((place.id, course.id))
            .exec(tx)
            .await?;
        if left.rows_affected > 0 {
            seat_pool::give_back_elective(tx, place.application, course.id).await?;
            note(tx, who, "leave_elective", course.id, now).await?;
        }
        Ok(course)
    })
    .await
}

/// An elective, and one's place in its edition.
struct Asked {
    edition: edition::Model,
    course: course::Model,
    place: enrolment::Model,
}

const fn seats_of(course: &course::Model) -> Whose {
    Whose {
        edition: course.edition,
        course: Some(course.id),
    }
}

/// The elective and one's place in its edition, while that is not over or called off.
async fn choice(tx: &Tx, who: PersonId, course: CourseId, now: Instant) -> Result<Asked> {
    let course = course::Entity::find_by_id(course)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    // Whoever withdraws at this moment has chosen before, or has no place any more.
    let edition = edition_lock::lock(tx, course.edition).await?;
    let place = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition.id))
        .filter(enrolment::Column::Person.eq(who))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .one(tx)
        .await?;
    let Some(place) = place else {
        return Err(permission::turned_away(tx, &edition).await?.into());
    };
    if course.required {
        return Err(Refusal::field("course", Reason::NotAChoice).into());
    }
    if now >= edition.ends_at {
        let closed_at = Some(edition.ends_at);
        return Err(Refusal::Closed { closed_at }.into());
    }
    if edition.publication != Publication::Published {
        return Err(Refusal::NotNow.into());
    }
    Ok(Asked {
        edition,
        course,
        place,
    })
}

async fn note(tx: &Tx, who: PersonId, action: &str, course: CourseId, now: Instant) -> Result<()> {
    audit::note(tx, Some(who), action, "course", course.0, "", now).await
}

/// Where somebody with a place stands with an elective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub course: CourseId,
    pub is_chosen: bool,
    /// Whether it can still be chosen.
    pub may_choose: bool,
    /// Whether it can still be left.
    pub may_leave: bool,
    /// Whether it could be chosen if it had a seat for them.
    pub is_full: bool,
}

impl Choice {
    pub(super) fn of(
        edition: &edition::Model,
        course: &course::Model,
        is_chosen: bool,
        now: Instant,
    ) -> Self {
        let goes_on = edition.publication == Publication::Published && now < edition.ends_at;
        Self {
            course: course.id,
            is_chosen,
            may_choose: goes_on && course.cancelled_at.is_none(),
            may_leave: goes_on,
            is_full: false,
        }
    }

    /// Where it has no seat for them, it cannot be chosen: an elective has no waiting list.
    pub(super) const fn unless_full(mut self, is_full: bool) -> Self {
        if is_full && self.may_choose && !self.is_chosen {
            self.may_choose = false;
            self.is_full = true;
        }
        self
    }
}

/// Where the visitor stands with a course; nothing where it is for everybody, or where they have no place.
pub async fn standing(
    db: &Db,
    visitor: &Visitor,
    course: CourseId,
    now: Instant,
) -> Result<Option<Choice>> {
    let Some(person) = visitor.person_id() else {
        return Ok(None);
    };
    let db = db.read();
    let course = course::Entity::find_by_id(course)
        .filter(course::Column::Required.eq(false))
        .one(db)
        .await?;
    let Some(course) = course else {
        return Ok(None);
    };
    let place = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(course.edition))
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .one(db)
        .await?;
    let Some(place) = place else {
        return Ok(None);
    };
    let edition = edition::Entity::find_by_id(course.edition)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let chosen = course_place::Entity::find_by_id((place.id, course.id))
        .one(db)
        .await?;
    let pools = Pools::counting(db, &edition, seats_of(&course)).await?;
    let is_full = !pools.without_a_seat_for(&Member::placed(&place)).is_empty();
    let choice = Choice::of(&edition, &course, chosen.is_some(), now);
    Ok(Some(choice.unless_full(is_full)))
}

/// The electives of an edition by their titles, in their order.
pub async fn electives(
    db: &Db,
    edition: EditionId,
    language: Language,
) -> Result<Vec<(CourseId, String)>> {
    let courses: Vec<CourseId> = course::Entity::find()
        .select_only()
        .column(course::Column::Id)
        .filter(course::Column::Edition.eq(edition))
        .filter(course::Column::Required.eq(false))
        .order_by_asc(course::Column::Place)
        .order_by_asc(course::Column::Id)
        .into_tuple()
        .all(db.read())
        .await?;
    let mut titles = course_titles(db.read(), &courses, language).await?;
    Ok(courses
        .into_iter()
        .map(|course| (course, titles.remove(&course).unwrap_or_default()))
        .collect())
}
