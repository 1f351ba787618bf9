//! Engaged viewers in 15-minute UTC bins, by session and country: where and when they were first seen.

use std::collections::BTreeMap;

use model::SessionId;
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::session_reach;
use crate::{Result, Tx};

/// A row of `engaged_bin`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "engaged_bin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    /// minutes since the epoch / 15
    #[sea_orm(primary_key, auto_increment = false)]
    pub bin: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub country: String,
    pub viewers: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds to bins and to what their sessions reached: the only way to write them.
pub async fn add(tx: &Tx, bins: BTreeMap<(SessionId, i64, String), i64>) -> Result<()> {
    if bins.is_empty() {
        return Ok(());
    }
    let mut reached: BTreeMap<SessionId, i64> = BTreeMap::new();
    for ((session, ..), viewers) in &bins {
        *reached.entry(*session).or_default() += viewers;
    }
    let rows = bins
        .into_iter()
        .map(|((session, bin, country), viewers)| ActiveModel {
            session: Set(session),
            bin: Set(bin),
            country: Set(country),
            viewers: Set(viewers),
        });
    let sum = Expr::col((Entity, Column::Viewers)).add(Expr::col(("excluded", Column::Viewers)));
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::Session, Column::Bin, Column::Country])
                .value(Column::Viewers, sum)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    session_reach::add_engaged(tx, reached).await
}
