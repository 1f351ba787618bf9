//! A host organisation.

use model::{Country, HostId, Instant};
use sea_orm::entity::prelude::*;

/// A row of `host`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "host")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HostId,
    pub name: String,
    pub city: String,
    pub country: Country,
    pub website: String,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
