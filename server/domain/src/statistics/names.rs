//! What portfolios, programmes, editions and sessions are called, in the reader's language where there are words in it.

use std::collections::HashMap;
use std::hash::Hash;

use model::{EditionId, Language, PortfolioId, ProgrammeId, SessionId};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use crate::catalogue::{edition_text, portfolio_text, programme_text};
use crate::schedule::session_text;
use crate::{Db, Result};

/// Titles of all portfolios.
pub async fn portfolios(db: &Db, language: Language) -> Result<HashMap<PortfolioId, String>> {
    use portfolio_text::Column;
    let texts = portfolio_text::Entity::find()
        .select_only()
        .columns([Column::Portfolio, Column::Language, Column::Title])
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(best(texts, language))
}

/// The title of a programme.
pub async fn programme(db: &Db, id: ProgrammeId, language: Language) -> Result<String> {
    use programme_text::Column;
    let texts: Vec<(ProgrammeId, Language, String)> = programme_text::Entity::find()
        .select_only()
        .columns([Column::Programme, Column::Language, Column::Title])
        .filter(Column::Programme.eq(id))
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(best(texts, language).remove(&id).unwrap_or_default())
}

/// Titles of some editions.
pub async fn editions(
    db: &Db,
    ids: impl IntoIterator<Item = EditionId>,
    language: Language,
) -> Result<HashMap<EditionId, String>> {
    use edition_text::Column;
    let texts = edition_text::Entity::find()
        .select_only()
        .columns([Column::Edition, Column::Language, Column::Title])
        .filter(Column::Edition.is_in(ids))
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(best(texts, language))
}

/// Titles of some sessions.
pub async fn sessions(
    db: &Db,
    ids: impl IntoIterator<Item = SessionId>,
    language: Language,
) -> Result<HashMap<SessionId, String>> {
    use session_text::Column;
    let texts = session_text::Entity::find()
        .select_only()
        .columns([Column::Session, Column::Language, Column::Title])
        .filter(Column::Session.is_in(ids))
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(best(texts, language))
}

/// The title in the reader's language, else in English, else in any.
fn best<K: Eq + Hash>(texts: Vec<(K, Language, String)>, language: Language) -> HashMap<K, String> {
    let mut chosen: HashMap<K, (u8, String)> = HashMap::new();
    for (key, written_in, title) in texts {
        let fit = match written_in {
            own if own == language => 2,
            Language::English => 1,
            _ => 0,
        };
        let better = chosen.get(&key).is_none_or(|(known, _)| *known < fit);
        if better {
            chosen.insert(key, (fit, title));
        }
    }
    chosen
        .into_iter()
        .map(|(key, (_, title))| (key, title))
        .collect()
}
