//! How many seats an edition has in all.

use model::admissions::{PoolGroup, PoolRule, Standing};
use model::{ApplicationId, EditionId, Instant, PersonId, Refusal, SeatCounterId, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::seat_pool::{self, total};
use super::{
    admission_rule, application, edition_lock, permission, seat_claim, seat_counter, waiting_list,
};
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
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        let counter = total(edition.id).one(tx).await?;
        match (counter, size) {
            (None, None) => return Ok(()),
            (Some(counter), Some(size)) => resize(tx, &counter, size).await?,
            (None, Some(size)) => limit(tx, &edition, size, now).await?,
            (Some(counter), None) => remove(tx, &counter).await?,
        }
        let said = size.map_or_else(|| "no limit".to_owned(), |size| size.to_string());
        audit::note(
            tx,
            Some(actor),
            "set_seats",
            "edition",
            edition.id.0,
            &said,
            now,
        )
        .await?;
        if admission_rule::gives_places(&edition, now) {
            waiting_list::promote(tx, edition.id, now).await?;
        }
        Ok(())
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
    limit(tx, edition, size, now).await?;
    let (subject, said) = (edition.id.0, size.to_string());
    audit::note(tx, Some(actor), "set_seats", "edition", subject, &said, now).await
}

async fn resize(tx: &Tx, counter: &seat_counter::Model, size: i32) -> Result<()> {
    let resized = seat_counter::Entity::update_many()
        .col_expr(seat_counter::Column::Size, Expr::value(size))
        .filter(seat_counter::Column::Id.eq(counter.id))
        .filter(seat_counter::Column::Taken.lte(size))
        .exec(tx)
        .await?;
    if resized.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::BelowTaken {
            taken: counter.taken,
        }
        .into())
    }
}

/// Limits an edition that had no limit: everybody with a place claims a seat of it.
async fn limit(tx: &Tx, edition: &edition::Model, size: i32, now: Instant) -> Result<()> {
    let holders: Vec<ApplicationId> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::Edition.eq(edition.id))
        .filter(
            application::Column::Standing.is_in(
                Standing::ALL
                    .iter()
                    .copied()
                    .filter(|standing| standing.holds_seats()),
            ),
        )
        .into_tuple()
        .all(tx)
        .await?;
    let taken = i32::try_from(holders.len()).unwrap_or(i32::MAX);
    if taken > size {
        return Err(Refusal::BelowTaken { taken }.into());
    }
    let pool = SeatPoolId::new();
    let row = seat_pool::ActiveModel {
        id: Set(pool),
        edition: Set(edition.id),
        course: Set(None),
        rule: Set(PoolRule::Maximum),
        counted: Set(PoolGroup::Everybody),
        counted_value: Set(String::new()),
        release_at: Set(None),
        created_at: Set(now),
    };
    seat_pool::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    let counter = SeatCounterId::new();
    let row = seat_counter::ActiveModel {
        id: Set(counter),
        pool: Set(pool),
        member: Set(String::new()),
        taken: Set(taken),
        size: Set(size),
    };
    seat_counter::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    // In pieces: a statement takes a limited number of values.
    for some in holders.chunks(1_000) {
        let claims = some.iter().map(|application| seat_claim::ActiveModel {
            application: Set(*application),
            counter: Set(counter),
        });
        seat_claim::Entity::insert_many(claims)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

async fn remove(tx: &Tx, counter: &seat_counter::Model) -> Result<()> {
    seat_claim::Entity::delete_many()
        .filter(seat_claim::Column::Counter.eq(counter.id))
        .exec(tx)
        .await?;
    // Its counters go with it.
    seat_pool::Entity::delete_by_id(counter.pool)
        .exec(tx)
        .await?;
    Ok(())
}
