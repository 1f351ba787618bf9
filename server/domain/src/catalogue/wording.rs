//! A thing's words, language by language: title, summary, description, and for whom it is.

use model::{CourseId, EditionId, Instant, Language, PortfolioId, ProgrammeId, Reason, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use sea_orm::entity::prelude::*;

use super::{
    course, course_text, edition, edition_text, portfolio_text, programme, programme_text,
};
use crate::accounts::Visitor;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// The longest title, in characters.
pub const LONGEST_TITLE: u32 = 200;
/// The longest summary or audience.
pub const LONGEST_SUMMARY: u32 = 600;
/// The longest description.
pub const LONGEST_DESCRIPTION: u32 = 20_000;

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Portfolio(PortfolioId),
    Programme(ProgrammeId),
    Edition(EditionId),
    Course(CourseId),
}

/// Words as typed, or as kept; what a thing has no place for stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub audience: String,
}

impl Wording {
    fn checked(&self) -> std::result::Result<Self, Refusal> {
        let mut form = Form::new();
        let title = form.text("title", &self.title, LONGEST_TITLE);
        let summary = form.optional_text("summary", &self.summary, LONGEST_SUMMARY);
        let description = form.optional_text("description", &self.description, LONGEST_DESCRIPTION);
        let audience = form.optional_text("audience", &self.audience, LONGEST_SUMMARY);
        let wording = (|| {
            Some(Self {
                title: title?,
                summary: summary?,
                description: description?,
                audience: audience?,
            })
        })();
        form.finish(wording)
    }

    fn is_blank(&self) -> bool {
        [
            &self.title,
            &self.summary,
            &self.description,
            &self.audience,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }
}

/// A title for something new.
pub(super) fn title(form: &mut Form, typed: &str) -> Option<String> {
    form.text("title", typed, LONGEST_TITLE)
}

/// The language of something new.
pub(super) fn language(form: &mut Form, typed: &str) -> Option<Language> {
    let language = form.choice("language", typed)?;
    if Language::OFFERED.contains(&language) {
        return Some(language);
    }
    form.refuse("language", Reason::NotAChoice);
    None
}

/// A thing's words in each of its languages.
pub async fn all(db: &impl ConnectionTrait, thing: Thing) -> Result<Vec<(Language, Wording)>> {
    Ok(match thing {
        Thing::Portfolio(id) => portfolio_text::Entity::find()
            .filter(portfolio_text::Column::Portfolio.eq(id))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.language, words(row.title, "", row.description, "")))
            .collect(),
        Thing::Programme(id) => programme_text::Entity::find()
            .filter(programme_text::Column::Programme.eq(id))
            .all(db)
            .await?
            .into_iter()
            .map(|row| {
                (
                    row.language,
                    words(row.title, &row.summary, row.description, ""),
                )
            })
            .collect(),
        Thing::Edition(id) => edition_text::of(db, id)
            .await?
            .into_iter()
            .map(|row| {
                (
                    row.language,
                    words(row.title, &row.summary, row.description, &row.audience),
                )
            })
            .collect(),
        Thing::Course(id) => course_text::Entity::find()
            .filter(course_text::Column::Course.eq(id))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.language, words(row.title, "", row.description, "")))
            .collect(),
    })
}

fn words(title: String, summary: &str, description: String, audience: &str) -> Wording {
    Wording {
        title,
        summary: summary.to_owned(),
        description,
        audience: audience.to_owned(),
    }
}

/// Writes a thing's words in one language. Leaving all of them empty takes the language away, unless it is the last one.
///
/// `version` is the edition's as the writer saw it; other things have none.
pub async fn write(
    db: &Db,
    visitor: &Visitor,
    thing: Thing,
    language: Language,
    typed: &Wording,
    version: i32,
    now: Instant,
) -> Result<()> {
    if !Language::OFFERED.contains(&language) {
        return Err(Refusal::NotFound.into());
    }
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let kept = if typed.is_blank() {
        None
    } else {
        Some(typed.checked()?)
    };
    db.write(async |tx| {
        let (actor, kind, subject, mut detail) = writer(tx, visitor, thing, version).await?;
        if kept.is_none()
            && all(tx, thing)
                .await?
                .iter()
                .all(|(known, _)| *known == language)
        {
            return Err(Refusal::field("title", Reason::Missing).into());
        }
        remove(tx, thing, language).await?;
        if let Some(kept) = &kept {
            insert(tx, thing, language, kept).await?;
        }
        seen_by_search(tx, thing).await?;
        detail.push_str(language.as_str());
        audit::note(tx, Some(actor), "edit_words", kind, subject, &detail, now).await
    })
    .await
}

