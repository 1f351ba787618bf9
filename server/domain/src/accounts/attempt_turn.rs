//! Whose turn it is: tries of the same thing wait for each other, so that none is counted before the one beside it is noted.

use model::Instant;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::{Result, Tx};

/// A row that is locked by being written.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt_turn")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tried: Vec<u8>,
    pub at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Waits for everybody who tries the same, until their transactions end.
pub(super) async fn take(tx: &Tx, tried: &[u8], now: Instant) -> Result<()> {
    let row = ActiveModel {
        tried: Set(tried.to_vec()),
        at: Set(now),
    };
    let anew = OnConflict::column(Column::Tried)
        .update_column(Column::At)
        .to_owned();
    Entity::insert(row)
        .on_conflict(anew)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Removes turns from before `old`.
pub(super) async fn sweep(tx: &Tx, old: Instant) -> Result<u64> {
    let gone = Entity::delete_many()
        .filter(Column::At.lt(old))
        .exec(tx)
        .await?;
    Ok(gone.rows_affected)
}
