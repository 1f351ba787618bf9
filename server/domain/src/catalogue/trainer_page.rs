//! A trainer's public page: who they are and what they teach in editions that the reader can see.

use model::catalogue::Publication;
use model::{Country, Instant, Language, PersonId, Refusal, Slug};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::rows::{self, Where};
use super::visible::PUBLIC;
use crate::Result;
use crate::accounts::{Visitor, person};

/// One course, or an edition whose sessions they run.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Taught {
    pub programme_slug: Slug,
    pub edition_slug: Slug,
    pub edition_title: String,
    pub course_slug: Option<Slug>,
    pub course_title: Option<String>,
    /// Whether the course is all there is of the edition: then the edition's page is its page.
    pub is_only_course: bool,
    pub publication: Publication,
    pub course_cancelled_at: Option<Instant>,
    pub starts_on: String,
    pub ends_on: String,
}

/// A trainer's page. Only what is printed of them.
#[derive(Clone, Debug)]
pub struct TrainerPage {
    pub name: String,
    pub native_name: String,
    pub organisation: String,
    pub country: Country,
    /// Markdown.
    pub about: String,
    pub taught: Vec<Taught>,
}

/// The page of somebody who teaches where the reader can see it; anybody else has none.
pub async fn trainer_page(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    trainer: PersonId,
    language: Language,
) -> Result<TrainerPage> {
    let person = person::find(db, trainer).await?;
    let mut conditions = Where::default();
    let who = conditions.bind(trainer);
    if !visitor.is_administrator() && !visitor.is_auditor() {
        let own = conditions.bind_all(visitor.coordinated_editions());
        conditions.and(format!("(({PUBLIC}) OR e.id IN {own})"));
    }
    let sql = format!(
        "SELECT DISTINCT p.slug AS programme_slug, e.slug AS edition_slug, COALESCE(t.title, e.slug) AS edition_title, \
         c.slug AS course_slug, ct.title AS course_title, \
         c.cancelled_at AS course_cancelled_at, e.publication, \
         (SELECT COUNT(*) FROM course o WHERE o.edition = e.id) = 1 AS is_only_course, e.starts_on, e.ends_on, e.starts_at \
         FROM (SELECT c.edition, x.course FROM course_trainer x JOIN course c ON c.id = x.course WHERE x.person = {who} \
         UNION SELECT s.edition, s.course FROM session_trainer x JOIN session s ON s.id = x.session WHERE x.person = {who}) taught \
         JOIN edition e ON e.id = taught.edition JOIN programme p ON p.id = e.programme \
         {words} LEFT JOIN course c ON c.id = taught.course {course_words} \
         WHERE {conditions} ORDER BY e.starts_at DESC, p.slug, e.slug, c.slug",
        words = rows::words("edition", "e", "t", language),
        course_words = rows::words("course", "c", "ct", language),
        conditions = conditions.sql(),
    );
    let taught: Vec<Taught> = rows::all(db, &sql, conditions.values()).await?;
    if taught.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    Ok(TrainerPage {
        name: person.printed_name,
        native_name: person.native_name,
        organisation: person.organisation,
        country: person.country,
        about: person.about,
        taught,
    })
}
