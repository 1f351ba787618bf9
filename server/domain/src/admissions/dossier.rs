//! What somebody with a place tells for their stay. Theirs to write; deleted some time after they withdraw.

use model::dossier::Way;
use model::{ApplicationId, EnrolmentId, Instant, Language, PersonId, Refusal};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::edition_title::titles;
use super::{application, arrived, emergency_contact, enrolment, invitation, journey, needs, visa};
use crate::catalogue::edition;
use crate::{Db, Result, Tx};

/// A person's own dossier in one edition.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The edition.
    pub edition: edition::Model,
    /// Its title.
    pub title: String,
    /// The letter that holds.
    pub invitation: Option<invitation::Model>,
    /// How far the visa has come.
    pub visa: Option<visa::Model>,
    /// When they come.
    pub arrival: Option<journey::Model>,
    /// When they go.
    pub departure: Option<journey::Model>,
    /// What they need.
    pub needs: Option<needs::Model>,
    /// Whom to call.
    pub contact: Option<emergency_contact::Model>,
    /// Whether anything can still be changed.
    pub is_open: bool,
}

/// One's own dossier: for an application that led to a place one still has.
pub async fn dossier(
    db: &Db,
    who: PersonId,
    application: ApplicationId,
    language: Language,
    now: Instant,
) -> Result<Dossier> {
    let db = db.read();
    let place = own_place(db, who, application).await?;
    let edition = edition::find(db, place.edition).await?;
    let mut titles = titles(db, vec![edition.id], language).await?;
    Ok(Dossier {
        title: titles.remove(&edition.id).unwrap_or_default(),
        invitation: invitation::valid(db, place.id).await?,
        visa: visa::Entity::find_by_id(place.id).one(db).await?,
        arrival: journey::Entity::find_by_id((place.id, Way::Arrival))
            .one(db)
            .await?,
        departure: journey::Entity::find_by_id((place.id, Way::Departure))
            .one(db)
            .await?,
        needs: needs::Entity::find_by_id(place.id).one(db).await?,
        contact: emergency_contact::Entity::find_by_id(place.id)
            .one(db)
            .await?,
        is_open: now < edition.ends_at,
        edition,
    })
}

async fn own_place(
    db: &impl ConnectionTrait,
    who: PersonId,
    application: ApplicationId,
) -> Result<enrolment::Model> {
    let known = application::find(db, application).await?;
    if known.person != who {
        return Err(Refusal::NotFound.into());
    }
    enrolment::of_application(db, application)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// One's own place, for writing what belongs to it: until the edition is over.
pub(super) async fn own(
    tx: &Tx,
    who: PersonId,
    application: ApplicationId,
    now: Instant,
) -> Result<(enrolment::Model, edition::Model)> {
    let place = own_place(tx, who, application).await?;
    // Locked, so that nothing is written for a place that is being given back.
    let edition = super::edition_lock::lock(tx, place.edition).await?;
    let place = own_place(tx, who, application).await?;
    if now >= edition.ends_at {
        return Err(Refusal::Closed {
            closed_at: Some(edition.ends_at),
        }
        .into());
    }
    Ok((place, edition))
}

/// So many places to a statement.
const BATCH: u64 = 500;

/// Deletes the dossiers of people who withdrew `days` ago, and who they were from their letters; gives how many.
///
/// Done again, it finds nothing: what it looks for is what it deletes.
pub async fn forget_withdrawn(db: &Db, days: i64, now: Instant) -> Result<u64> {
    let before = now.plus_days(-days);
    db.write(async |tx| {
        let mut forgotten = invitation::purge(tx, before, now).await?;
        let mut after = None;
        loop {
            let places = withdrawn(tx, before, after).await?;
            let Some(last) = places.last().copied() else {
                return Ok(forgotten);
            };
            after = Some(last);
            forgotten += forget(tx, &places).await?;
        }
    })
    .await
}

async fn withdrawn(
    tx: &Tx,
    before: Instant,
    after: Option<EnrolmentId>,
) -> Result<Vec<EnrolmentId>> {
    use sea_orm::QueryOrder;
    let mut found = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::WithdrawnAt.lt(before));
    if let Some(after) = after {
        found = found.filter(enrolment::Column::Id.gt(after));
    }
    Ok(found
        .order_by_asc(enrolment::Column::Id)
        .limit(BATCH)
        .into_tuple()
        .all(tx)
        .await?)
}

/// Deletes what `of` holds of these places.
macro_rules! delete {
    ($tx:ident, $of:ident, $places:ident) => {
        $of::Entity::delete_many()
            .filter($of::Column::Enrolment.is_in($places.iter().copied()))
            .exec($tx)
            .await?
            .rows_affected
    };
}

async fn forget(tx: &Tx, places: &[EnrolmentId]) -> Result<u64> {
    Ok(delete!(tx, visa, places)
        + delete!(tx, journey, places)
        + delete!(tx, needs, places)
        + delete!(tx, emergency_contact, places)
        + delete!(tx, arrived, places))
}
