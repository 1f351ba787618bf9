//! What lies on a member of staff's desk: their editions and the sessions that come next.

use model::catalogue::Publication;
use model::{
    CourseId, EditionId, Instant, Language, PortfolioId, ProgrammeId, Refusal, Role, SessionId,
    Slug, Zone,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::card::{Card, cards, soonest_first};
use super::rows::{self, Where};
use crate::Result;
use crate::accounts::Visitor;

/// A session that comes next.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NextSession {
    pub id: SessionId,
    pub number: i32,
    pub title: String,
    pub programme_slug: Slug,
    pub edition_slug: Slug,
    pub edition_title: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub zone: Zone,
}

/// Signed in, with a role.
pub fn staff(visitor: &Visitor) -> std::result::Result<(), Refusal> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if visitor.is_staff() {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// The editions that somebody runs, or trains a course of, and that are not over, nearest first; an administrator runs all.
pub async fn my_editions(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    language: Language,
    now: Instant,
) -> Result<Vec<Card>> {
    staff(visitor)?;
    let mut conditions = Where::default();
    if !visitor.is_administrator() {
        let own = conditions.bind_all(visitor.coordinated_editions());
        let courses = conditions.bind_all(trained_courses(visitor));
        conditions.and(format!(
            "(e.id IN {own} OR e.id IN (SELECT c.edition FROM course c WHERE c.id IN {courses}))"
        ));
    }
    let moment = conditions.bind(now);
    conditions.and(format!("e.ends_at > {moment}"));
    cards(db, conditions, &soonest_first(&moment), 20, 0, language).await
}

fn trained_courses(visitor: &Visitor) -> Vec<CourseId> {
    let grants = visitor.grants().iter();
    grants
        .filter(|grant| grant.role == Role::Trainer)
        .filter_map(|grant| grant.course)
        .collect()
}

/// The next sessions that somebody runs or trains; an administrator's are all.
pub async fn my_next_sessions(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    language: Language,
    now: Instant,
) -> Result<Vec<NextSession>> {
    let mut conditions = Where::default();
    let moment = conditions.bind(now);
    conditions.and(format!("s.ends_at > {moment}"));
    my_sessions(
        db,
        visitor,
        language,
        conditions,
        "s.starts_at, s.id LIMIT 10",
    )
    .await
}

/// What somebody runs or trains that ended after `since` and no later than `now`, the latest first.
pub async fn my_past_sessions(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    language: Language,
    since: Instant,
    now: Instant,
) -> Result<Vec<NextSession>> {
    let mut conditions = Where::default();
    let (since, now) = (conditions.bind(since), conditions.bind(now));
    conditions.and(format!("s.ends_at > {since} AND s.ends_at <= {now}"));
    conditions.and("e.publication <> 'cancelled'");
    my_sessions(
        db,
        visitor,
        language,
        conditions,
        "s.ends_at DESC, s.id LIMIT 100",
    )
    .await
}

/// Sessions that take place, that somebody runs or trains; an administrator's are all.
async fn my_sessions(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    language: Language,
    mut conditions: Where,
    order: &str,
) -> Result<Vec<NextSession>> {
    staff(visitor)?;
    conditions.and("s.state = 'planned'");
    if !visitor.is_administrator() {
        let sessions: Vec<SessionId> = visitor
            .grants()
            .iter()
            .filter(|grant| grant.role == Role::Trainer)
            .filter_map(|grant| grant.session)
            .collect();
        let editions = conditions.bind_all(visitor.coordinated_editions());
        let courses = conditions.bind_all(trained_courses(visitor));
        let sessions = conditions.bind_all(sessions);
        conditions.and(format!(
            "(s.edition IN {editions} OR s.course IN {courses} OR s.id IN {sessions})"
        ));
    }
    let sql = format!(
        "SELECT s.id, s.number, COALESCE(t.title, '') AS title, p.slug AS programme_slug, e.slug AS edition_slug, \
         COALESCE(et.title, e.slug) AS edition_title, s.starts_at, s.ends_at, s.zone \
         FROM session s JOIN edition e ON e.id = s.edition JOIN programme p ON p.id = e.programme {words} {edition_words} \
         WHERE {conditions} ORDER BY {order}",
        words = rows::words("session", "s", "t", language),
        edition_words = rows::words("edition", "e", "et", language),
        conditions = conditions.sql(),
    );
    rows::all(db, &sql, conditions.values()).await
}

/// A line of the staff catalogue: a portfolio, a programme of it, an edition of that.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    pub portfolio: PortfolioId,
    pub portfolio_title: String,
    pub programme: Option<ProgrammeId>,
    pub programme_title: Option<String>,
    pub programme_publication: Option<Publication>,
    pub edition: Option<EditionId>,
    pub edition_title: Option<String>,
    pub publication: Option<Publication>,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
}

/// The whole catalogue with its drafts for administrators and auditors; their own editions for coordinators.
pub async fn staff_catalogue(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    language: Language,
) -> Result<Vec<Line>> {
    staff(visitor)?;
    let mut conditions = Where::default();
    if !visitor.is_administrator() && !visitor.is_auditor() {
        let own = visitor.coordinated_editions();
        if own.is_empty() {
            return Err(Refusal::NotAllowed.into());
        }
        let own = conditions.bind_all(own);
        conditions.and(format!("e.id IN {own}"));
    }
    let sql = format!(
        "SELECT f.id AS portfolio, COALESCE(ft.title, f.slug) AS portfolio_title, p.id AS programme, \
         COALESCE(pt.title, p.slug) AS programme_title, p.publication AS programme_publication, e.id AS edition, \
         COALESCE(t.title, e.slug) AS edition_title, e.publication, e.starts_on, e.ends_on \
         FROM portfolio f LEFT JOIN programme p ON p.portfolio = f.id LEFT JOIN edition e ON e.programme = p.id \
         {portfolio_words} {programme_words} {words} WHERE {conditions} \
         ORDER BY f.place, f.slug, p.slug, e.starts_on DESC, e.slug LIMIT 2000",
        portfolio_words = rows::words("portfolio", "f", "ft", language),
        programme_words = rows::words("programme", "p", "pt", language),
        words = rows::words("edition", "e", "t", language),
        conditions = conditions.sql(),
    );
    rows::all(db, &sql, conditions.values()).await
}

/// A choice of portfolios by their titles.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PortfolioTitle {
    pub id: PortfolioId,
    pub title: String,
}

/// All portfolios, in their order.
pub async fn portfolio_titles(
    db: &impl ConnectionTrait,
    language: Language,
) -> Result<Vec<PortfolioTitle>> {
    let sql = format!(
        "SELECT f.id, COALESCE(t.title, f.slug) AS title FROM portfolio f {} ORDER BY f.place, f.slug",
        rows::words("portfolio", "f", "t", language)
    );
    rows::all(db, &sql, Vec::new()).await
}
