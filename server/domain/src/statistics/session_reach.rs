//! How many a session reached: viewers who watched at least half, and the most who watched at once.

use std::collections::BTreeMap;

use model::SessionId;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ExprTrait, JoinType, QuerySelect, RelationDef};

use super::Ground;
use crate::schedule::session;
use crate::{Db, Result, Tx};

/// A row of `session_reach`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_reach")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    /// the sum of its engaged bins
    pub engaged: i64,
    /// the largest of its concurrent bins
    pub peak: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds engaged viewers.
pub(super) async fn add_engaged(tx: &Tx, viewers: BTreeMap<SessionId, i64>) -> Result<()> {
    let rows = viewers.into_iter().map(|(session, engaged)| ActiveModel {
        session: Set(session),
        engaged: Set(engaged),
        peak: Set(0),
    });
    let sum = known(Column::Engaged).add(told(Column::Engaged));
    put(tx, rows, Column::Engaged, sum).await
}

/// Keeps the larger peak: whoever comes later may know less.
pub(super) async fn keep_peaks(tx: &Tx, viewers: BTreeMap<SessionId, i64>) -> Result<()> {
    let rows = viewers.into_iter().map(|(session, peak)| ActiveModel {
        session: Set(session),
        engaged: Set(0),
        peak: Set(peak),
    });
    let is_higher = told(Column::Peak).gt(known(Column::Peak));
    let larger = Expr::case(is_higher, told(Column::Peak)).finally(known(Column::Peak));
    put(tx, rows, Column::Peak, larger.into()).await
}

fn known(column: Column) -> Expr {
    Expr::col((Entity, column))
}

fn told(column: Column) -> Expr {
    Expr::col(("excluded", column))
}

async fn put(
    tx: &Tx,
    rows: impl Iterator<Item = ActiveModel>,
    column: Column,
    value: Expr,
) -> Result<()> {
    let rows: Vec<ActiveModel> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(Column::Session)
                .value(column, value)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The sessions of a ground that reached somebody.
pub async fn of_ground(db: &Db, ground: &Ground) -> Result<Vec<Model>> {
    let to_session: RelationDef = Entity::belongs_to(session::Entity)
        .from(Column::Session)
        .to(session::Column::Id)
        .into();
    Ok(Entity::find()
        .join(JoinType::InnerJoin, to_session)
        .filter(ground.all_sessions())
        .all(db.read())
        .await?)
}
