//! An edition's words in one language.

use model::{EditionId, Language};
use sea_orm::entity::prelude::*;

/// A row of `edition_text`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: Language,
    pub title: String,
    pub summary: String,
    /// Markdown
    pub description: String,
    /// for whom it is
    pub audience: String,
    /// what search looks in: title, summary and place, lower case, without accents
    pub folded: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
