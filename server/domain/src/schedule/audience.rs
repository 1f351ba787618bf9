//! Who may know of a session, and who may join or watch it.

use model::schedule::Audience;
use model::{EditionId, PersonId, Refusal};
use sea_orm::PaginatorTrait;
use sea_orm::entity::prelude::*;

use super::session;
use crate::Result;
use crate::accounts::Visitor;
use crate::admissions::enrolment;
use crate::catalogue::{edition, programme, visible};

/// A draft, or an edition of a draft: staff of its scope only.
#[must_use]
pub fn is_hidden(edition: &edition::Model, programme: &programme::Model) -> bool {
    visible::is_hidden(edition.publication, programme.publication)
}

/// Whether the visitor sees the session even while its edition is hidden.
#[must_use]
pub fn is_staff_of(visitor: &Visitor, session: &session::Model) -> bool {
    visitor.coordinates(session.edition)
        || visitor.is_auditor()
        || visitor.trains(session.id, session.course)
}

/// Whether the session's audience takes the visitor in.
#[must_use]
pub fn admits(visitor: &Visitor, session: &session::Model, enrolled: bool) -> bool {
    let runs_it =
        visitor.coordinates(session.edition) || visitor.trains(session.id, session.course);
    match session.audience {
        Audience::Public => true,
        Audience::SignedIn => visitor.person().is_some(),
        Audience::Enrolled => enrolled || runs_it,
    }
}

/// Whether a person has a place in an edition.
pub async fn is_enrolled(
    db: &impl ConnectionTrait,
    person: PersonId,
    edition: EditionId,
) -> Result<bool> {
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .count(db)
        .await?;
    Ok(places > 0)
}

/// Whether the visitor may join or watch the session; of a hidden one they do not learn.
pub async fn may_watch(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    session: &session::Model,
) -> Result<bool> {
    let edition = edition::Entity::find_by_id(session.edition)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let programme = programme::Entity::find_by_id(edition.programme)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    if is_hidden(&edition, &programme) && !is_staff_of(visitor, session) {
        return Ok(false);
    }
    if admits(visitor, session, false) {
        return Ok(true);
    }
    match visitor.person_id() {
        Some(person) => {
            let enrolled = is_enrolled(db, person, session.edition).await?;
            Ok(admits(visitor, session, enrolled))
        }
        None => Ok(false),
    }
}
