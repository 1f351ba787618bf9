//! A viewer with a beat in one minute of a session: counted once in `concurrent_bin`, then of no more use.

use model::{Instant, SessionId};
use sea_orm::entity::prelude::*;

use crate::{Db, Result};

/// A row of `concurrent_viewer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concurrent_viewer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    /// since the epoch
    #[sea_orm(primary_key, auto_increment = false)]
    pub minute: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub visitor_key: Vec<u8>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Removes minutes that no beat can come back to; gives how many rows.
pub async fn sweep(db: &Db, now: Instant) -> Result<u64> {
    let long_ago = now.plus_minutes(-60).0.div_euclid(60_000);
    db.write(async |tx| {
        let old = Entity::delete_many()
            .filter(Column::Minute.lt(long_ago))
            .exec(tx)
            .await?;
        Ok(old.rows_affected)
    })
    .await
}
