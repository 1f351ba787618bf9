//! A viewer with a beat in one minute of a session: counted once in `concurrent_bin`, then of no more use.

use std::collections::{BTreeMap, BTreeSet};

use model::{Instant, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};

use crate::statistics::concurrent_bin;
use crate::{Db, Result, Tx};

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

/// Notes who was there in which minute, and how many more that makes.
pub(super) async fn add(tx: &Tx, minutes: BTreeSet<(SessionId, i64, Vec<u8>)>) -> Result<()> {
    use Column as V;
    if minutes.is_empty() {
        return Ok(());
    }
    let rows = minutes
        .into_iter()
        .map(|(session, minute, visitor_key)| ActiveModel {
            session: Set(session),
            minute: Set(minute),
            visitor_key: Set(visitor_key),
        });
    let mut insert = Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([V::Session, V::Minute, V::VisitorKey])
                .do_nothing()
                .to_owned(),
        )
        .into_query();
    insert.returning(Query::returning().columns([V::Session, V::Minute]));
    let mut more: BTreeMap<(SessionId, i64), i64> = BTreeMap::new();
    for row in tx.query_all(&insert).await? {
        let minute = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        *more.entry(minute).or_default() += 1;
    }
    concurrent_bin::add(tx, more).await
}

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
