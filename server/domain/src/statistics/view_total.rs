//! Sums of a session's view bins, by detected country.

use std::collections::BTreeMap;

use model::SessionId;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, InsertStatement, OnConflict, Query};
use sea_orm::{ExprTrait, Iterable};

use super::view_bin;
use crate::{Result, Tx};

/// A row of `view_total`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "view_total")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub country: String,
    pub plays: i64,
    pub long_enough: i64,
    pub bots: i64,
    pub views: i64,
    pub session_uniques: i64,
    pub edition_uniques: i64,
    pub watched_ms: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds what was added to bins. In the order of the key, so that two servers never wait for each other in a circle.
pub(super) async fn add(tx: &Tx, bins: &[view_bin::Model]) -> Result<()> {
    let mut sums: BTreeMap<(SessionId, &str), Model> = BTreeMap::new();
    for bin in bins {
        let sum = sums
            .entry((bin.session, &bin.country))
            .or_insert_with(|| nothing(bin));
        sum.plays += bin.plays;
        sum.long_enough += bin.long_enough;
        sum.bots += bin.bots;
        sum.views += bin.views;
        sum.session_uniques += bin.session_uniques;
        sum.edition_uniques += bin.edition_uniques;
        sum.watched_ms += bin.watched_ms;
    }
    let rows: Vec<ActiveModel> = sums.into_values().map(row).collect();
    for some in rows.chunks(view_bin::ROWS_A_STATEMENT) {
        Entity::insert_many(some.to_vec())
            .on_conflict(adding())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn nothing(bin: &view_bin::Model) -> Model {
    Model {
        session: bin.session,
        country: bin.country.clone(),
        plays: 0,
        long_enough: 0,
        bots: 0,
        views: 0,
        session_uniques: 0,
        edition_uniques: 0,
        watched_ms: 0,
    }
}

fn row(sum: Model) -> ActiveModel {
    ActiveModel {
        session: Set(sum.session),
        country: Set(sum.country),
        plays: Set(sum.plays),
        long_enough: Set(sum.long_enough),
        bots: Set(sum.bots),
        views: Set(sum.views),
        session_uniques: Set(sum.session_uniques),
        edition_uniques: Set(sum.edition_uniques),
        watched_ms: Set(sum.watched_ms),
    }
}

fn counts() -> impl Iterator<Item = Column> {
    Column::iter().filter(|column| !matches!(column, Column::Session | Column::Country))
}

fn adding() -> OnConflict {
    let mut on_conflict = OnConflict::columns([Column::Session, Column::Country]);
    for column in counts() {
        let added = Expr::col((Alias::new("excluded"), column));
        on_conflict.value(column, Expr::col((Entity, column)).add(added));
    }
    on_conflict
}

/// Computes every total anew from the bins: after bins were written in bulk, past [`view_bin::add`].
pub async fn rebuild(tx: &Tx) -> Result<()> {
    Entity::delete_many().exec(tx).await?;
    let mut sums = Query::select();
    sums.from(view_bin::Entity)
        .column(view_bin::Column::Session)
        .column(view_bin::Column::Country);
    for column in counts() {
        sums.expr(Expr::col(column).sum().cast_as("bigint"));
    }
    sums.group_by_col(view_bin::Column::Session)
        .group_by_col(view_bin::Column::Country);
    let mut insert = InsertStatement::new();
    insert
        .into_table(Entity)
        .columns(
            [Column::Session, Column::Country]
                .into_iter()
                .chain(counts()),
        )
        .select_from(sums)
        .map_err(|error| crate::Error::Fault(error.to_string()))?;
    tx.execute(&insert).await?;
    Ok(())
}
