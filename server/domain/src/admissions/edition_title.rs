//! Editions' titles, in the reader's language where there are words in it.

use std::collections::HashMap;

use model::{EditionId, Language};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use crate::Result;
use crate::catalogue::edition_text;

/// The titles of `editions`: in `language`, else in English, else in any.
pub(super) async fn titles(
    db: &impl ConnectionTrait,
    editions: Vec<EditionId>,
    language: Language,
) -> Result<HashMap<EditionId, String>> {
    let mut texts: Vec<(EditionId, Language, String)> = edition_text::Entity::find()
        .select_only()
        .column(edition_text::Column::Edition)
        .column(edition_text::Column::Language)
        .column(edition_text::Column::Title)
        .filter(edition_text::Column::Edition.is_in(editions))
        .into_tuple()
        .all(db)
        .await?;
    // The best comes last and stays.
    texts.sort_by_key(|(_, theirs, _)| (*theirs == language, *theirs == Language::English));
    Ok(texts
        .into_iter()
        .map(|(edition, _, title)| (edition, title))
        .collect())
}
