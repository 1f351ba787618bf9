//! A question's words in one language.

use model::{FormFieldId, Language};
use sea_orm::entity::prelude::*;

/// A row of `form_field_text`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_field_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: FormFieldId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: Language,
    pub label: String,
    pub help: String,
    /// one a line, in the same order in every language
    pub options: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
