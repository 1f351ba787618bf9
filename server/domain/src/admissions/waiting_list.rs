//! The waiting list of an edition: first come, first served. Read and changed under the edition's lock.

use std::collections::HashMap;

use model::admissions::Standing;
use model::{ApplicationId, EditionId, Instant};
use sea_orm::entity::prelude::*;
use sea_orm::{PaginatorTrait, QueryOrder, QuerySelect};

use super::ladder::{self, By};
use super::{admission_rule, application, edition_lock, enrolment, seat_pool};
use crate::accounts::person;
use crate::outbox;
use crate::{Result, Tx};

/// The number that a newcomer gets at the end of the list.
pub(super) async fn next_number(tx: &Tx, edition: EditionId) -> Result<i64> {
    let last = waiting(edition)
        .order_by_desc(application::Column::QueueNumber)
        .one(tx)
        .await?;
    Ok(last.and_then(|last| last.queue_number).unwrap_or(0) + 1)
}

/// Gives free seats to whom they fit, in the order of the list, each with mail and history.
///
/// Whatever frees a seat calls this in the same transaction.
pub(super) async fn promote(tx: &Tx, edition: EditionId, now: Instant) -> Result<()> {
    let mut given = Vec::new();
    while let Some(mut first) = waiting(edition)
        .order_by_asc(application::Column::QueueNumber)
        .one(tx)
        .await?
    {
        let person = person::Entity::find_by_id(first.person)
            .filter(person::Column::DeletedAt.is_null())
            .one(tx)
            .await?;
        let Some(person) = person else {
            // Somebody whose account is gone does not keep others waiting.
            ladder::step(tx, &mut first, Standing::Withdrawn, None, By::rule(), now).await?;
            continue;
        };
        if !seat_pool::take(tx, &first).await? {
            break;
        }
        let place = enrolment::place(tx, &mut first, &person, By::rule(), now).await?;
        given.push((person, place));
    }
    let letters: Vec<_> = given
        .iter()
        .map(|(person, place)| (person, &place.letter, place.cause.clone()))
        .collect();
    outbox::post_all(tx, &letters, now).await
}

/// Gives the seats that stayed free while an edition was called off or over, once it takes place again.
pub async fn catch_up(tx: &Tx, edition: EditionId, now: Instant) -> Result<()> {
    let edition = edition_lock::lock(tx, edition).await?;
    if admission_rule::gives_places(&edition, now) {
        promote(tx, edition.id, now).await?;
    }
    Ok(())
}

/// How many people an application has before it on the list, and itself: the first has position 1.
pub(super) async fn position(
    db: &impl ConnectionTrait,
    edition: EditionId,
    queue_number: i64,
) -> Result<u64> {
    Ok(waiting(edition)
        .filter(application::Column::QueueNumber.lte(queue_number))
        .count(db)
        .await?)
}

/// Everybody's position on the list of one edition.
pub(super) async fn positions(
    db: &impl ConnectionTrait,
    edition: EditionId,
) -> Result<HashMap<ApplicationId, u64>> {
    let in_order: Vec<ApplicationId> = waiting(edition)
        .select_only()
        .column(application::Column::Id)
        .order_by_asc(application::Column::QueueNumber)
        .into_tuple()
        .all(db)
        .await?;
    Ok(in_order.into_iter().zip(1..).collect())
}

pub(super) fn waiting(edition: EditionId) -> sea_orm::Select<application::Entity> {
    application::Entity::find()
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::QueueNumber.is_not_null())
}
