//! What was watched in 15-minute UTC bins, by session and detected country. Figures read what is summed from them.

use model::SessionId;
use sea_orm::entity::prelude::*;

/// A row of `view_bin`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "view_bin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    /// minutes since the epoch / 15
    #[sea_orm(primary_key, auto_increment = false)]
    pub bin: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub country: String,
    pub plays: i64,
    /// plays with at least 10 s
    pub long_enough: i64,
    /// of those, by bots
    pub bots: i64,
    pub views: i64,
    /// visitors first seen in the session in this bin
    pub session_uniques: i64,
    /// visitors first seen in the edition in this bin
    pub edition_uniques: i64,
    pub watched_ms: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
