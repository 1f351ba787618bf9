//! An organisation that hosts an edition.

use model::{EditionId, HostId};
use sea_orm::entity::prelude::*;

/// A row of `edition_host`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_host")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub host: HostId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
