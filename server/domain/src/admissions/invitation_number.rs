//! The numbers of letters: one sequence a year, without a gap.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict};

use crate::{Error, Result, Tx};

/// A row of `invitation_number`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation_number")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    pub last: i32,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Takes `many` numbers of a year and gives the first.
///
/// The year's row is locked until the transaction ends: one that fails gives its numbers back, so there are no gaps.
pub(super) async fn take(tx: &Tx, year: i32, many: i32) -> Result<i32> {
    let row = ActiveModel {
        year: Set(year),
        last: Set(many),
    };
    let counted_up = OnConflict::column(Column::Year)
        .value(Column::Last, Expr::col((Entity, Column::Last)).add(many))
        .to_owned();
    Entity::insert(row)
        .on_conflict(counted_up)
        .exec_without_returning(tx)
        .await?;
    let row = Entity::find_by_id(year).one(tx).await?;
    row.map(|row| row.last - many + 1)
        .ok_or_else(|| Error::Fault(format!("the letters of {year} have no number")))
}
