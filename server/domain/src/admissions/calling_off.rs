//! Telling people that an edition is called off, or takes place after all.

use model::Instant;
use model::admissions::Standing;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::application;
use crate::accounts::person;
use crate::catalogue::{course, course_trainer, edition};
use crate::outbox::{self, Letter};
use crate::schedule::{session, session_trainer};
use crate::{Result, Tx};

/// Posts `letter` to everybody with an application that is not over and to the trainers; nobody is told of what lies behind.
pub async fn tell(tx: &Tx, edition: &edition::Model, letter: &Letter, now: Instant) -> Result<()> {
    if now >= edition.ends_at {
        return Ok(());
    }
    let people = concerned(tx, edition).await?;
    let letters: Vec<_> = people
        .iter()
        .map(|person| {
            let (id, version) = (edition.id, edition.version);
            let cause = format!("{}:{id}:{version}:{}", letter.kind(), person.id);
            (person, letter, cause)
        })
        .collect();
    outbox::post_all(tx, &letters, now).await
}

/// How many people would get a mail now.
pub async fn how_many(
    db: &impl ConnectionTrait,
    edition: &edition::Model,
    now: Instant,
) -> Result<usize> {
    if now >= edition.ends_at {
        return Ok(0);
    }
    let concerned = concerned(db, edition).await?;
    Ok(concerned
        .iter()
        .filter(|person| person.email.is_some())
        .count())
}

async fn concerned(
    db: &impl ConnectionTrait,
    edition: &edition::Model,
) -> Result<Vec<person::Model>> {
    let over = Standing::ALL
        .iter()
        .copied()
        .filter(|standing| standing.is_over());
    let applicants = application::Entity::find()
        .select_only()
        .column(application::Column::Person)
        .filter(application::Column::Edition.eq(edition.id))
        .filter(application::Column::Standing.is_not_in(over));
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::Edition.eq(edition.id));
    let of_sessions = session_trainer::Entity::find()
        .select_only()
        .column(session_trainer::Column::Person)
        .filter(session_trainer::Column::Session.in_subquery(sessions.into_query()));
    let courses = course::Entity::find()
        .select_only()
        .column(course::Column::Id)
        .filter(course::Column::Edition.eq(edition.id));
    let of_courses = course_trainer::Entity::find()
        .select_only()
        .column(course_trainer::Column::Person)
        .filter(course_trainer::Column::Course.in_subquery(courses.into_query()));
    Ok(person::Entity::find()
        .filter(person::Column::DeletedAt.is_null())
        .filter(
            Condition::any()
                .add(person::Column::Id.in_subquery(applicants.into_query()))
                .add(person::Column::Id.in_subquery(of_sessions.into_query()))
                .add(person::Column::Id.in_subquery(of_courses.into_query())),
        )
        .all(db)
        .await?)
}
