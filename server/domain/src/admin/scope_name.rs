//! What the places are called in which a role holds.

use std::collections::HashMap;

use model::role::Scope;
use model::{Country, CourseId, EditionId, Language, SessionId};
use sea_orm::entity::prelude::*;

use crate::Result;
use crate::attendance::session_title::best_last;
use crate::catalogue::{course, course_text, edition_text};
use crate::schedule::{session, session_text};

/// A scope by its titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ScopeName {
    /// Everywhere.
    #[default]
    All,
    Edition(String),
    Course {
        course: String,
        edition: String,
    },
    Session {
        session: String,
        edition: String,
    },
    Country {
        country: Country,
        edition: String,
    },
}

/// The names of these scopes in the reader's language, in a handful of queries however many there are.
pub async fn names(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    language: Language,
) -> Result<HashMap<Scope, ScopeName>> {
    let courses = courses(db, scopes, language).await?;
    let sessions = sessions(db, scopes, language).await?;
    let editions = scopes
        .iter()
        .filter_map(|scope| match scope {
            Scope::Edition(edition) | Scope::CountryInEdition(_, edition) => Some(*edition),
            _ => None,
        })
        .chain(courses.values().map(|(_, edition)| *edition))
        .chain(sessions.values().map(|(_, edition)| *edition))
        .collect();
    let editions = edition_titles(db, editions, language).await?;
    let edition = |id: EditionId| editions.get(&id).cloned().unwrap_or_default();
    Ok(scopes
        .iter()
        .filter_map(|scope| {
            let name = match scope {
                Scope::All => ScopeName::All,
                Scope::Edition(id) => ScopeName::Edition(edition(*id)),
                Scope::Course(id) => courses.get(id).map(|(title, id)| ScopeName::Course {
                    course: title.clone(),
                    edition: edition(*id),
                })?,
                Scope::Session(id) => sessions.get(id).map(|(title, id)| ScopeName::Session {
                    session: title.clone(),
                    edition: edition(*id),
                })?,
                Scope::CountryInEdition(country, id) => ScopeName::Country {
                    country: *country,
                    edition: edition(*id),
                },
            };
            Some((*scope, name))
        })
        .collect())
}

/// The titles of editions.
pub async fn edition_titles(
    db: &impl ConnectionTrait,
    editions: Vec<EditionId>,
    language: Language,
) -> Result<HashMap<EditionId, String>> {
    let mut texts = edition_text::Entity::find()
        .filter(edition_text::Column::Edition.is_in(editions))
        .all(db)
        .await?;
    best_last(&mut texts, language, |text| text.language);
    Ok(texts
        .into_iter()
        .map(|text| (text.edition, text.title))
        .collect())
}

async fn courses(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    language: Language,
) -> Result<HashMap<CourseId, (String, EditionId)>> {
    let ids: Vec<CourseId> = scopes
        .iter()
        .filter_map(|scope| match scope {
            Scope::Course(course) => Some(*course),
            _ => None,
        })
        .collect();
    let mut texts = course_text::Entity::find()
        .filter(course_text::Column::Course.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    best_last(&mut texts, language, |text| text.language);
    let titles: HashMap<CourseId, String> = texts
        .into_iter()
        .map(|text| (text.course, text.title))
        .collect();
    let rows = course::Entity::find()
        .filter(course::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let title = titles.get(&row.id).cloned();
            (
                row.id,
                (title.unwrap_or_else(|| row.slug.to_string()), row.edition),
            )
        })
        .collect())
}

async fn sessions(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    language: Language,
) -> Result<HashMap<SessionId, (String, EditionId)>> {
    let ids: Vec<SessionId> = scopes
        .iter()
        .filter_map(|scope| match scope {
            Scope::Session(session) => Some(*session),
            _ => None,
        })
        .collect();
    let mut texts = session_text::Entity::find()
        .filter(session_text::Column::Session.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    best_last(&mut texts, language, |text| text.language);
    let titles: HashMap<SessionId, String> = texts
        .into_iter()
        .map(|text| (text.session, text.title))
        .collect();
    let rows = session::Entity::find()
        .filter(session::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let title = titles.get(&row.id).cloned();
            (
                row.id,
                (title.unwrap_or_else(|| row.number.to_string()), row.edition),
            )
        })
        .collect())
}
