//! Telling people of a session that changed: those with a place, and its trainers; one mail a person and change.

use model::catalogue::Publication;
use model::{Instant, Refusal};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::{audience, session, session_trainer};
use crate::accounts::person;
use crate::admissions::{course_place, enrolment};
use crate::catalogue::{course, edition, programme};
use crate::outbox::{self, Letter};
use crate::{Result, Tx};

/// Posts `letter` about the session as it is now. Nobody is told of what lies behind, or of an edition nobody can see.
pub async fn tell(
    tx: &Tx,
    edition: &edition::Model,
    session: &session::Model,
    still_to_come: bool,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    if !still_to_come || !is_on_offer(tx, edition).await? {
        return Ok(());
    }
    for person in concerned(tx, session).await? {
        let cause = format!(
            "{}:{}:{}:{}",
            letter.kind(),
            session.id,
            session.version,
            person.id
        );
        outbox::post(tx, &person, letter, cause, now).await?;
    }
    Ok(())
}

async fn is_on_offer(tx: &Tx, edition: &edition::Model) -> Result<bool> {
    let programme = programme::Entity::find_by_id(edition.programme)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok(edition.publication == Publication::Published && !audience::is_hidden(edition, &programme))
}

/// Everybody with a place (in an elective course: who chose it), and the session's trainers.
async fn concerned(tx: &Tx, session: &session::Model) -> Result<Vec<person::Model>> {
    let mut places = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Person)
        .filter(enrolment::Column::Edition.eq(session.edition))
        .filter(enrolment::Column::WithdrawnAt.is_null());
    if let Some(course) = elective(tx, session).await? {
        let chosen = course_place::Entity::find()
            .select_only()
            .column(course_place::Column::Enrolment)
            .filter(course_place::Column::Course.eq(course));
        places = places.filter(enrolment::Column::Id.in_subquery(chosen.into_query()));
    }
    let trainers = session_trainer::Entity::find()
        .select_only()
        .column(session_trainer::Column::Person)
        .filter(session_trainer::Column::Session.eq(session.id));
    Ok(person::Entity::find()
        .filter(person::Column::DeletedAt.is_null())
        .filter(
            Condition::any()
                .add(person::Column::Id.in_subquery(places.into_query()))
                .add(person::Column::Id.in_subquery(trainers.into_query())),
        )
        .all(tx)
        .await?)
}

async fn elective(tx: &Tx, session: &session::Model) -> Result<Option<model::CourseId>> {
    let Some(course) = session.course else {
        return Ok(None);
    };
    Ok(course::Entity::find_by_id(course)
        .filter(course::Column::Required.eq(false))
        .one(tx)
        .await?
        .map(|course| course.id))
}