/// Who writes, and under what the change is noted: a course's under its edition. What the words belong to is locked, so that two
/// who write at once do it one after the other.
async fn writer(
    tx: &Tx,
    visitor: &Visitor,
    thing: Thing,
    version: i32,
) -> Result<(model::PersonId, &'static str, Uuid, String)> {
    Ok(match thing {
        Thing::Portfolio(id) => {
            let actor = programme::administrator(visitor)?;
            super::portfolio::lock(tx, id).await?;
            (actor, "portfolio", id.0, String::new())
        }
        Thing::Programme(id) => {
            let actor = programme::administrator(visitor)?;
            programme::lock(tx, id).await?;
            (actor, "programme", id.0, String::new())
        }
        Thing::Edition(id) => {
            let (actor, edition) = edition::to_edit(tx, visitor, id, Some(version)).await?;
            edition::count_up(tx, &edition).await?;
            (actor, "edition", id.0, String::new())
        }
        Thing::Course(id) => {
            let course = course::find(tx, id).await?;
            let (actor, edition) =
                edition::to_edit(tx, visitor, course.edition, Some(version)).await?;
            edition::count_up(tx, &edition).await?;
            (actor, "edition", edition.id.0, format!("{} ", course.slug))
        }
    })
}

/// Makes search see the words of a thing.
pub(super) async fn seen_by_search(tx: &Tx, thing: Thing) -> Result<()> {
    match thing {
        Thing::Portfolio(_) => Ok(()),
        Thing::Programme(id) => edition_text::fold_all(tx, edition::Column::Programme.eq(id)).await,
        Thing::Edition(id) => edition_text::fold_again(tx, id).await,
        Thing::Course(id) => {
            let edition = course::find(tx, id).await?.edition;
            edition_text::fold_again(tx, edition).await
        }
    }
}

async fn remove(tx: &Tx, thing: Thing, language: Language) -> Result<()> {
    match thing {
        Thing::Portfolio(id) => {
            portfolio_text::Entity::delete_by_id((id, language))
                .exec(tx)
                .await?
        }
        Thing::Programme(id) => {
            programme_text::Entity::delete_by_id((id, language))
                .exec(tx)
                .await?
        }
        Thing::Edition(id) => {
            edition_text::Entity::delete_by_id((id, language))
                .exec(tx)
                .await?
        }
        Thing::Course(id) => {
            course_text::Entity::delete_by_id((id, language))
                .exec(tx)
                .await?
        }
    };
    Ok(())
}

/// Writes the words of something in a language it has none in.
pub(super) async fn insert(
    tx: &Tx,
    thing: Thing,
    language: Language,
    wording: &Wording,
) -> Result<()> {
    let Wording {
        title,
        summary,
        description,
        audience,
    } = wording.clone();
    match thing {
        Thing::Portfolio(id) => {
            let row = portfolio_text::ActiveModel {
                portfolio: Set(id),
                language: Set(language),
                title: Set(title),
                description: Set(description),
            };
            portfolio_text::Entity::insert(row)
                .exec_without_returning(tx)
                .await?;
        }
        Thing::Programme(id) => {
            let row = programme_text::ActiveModel {
                programme: Set(id),
                language: Set(language),
                title: Set(title),
                summary: Set(summary),
                description: Set(description),
            };
            programme_text::Entity::insert(row)
                .exec_without_returning(tx)
                .await?;
        }
        Thing::Edition(id) => {
            let row = edition_text::ActiveModel {
                edition: Set(id),
                language: Set(language),
                folded: Set(String::new()),
                title: Set(title),
                summary: Set(summary),
                description: Set(description),
                audience: Set(audience),
            };
            edition_text::Entity::insert(row)
                .exec_without_returning(tx)
                .await?;
        }
        Thing::Course(id) => {
            let row = course_text::ActiveModel {
                course: Set(id),
                language: Set(language),
                title: Set(title),
                description: Set(description),
            };
            course_text::Entity::insert(row)
                .exec_without_returning(tx)
                .await?;
        }
    }
    Ok(())
}
