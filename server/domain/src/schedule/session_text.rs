//! A session's words in one language.

use model::{Language, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `session_text`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: Language,
    pub title: String,
    /// Markdown
    pub description: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Of a thing's words in several languages those that the reader reads best: their own, else English, else any.
pub fn best<T>(
    words: impl IntoIterator<Item = T>,
    language_of: impl Fn(&T) -> Language,
    reader: Language,
) -> Option<T> {
    words.into_iter().min_by_key(|text| {
        let language = language_of(text);
        (language != reader, language != Language::English, language)
    })
}
