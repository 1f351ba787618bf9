//! How often something was tried, counted in the database so that every server knows.

use model::Instant;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

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
    pub most: usize,
    pub minutes: i64,
}

/// Wrong passwords for one account.
pub const PER_ACCOUNT: Limit = Limit {
    most: 5,
    minutes: 15,
};
/// Wrong passwords from one network address; an office may sit behind it.
pub const PER_ADDRESS: Limit = Limit {
    most: 50,
    minutes: 15,
};
/// Mails that somebody may have sent to one address.
pub const MAILS_PER_ACCOUNT: Limit = Limit {
    most: 5,
    minutes: 60,
};

/// Seconds until the next try is heard; 0 when it is heard now.
pub async fn wait_seconds(
    db: &impl ConnectionTrait,
    what: &str,
    limit: Limit,
    now: Instant,
) -> Result<u32> {
    let since = now.plus_minutes(-limit.minutes);
    let tries: Vec<Instant> = Entity::find()
        .filter(Column::Tried.eq(hash_of(what)))
        .filter(Column::At.gt(since))
        .order_by_desc(Column::At)
        .all(db)
        .await?
        .into_iter()
        .map(|attempt| attempt.at)
        .collect();
    let Some(decisive) = limit.most.checked_sub(1).and_then(|last| tries.get(last)) else {
        return Ok(0);
    };
    let left_ms = decisive.plus_minutes(limit.minutes).since(now);
    Ok(u32::try_from(left_ms / 1_000 + 1).unwrap_or(1))
}

/// Notes a try.
pub async fn note(tx: &Tx, what: &str, now: Instant) -> Result<()> {
    let row = ActiveModel {
        id: Set(Uuid::now_v7()),
        tried: Set(hash_of(what)),
        at: Set(now),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets the tries of somebody who got in.
pub async fn forget(tx: &Tx, what: &str) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Tried.eq(hash_of(what)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes tries that no limit looks at any more; gives how many.
pub async fn sweep(db: &Db, now: Instant) -> Result<u64> {
    db.write(async |tx| {
        let old = Entity::delete_many()
            .filter(Column::At.lt(now.plus_days(-1)))
            .exec(tx)
            .await?;
        Ok(old.rows_affected)
    })
    .await
}
