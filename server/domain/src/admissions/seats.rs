//! How many seats an edition or an elective has in all.

use model::admissions::{PoolGroup, PoolRule};
use model::{CourseId, EditionId, Instant, PersonId, Refusal, SeatCounterId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::pool_setup::{Pool, elective, insert, promote, total};
use super::seat_pool::Whose;
use super::{edition_lock, permission, seat_counter, seat_pool};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::{Db, Result, Tx, audit};

/// Sets how many seats an edition has in all; none: no limit. Whom it now lets in gets a place at once.
pub async fn set_total(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    size: Option<i32>,
    now: Instant,
) -> Result<()> {
    let actor = permission::may_change(visitor, edition)?;
    set(db, actor, Whose::edition(edition), size, now).await
}

/// Sets how many seats an elective has in all; none: no limit. It has no waiting list.
pub async fn set_total_of_elective(
    db: &Db,
    visitor: &Visitor,
    course: CourseId,
    size: Option<i32>,
    now: Instant,
) -> Result<()> {
    let (whose, actor) = elective(db, visitor, course).await?;
    set(db, actor, whose, size, now).await
}

async fn set(
    db: &Db,
    actor: PersonId,
    whose: Whose,
    size: Option<i32>,
    now: Instant,
) -> Result<()> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, whose.edition).await?;
        let present = total(tx, whose).await?;
        match (present, size) {
            (None, None) => return Ok(()),
            (Some(present), Some(size)) => {
                seat_pool::resize(tx, &present, size, size).await?;
                cap_reserves(tx, whose, size).await?;
            }
            (None, Some(size)) => limit(tx, &edition, whose, size, now).await?,
            (Some(present), None) => {
                if !reserves(tx, whose).await?.is_empty() {
                    return Err(Refusal::ReserveWithoutTotal.into());
                }
                seat_pool::stop_counting(tx, present.id).await?;
                seat_pool::Entity::delete_by_id(present.id).exec(tx).await?;
            }
        }
        let said = size.map_or_else(|| "no limit".to_owned(), |size| size.to_string());
        let (kind, subject) = match whose.course {
            Some(course) => ("course", course.0),
            None => ("edition", edition.id.0),
        };
        audit::note(tx, Some(actor), "set_seats", kind, subject, &said, now).await?;
        promote(tx, &edition, now).await
    })
    .await
}

/// Limits an edition that is just being made.
pub async fn begin(
    tx: &Tx,
    actor: PersonId,
    edition: &edition::Model,
    size: i32,
    now: Instant,
) -> Result<()> {
    limit(tx, edition, Whose::edition(edition.id), size, now).await?;
    let (subject, said) = (edition.id.0, size.to_string());
    audit::note(tx, Some(actor), "set_seats", "edition", subject, &said, now).await
}

/// Limits what had no limit: everybody who is in claims a seat of it.
async fn limit(
    tx: &Tx,
    edition: &edition::Model,
    whose: Whose,
    size: i32,
    now: Instant,
) -> Result<()> {
    let pool = Pool {
        rule: PoolRule::Maximum,
        counted: PoolGroup::Everybody,
        value: String::new(),
        size,
        release_at: None,
    };
    let id = insert(tx, whose, pool, now).await?;
    // The total has its counter from the start: pages read it.
    let row = seat_counter::ActiveModel {
        id: Set(SeatCounterId::new()),
        pool: Set(id),
        member: Set(String::new()),
        taken: Set(0),
        size: Set(size),
    };
    if seat_pool::count_in(tx, edition, whose, id).await? == 0 {
        seat_counter::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Reserves cap everybody else at what the total leaves: another total, other caps.
async fn cap_reserves(tx: &Tx, whose: Whose, total: i32) -> Result<()> {
    for reserve in reserves(tx, whose).await? {
        seat_pool::resize(tx, &reserve, reserve.size, reserve.cap(Some(total))).await?;
    }
    Ok(())
}

async fn reserves(tx: &Tx, whose: Whose) -> Result<Vec<seat_pool::Model>> {
    Ok(seat_pool::counting(whose)
        .filter(seat_pool::Column::Rule.eq(PoolRule::Reserve))
        .all(tx)
        .await?)
}
