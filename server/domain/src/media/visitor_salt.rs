//! A salt of visitor keys: of an edition, or of a calendar month.

use model::Instant;
use sea_orm::entity::prelude::*;

/// A row of `visitor_salt`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visitor_salt")]
pub struct Model {
    /// `edition:…` or `month:2026-11`
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    pub salt: Vec<u8>,
    pub created_at: Instant,
    /// when it is destroyed
    pub expires_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
