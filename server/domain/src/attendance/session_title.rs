//! What sessions and editions are called in the reader's language.

use std::collections::HashMap;

use model::{EditionId, Language, SessionId};
use sea_orm::QuerySelect;
use sea_orm::QueryTrait;
use sea_orm::entity::prelude::*;

use crate::Result;
use crate::catalogue::edition_text;
use crate::schedule::{session, session_text};

/// The titles of an edition's sessions: in the reader's language, else in English, else in any.
pub async fn of_edition(
    db: &impl ConnectionTrait,
    edition: EditionId,
    language: Language,
) -> Result<HashMap<SessionId, String>> {
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::Edition.eq(edition))
        .into_query();
    let mut texts = session_text::Entity::find()
        .filter(session_text::Column::Session.in_subquery(sessions))
        .all(db)
        .await?;
    best_last(&mut texts, language, |text| text.language);
    Ok(texts
        .into_iter()
        .map(|text| (text.session, text.title))
        .collect())
}

/// The title of one session.
pub async fn of(
    db: &impl ConnectionTrait,
    session: SessionId,
    language: Language,
) -> Result<String> {
    let mut texts = session_text::Entity::find()
        .filter(session_text::Column::Session.eq(session))
        .all(db)
        .await?;
    best_last(&mut texts, language, |text| text.language);
    Ok(texts.pop().map(|text| text.title).unwrap_or_default())
}

/// The title of an edition.
pub async fn edition_title(
    db: &impl ConnectionTrait,
    edition: EditionId,
    language: Language,
) -> Result<String> {
    let mut texts = edition_text::Entity::find()
        .filter(edition_text::Column::Edition.eq(edition))
        .all(db)
        .await?;
    best_last(&mut texts, language, |text| text.language);
    Ok(texts.pop().map(|text| text.title).unwrap_or_default())
}

/// Sorts texts so that the one the reader would rather read stands last.
pub(crate) fn best_last<T>(texts: &mut [T], wanted: Language, of: impl Fn(&T) -> Language) {
    texts.sort_by_key(|text| match of(text) {
        language if language == wanted => 2,
        Language::English => 1,
        _ => 0,
    });
}
