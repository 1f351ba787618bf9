//! Telling people of a session that changed: those with a place, and its trainers; one mail a person and change.

use std::collections::{BTreeSet, HashSet};

use model::catalogue::Publication;
use model::{Instant, PersonId, Refusal};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::{audience, session, team};
use crate::accounts::person;
use crate::admissions::enrolment;
use crate::attendance::expected::Expected;
use crate::catalogue::{edition, programme};
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
    let people = concerned(tx, session).await?;
    post(tx, &people, session, letter, now).await
}

/// Posts `letter` to everybody for whom a new session is, but for its trainers, who are told that they train it.
pub async fn tell_of_new(
    tx: &Tx,
    edition: &edition::Model,
    session: &session::Model,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    if !is_on_offer(tx, edition).await? {
        return Ok(());
    }
    let trainers = team::of(tx, session.id).await?;
    let mut people = concerned(tx, session).await?;
    people.retain(|person| !trainers.contains(&person.id));
    post(tx, &people, session, letter, now).await
}

/// Posts `letter` to these people, whose session it is or was; never to whoever did it.
pub async fn tell_trainers(
    tx: &Tx,
    actor: PersonId,
    people: &BTreeSet<PersonId>,
    session: &session::Model,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    if session.ends_at <= now {
        return Ok(());
    }
    let others = people.iter().copied().filter(|person| *person != actor);
    let people = person::Entity::find()
        .filter(person::Column::DeletedAt.is_null())
        .filter(person::Column::Id.is_in(others))
        .all(tx)
        .await?;
    post(tx, &people, session, letter, now).await
}

async fn post(
    tx: &Tx,
    people: &[person::Model],
    session: &session::Model,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    let letters: Vec<_> = people
        .iter()
        .map(|person| {
            let (id, version) = (session.id, session.version);
            let cause = format!("{}:{id}:{version}:{}", letter.kind(), person.id);
            (person, letter, cause)
        })
        .collect();
    outbox::post_all(tx, &letters, now).await
}

async fn is_on_offer(tx: &Tx, edition: &edition::Model) -> Result<bool> {
    let programme = programme::Entity::find_by_id(edition.programme)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok(edition.publication == Publication::Published && !audience::is_hidden(edition, &programme))
}

/// Everybody for whom the session is, and its trainers.
async fn concerned(tx: &Tx, session: &session::Model) -> Result<Vec<person::Model>> {
    let expected = Expected::in_editions(tx, [session.edition]).await?;
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(session.edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(tx)
        .await?;
    let expected: HashSet<PersonId> = places
        .into_iter()
        .filter(|place| expected.is_for(session, place.id))
        .map(|place| place.person)
        .collect();
    let places = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Person)
        .filter(enrolment::Column::Edition.eq(session.edition))
        .filter(enrolment::Column::WithdrawnAt.is_null());
    let trainers = team::of(tx, session.id).await?;
    let people = person::Entity::find()
        .filter(person::Column::DeletedAt.is_null())
        .filter(
            Condition::any()
                .add(person::Column::Id.in_subquery(places.into_query()))
                .add(person::Column::Id.is_in(trainers.iter().copied())),
        )
        .all(tx)
        .await?;
    Ok(people
        .into_iter()
        .filter(|person| expected.contains(&person.id) || trainers.contains(&person.id))
        .collect())
}
