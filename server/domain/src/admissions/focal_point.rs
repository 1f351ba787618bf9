//! Who is a focal point, and for what: one country in listed editions, read from the grants of every request.

use model::role::Scope;
use model::{ApplicationId, Country, EditionId, Instant, PersonId, Refusal, Role};
use sea_orm::entity::prelude::*;

use super::{application, edition_lock, nomination};
use crate::accounts::{Visitor, grant, person};
use crate::catalogue::visible::is_hidden;
use crate::catalogue::{edition, programme};
use crate::outbox::{self, Letter};
use crate::{Db, Result, Tx};

/// A focal point in one edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FocalPoint {
    pub person: PersonId,
    pub country: Country,
    pub edition: EditionId,
}

/// The editions and countries that a visitor nominates for.
#[must_use]
pub fn scopes(visitor: &Visitor) -> Vec<(EditionId, Country)> {
    visitor
        .grants()
        .iter()
        .filter(|grant| grant.role == Role::FocalPoint)
        .filter_map(|grant| match grant.scope() {
            Scope::CountryInEdition(country, edition) => Some((edition, country)),
            _ => None,
        })
        .collect()
}

/// The visitor as focal point of an edition. To everybody else there is nothing here, whether or not there is such an edition.
pub(super) fn of(visitor: &Visitor, edition: EditionId) -> Result<FocalPoint, Refusal> {
    let person = visitor.signed_in()?;
    scopes(visitor)
        .into_iter()
        .find(|(theirs, _)| *theirs == edition)
        .map(|(edition, country)| FocalPoint {
            person,
            country,
            edition,
        })
        .ok_or(Refusal::NotFound)
}

/// The edition of a focal point, unless it is a draft.
pub(super) async fn edition_of(
    db: &impl ConnectionTrait,
    edition: EditionId,
) -> Result<(edition::Model, programme::Model)> {
    let edition = edition::Entity::find_by_id(edition)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let programme = programme::find(db, edition.programme).await?;
    if is_hidden(edition.publication, programme.publication) {
        return Err(Refusal::NotFound.into());
    }
    Ok((edition, programme))
}

/// Locks the edition of a focal point for a change.
pub(super) async fn locked(tx: &Tx, focal: &FocalPoint) -> Result<edition::Model> {
    let edition = edition_lock::lock(tx, focal.edition).await?;
    let (edition, _) = edition_of(tx, edition.id).await?;
    Ok(edition)
}

/// An application of their delegation, as found before a change. To everybody else there is no such thing.
pub(super) async fn theirs(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
) -> Result<FocalPoint> {
    visitor.signed_in()?;
    let found = application::find(db.read(), application).await?;
    let focal = of(visitor, found.edition)?;
    if sees(&found, focal.country) {
        Ok(focal)
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Whether a focal point of a country sees an application: its delegation counts, not what anybody declares; a draft is
/// its writer's alone.
fn sees(application: &application::Model, country: Country) -> bool {
    application.delegation == country && application.standing != model::admissions::Standing::Draft
}

/// The application again, under the edition's lock; nobody decides on themselves.
pub(super) async fn application_of_another(
    tx: &Tx,
    focal: &FocalPoint,
    application: ApplicationId,
) -> Result<application::Model> {
    let found = application::find(tx, application).await?;
    if !sees(&found, focal.country) {
        return Err(Refusal::NotFound.into());
    }
    if found.person == focal.person {
        return Err(Refusal::NotOneself.into());
    }
    Ok(found)
}

/// As [`application_of_another`], where it was nominated.
pub(super) async fn nominee(
    tx: &Tx,
    focal: &FocalPoint,
    application: ApplicationId,
) -> Result<(application::Model, nomination::Model)> {
    let found = application_of_another(tx, focal, application).await?;
    let nomination = nomination::Entity::find_by_id(application)
        .one(tx)
        .await?
        .ok_or(Refusal::NotAllowed)?;
    Ok((found, nomination))
}

/// Writes to everybody who is focal point of the nomination's country now; a former one hears nothing.
pub(super) async fn tell(
    tx: &Tx,
    nomination: &nomination::Model,
    letter: &Letter,
    cause: &str,
    now: Instant,
) -> Result<()> {
    let grants = grant::Entity::find()
        .filter(grant::Column::Role.eq(Role::FocalPoint))
        .filter(grant::Column::Edition.eq(nomination.edition))
        .filter(grant::Column::Country.eq(nomination.country))
        .filter(grant::holds(now))
        .all(tx)
        .await?;
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(grants.iter().map(|grant| grant.person)))
        .filter(person::Column::DeletedAt.is_null())
        .all(tx)
        .await?;
    let letters: Vec<_> = people
        .iter()
        .map(|person| (person, letter, format!("{cause}:{}", person.id)))
        .collect();
    outbox::post_all(tx, &letters, now).await
}
