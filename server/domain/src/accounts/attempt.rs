//! How often something was tried, counted in the database so that every server knows.

use model::{Instant, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use uuid::Uuid;

use super::attempt_turn;
use crate::secret::hash_of;
use crate::{Db, Result, Tx};

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of what was tried: an account's address or a network address.
    pub tried: Vec<u8>,
    pub at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// So many tries in so many minutes.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub most: u64,
    pub minutes: i64,
}

/// Wrong passwords for one account.
pub const PER_ACCOUNT: Limit = Limit {
    most: 5,
    minutes: 15,
};
/// Wrong passwords from one network; an office may sit behind it, and what is being tried at this moment counts as well.
pub const PER_NETWORK: Limit = Limit {
    most: 100,
    minutes: 15,
};
/// Mails of one kind that somebody may have sent to one address.
pub const MAILS_PER_ACCOUNT: Limit = Limit {
    most: 5,
    minutes: 60,
};
/// Mails that one network may ask for; a class that registers together sits behind one.
pub const MAILS_PER_NETWORK: Limit = Limit {
    most: 300,
    minutes: 60,
};

/// Tries that were heard and noted.
#[derive(Debug, Default)]
pub struct Taken(Vec<Uuid>);

/// Counts a try by each of its names and notes it, or refuses it and notes nothing: before what is tried is looked at,
/// so that however many come at once, no more than allowed are heard.
///
/// Names that many share come last: everybody waits for their turn in this order.
pub async fn take(db: &Db, names: &[(&str, Limit)], now: Instant) -> Result<Taken> {
    db.write(async |tx| {
        let mut taken = Taken::default();
        for (what, limit) in names {
            taken.0.push(take_one(tx, what, *limit, now).await??);
        }
        Ok(taken)
    })
    .await
}

/// The note of a try, or that it comes too soon (then nothing is noted).
pub async fn take_one(
    tx: &Tx,
    what: &str,
    limit: Limit,
    now: Instant,
) -> Result<std::result::Result<Uuid, Refusal>> {
    let tried = hash_of(what);
    attempt_turn::take(tx, &tried, now).await?;
    let wait_seconds = wait_seconds(tx, &tried, limit, now).await?;
    if wait_seconds > 0 {
        return Ok(Err(Refusal::TooManyTries { wait_seconds }));
    }
    let id = Uuid::now_v7();
    let row = ActiveModel {
        id: Set(id),
        tried: Set(tried),
        at: Set(now),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(Ok(id))
}

/// Seconds until the next try is heard; 0 when it is heard now.
async fn wait_seconds(tx: &Tx, tried: &[u8], limit: Limit, now: Instant) -> Result<u32> {
    let since = now.plus_minutes(-limit.minutes);
    let Some(last) = limit.most.checked_sub(1) else {
        return Ok(0);
    };
    let decisive = Entity::find()
        .filter(Column::Tried.eq(tried))
        .filter(Column::At.gt(since))
        .order_by_desc(Column::At)
        .offset(last)
        .one(tx)
        .await?;
    let Some(decisive) = decisive else {
        return Ok(0);
    };
    let left_ms = decisive.at.plus_minutes(limit.minutes).since(now);
    Ok(u32::try_from(left_ms / 1_000 + 1).unwrap_or(1))
}

/// Forgets every try of somebody who got in.
pub async fn forget(tx: &Tx, what: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Tried.eq(hash_of(what)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets these tries, which were none: what was tried was right.
pub async fn give_back(tx: &Tx, taken: &Taken) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Id.is_in(taken.0.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes tries that no limit looks at any more; gives how many.
pub async fn sweep(db: &Db, now: Instant) -> Result<u64> {
    db.write(async |tx| {
        let before = now.plus_days(-1);
        let old = Entity::delete_many()
            .filter(Column::At.lt(before))
            .exec(tx)
            .await?;
        Ok(old.rows_affected + attempt_turn::sweep(tx, before).await?)
    })
    .await
}
