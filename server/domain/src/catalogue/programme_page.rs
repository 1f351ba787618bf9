//! A programme's page: what it is, and its editions.

use model::catalogue::Publication;
use model::{Language, ProgrammeId, Refusal, Slug};
use sea_orm::FromQueryResult;

use super::card::{Card, of_programme};
use super::rows;
use super::visible::may_load_programme;
use crate::accounts::Visitor;
use crate::{Db, Result};

/// The programme itself, in the reader's language.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ProgrammeFacts {
    pub id: ProgrammeId,
    pub slug: Slug,
    pub publication: Publication,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub portfolio_title: String,
}

/// All of a programme's page.
#[derive(Clone, Debug)]
pub struct ProgrammePage {
    pub programme: ProgrammeFacts,
    pub editions: Vec<Card>,
}

/// The programme at an address, for whoever may load it.
pub async fn programme_page(
    db: &Db,
    visitor: &Visitor,
    slug: &str,
    language: Language,
) -> Result<ProgrammePage> {
    let slug: Slug = slug.parse().map_err(|_| Refusal::NotFound)?;
    let sql = format!(
        "SELECT p.id, p.slug, p.publication, COALESCE(t.title, p.slug) AS title, COALESCE(t.summary, '') AS summary, \
         COALESCE(t.description, '') AS description, COALESCE(ft.title, f.slug) AS portfolio_title \
         FROM programme p JOIN portfolio f ON f.id = p.portfolio {words} {portfolio_words} WHERE p.slug = $1",
        words = rows::words("programme", "p", "t", language),
        portfolio_words = rows::words("portfolio", "f", "ft", language),
    );
    let programme: Option<ProgrammeFacts> = rows::one(db.read(), &sql, vec![slug.into()]).await?;
    let programme = programme.ok_or(Refusal::NotFound)?;
    let editions = of_programme(db.read(), visitor, programme.id, language).await?;
    // Of a draft programme, only those who run an edition in it are given any.
    if editions.is_empty() && !may_load_programme(visitor, programme.publication) {
        return Err(Refusal::NotFound.into());
    }
    Ok(ProgrammePage {
        programme,
        editions,
    })
}
