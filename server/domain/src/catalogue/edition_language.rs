//! A language an edition is taught in.

use model::EditionId;
use sea_orm::entity::prelude::*;

/// A row of `edition_language`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_language")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    /// BCP 47, for instance `fr`
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
