//! Sums of a session's view bins, by detected country.

use model::SessionId;
use sea_orm::RelationDef;
use sea_orm::entity::prelude::*;

use crate::schedule::session;

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

/// From totals to their session.
pub(super) fn to_session() -> RelationDef {
    Entity::belongs_to(session::Entity)
        .from(Column::Session)
        .to(session::Column::Id)
        .into()
}
