//! Viewers with a beat in each minute of a session.

use model::SessionId;
use sea_orm::entity::prelude::*;

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
