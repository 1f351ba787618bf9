//! The waiting list of an edition: first come, first served. Read and changed under the edition's lock.

use std::collections::HashMap;

use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::{ApplicationId, EditionId, Instant, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::{PaginatorTrait, QueryOrder, QuerySelect};

use super::ladder::{self, By};
use super::pool_group::Member;
use super::pools::Pools;
use super::{
    admission_rule, application, edition_lock, enrolment, offer_rule, offering, passed_over,
};
use crate::accounts::person;
use crate::catalogue::edition;
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

/// How many people of the list are looked at in one go.
const PAGE: u64 = 100;

/// Gives free seats to whom they fit, in the order of the list, each with mail and history: a place where admission is
/// open, else the offer of one.
///
/// Whatever frees a seat calls this in the same transaction. Somebody for whom a pool has no seat is passed over, and
/// where one further back fitted, the pools that had none are noted.
pub(super) async fn promote(tx: &Tx, edition: &edition::Model, now: Instant) -> Result<()> {
    let mut pools = Pools::of(tx, edition).await?;
    let offers = match edition.admission_way {
        AdmissionWay::Open => None,
        AdmissionWay::Approval | AdmissionWay::Nomination => {
            Some(offer_rule::hours(tx, edition.id).await?)
        }
    };
    let (mut given, mut passed) = (Vec::new(), Vec::new());
    let mut last_fitted = 0;
    let mut after = i64::MIN;
    while !pools.are_full() {
        let some = after_number(tx, edition.id, after).await?;
        let Some(last) = some.last() else { break };
        after = last.queue_number.unwrap_or(i64::MAX);
        let mut people = people_of(tx, &some).await?;
        for mut application in some {
            let Some(person) = people.remove(&application.person) else {
                // Somebody whose account is gone does not keep others waiting.
                let by = By::rule();
                ladder::step(tx, &mut application, Standing::Withdrawn, by, now).await?;
                continue;
            };
            let member = Member::of(&application, &person);
            if pools.take(tx, application.id, &member).await? {
                let (application, by) = (&mut application, By::rule());
                let (letter, cause) = match offers {
                    None => {
                        let place = enrolment::place(tx, application, &person, by, now).await?;
                        (place.letter, place.cause)
                    }
                    Some(hours) => {
                        let made =
                            offering::offer(tx, edition, hours, application, &person, by, now)
                                .await?;
                        (made.letter, made.cause)
                    }
                };
                given.push((person, letter, cause));
                last_fitted = passed.len();
            } else {
                let without = pools.without_a_seat_for(&member);
                let without = without.into_iter().map(|live| live.pool.id).collect();
                passed.push((application.id, without));
            }
        }
    }
    passed_over::note(tx, passed.get(..last_fitted).unwrap_or_default(), now).await?;
    let letters: Vec<_> = given
        .iter()
        .map(|(person, letter, cause)| (person, letter, cause.clone()))
        .collect();
    outbox::post_all(tx, &letters, now).await
}

async fn after_number(tx: &Tx, edition: EditionId, after: i64) -> Result<Vec<application::Model>> {
    Ok(waiting(edition)
        .filter(application::Column::QueueNumber.gt(after))
        .order_by_asc(application::Column::QueueNumber)
        .limit(PAGE)
        .all(tx)
        .await?)
}

/// Those who still have an account.
async fn people_of(
    tx: &Tx,
    applications: &[application::Model],
) -> Result<HashMap<PersonId, person::Model>> {
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(applications.iter().map(|one| one.person)))
        .filter(person::Column::DeletedAt.is_null())
        .all(tx)
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person))
        .collect())
}

/// Gives the seats that stayed free while an edition was called off or over, once it takes place again.
pub async fn catch_up(tx: &Tx, edition: EditionId, now: Instant) -> Result<()> {
    let edition = edition_lock::lock(tx, edition).await?;
    if admission_rule::gives_places(&edition, now) {
        promote(tx, &edition, now).await?;
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
