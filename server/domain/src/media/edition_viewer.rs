//! A visitor seen in an edition: a unique viewer of it.

use model::{EditionId, Instant};
use sea_orm::entity::prelude::*;

/// A row of `edition_viewer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_viewer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub visitor_key: Vec<u8>,
    pub country: String,
    pub first_seen_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
