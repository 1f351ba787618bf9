//! Viewers with a beat in each minute of a session.

use std::collections::BTreeMap;

use model::SessionId;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ExprTrait, QueryTrait};

use super::session_reach;
use crate::{Result, Tx};

/// Minutes a statement.
const AT_ONCE: usize = 1_000;

/// A row of `concurrent_bin`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concurrent_bin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    /// since the epoch
    #[sea_orm(primary_key, auto_increment = false)]
    pub minute: i64,
    pub viewers: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds viewers to minutes, and keeps the most at once of their sessions: the only way to write them.
pub async fn add(tx: &Tx, minutes: BTreeMap<(SessionId, i64), i64>) -> Result<()> {
    let mut peaks: BTreeMap<SessionId, i64> = BTreeMap::new();
    let rows: Vec<ActiveModel> = minutes
        .into_iter()
        .map(|((session, minute), viewers)| ActiveModel {
            session: Set(session),
            minute: Set(minute),
            viewers: Set(viewers),
        })
        .collect();
    for some in rows.chunks(AT_ONCE) {
        let sum =
            Expr::col((Entity, Column::Viewers)).add(Expr::col(("excluded", Column::Viewers)));
        let mut insert = Entity::insert_many(some.to_vec())
            .on_conflict(
                OnConflict::columns([Column::Session, Column::Minute])
                    .value(Column::Viewers, sum)
                    .to_owned(),
            )
            .into_query();
        insert.returning(Query::returning().columns([Column::Session, Column::Viewers]));
        for row in tx.query_all(&insert).await? {
            let viewers: i64 = row.try_get_by_index(1)?;
            let peak = peaks.entry(row.try_get_by_index(0)?).or_default();
            *peak = Ord::max(*peak, viewers);
        }
    }
    session_reach::keep_peaks(tx, peaks).await
}
