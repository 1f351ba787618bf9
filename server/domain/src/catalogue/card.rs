//! An edition as lists show it: one statement for a page of them, whatever the length of the catalogue.

use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::{EditionId, Instant, Language, ProgrammeId, Slug, Zone};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::admission_window::{AdmissionWindow, open_in_sql};
use super::rows::{self, Where};
use super::visible::LISTED;
use crate::Result;
use crate::accounts::Visitor;

/// An edition in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Card {
    pub id: EditionId,
    pub programme_slug: Slug,
    pub slug: Slug,
    pub title: String,
    pub summary: String,
    pub kind: EditionKind,
    pub mode: Mode,
    pub publication: Publication,
    pub starts_on: String,
    pub ends_on: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub zone: Zone,
    pub place: String,
    pub admission_way: AdmissionWay,
    pub admission_opens_at: Option<Instant>,
    pub admission_closes_at: Option<Instant>,
    /// Seats taken, where there is a limit.
    pub taken: Option<i32>,
    /// Seats in all, where there is a limit.
    pub size: Option<i32>,
    languages: Option<String>,
    /// Sessions that are not cancelled.
    pub sessions: i64,
    /// The title of its course, where it has only one.
    pub course_title: Option<String>,
    /// Since when its only course does not take place.
    pub course_cancelled_at: Option<Instant>,
}

impl Card {
    /// The edition's address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/programmes/{}/{}", self.programme_slug, self.slug)
    }

    /// What it is called: an edition with one course is that course.
    #[must_use]
    pub fn heading(&self) -> &str {
        self.course_title.as_deref().unwrap_or(&self.title)
    }

    /// Of which edition the course is, where the heading does not say.
    #[must_use]
    pub fn second_line(&self) -> Option<&str> {
        (self.heading() != self.title).then_some(self.title.as_str())
    }

    /// The languages it is taught in, as BCP 47 tags.
    #[must_use]
    pub fn languages(&self) -> Vec<&str> {
        tags(self.languages.as_deref())
    }

    /// Where `now` lies in its admission.
    #[must_use]
    pub fn admission(&self, now: Instant) -> AdmissionWindow {
        AdmissionWindow::at(
            now,
            self.publication,
            self.admission_opens_at,
            self.admission_closes_at,
            self.ends_at,
        )
    }
}

pub(super) fn tags(joined: Option<&str>) -> Vec<&str> {
    let mut tags: Vec<&str> = joined
        .unwrap_or_default()
        .split(',')
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort_unstable();
    tags
}

/// What is to come first, nearest first; then what is over, latest first. `now` is how the statement calls the moment.
pub(super) fn soonest_first(now: &str) -> String {
    format!(
        "CASE WHEN e.ends_at > {now} THEN 0 ELSE 1 END, \
         CASE WHEN e.ends_at > {now} THEN e.starts_at ELSE -e.starts_at END, e.id"
    )
}

/// So many editions under conditions on `e` (the edition) and `p` (its programme). Only those of the page are joined with anything.
pub(super) async fn cards(
    db: &impl ConnectionTrait,
    conditions: Where,
    order: &str,
    most: u64,
    skipped: u64,
    language: Language,
) -> Result<Vec<Card>> {
    let sql = format!(
        "SELECT e.id, e.slug, e.kind, e.mode, e.publication, e.starts_on, e.ends_on, e.starts_at, e.ends_at, e.zone, e.place, \
         e.admission_way, e.admission_opens_at, e.admission_closes_at, p.slug AS programme_slug, \
         COALESCE(t.title, e.slug) AS title, COALESCE(t.summary, '') AS summary, sc.taken AS taken, sc.size AS size, \
         (SELECT string_agg(el.language, ',') FROM edition_language el WHERE el.edition = e.id) AS languages, \
         (SELECT COUNT(*) FROM session s WHERE s.edition = e.id AND s.state = 'planned') AS sessions, \
         COALESCE(ot.title, o.slug) AS course_title, o.cancelled_at AS course_cancelled_at \
         FROM (SELECT e.id FROM edition e JOIN programme p ON p.id = e.programme \
         WHERE {conditions} ORDER BY {order} LIMIT {most} OFFSET {skipped}) listed \
         JOIN edition e ON e.id = listed.id JOIN programme p ON p.id = e.programme {words} \
         LEFT JOIN course o ON o.edition = e.id AND {ONLY_COURSE} {course_words} \
         LEFT JOIN seat_pool sp ON sp.edition = e.id AND sp.counted = 'everybody' AND sp.course IS NULL \
         LEFT JOIN seat_counter sc ON sc.pool = sp.id AND sc.member = '' \
         ORDER BY {order}",
        conditions = conditions.sql(),
        words = rows::words("edition", "e", "t", language),
        course_words = rows::words("course", "o", "ot", language),
    );
    rows::all(db, &sql, conditions.values()).await
}

/// Whether course `o` is the only one of its edition.
pub(super) const ONLY_COURSE: &str =
    "NOT EXISTS (SELECT 1 FROM course x WHERE x.edition = o.edition AND x.id <> o.id)";

#[derive(FromQueryResult)]
struct Count {
    number: i64,
}

/// How many editions there are under conditions on `e` and `p`.
pub(super) async fn count(db: &impl ConnectionTrait, conditions: Where) -> Result<u64> {
    let sql = format!(
        "SELECT COUNT(*) AS number FROM edition e JOIN programme p ON p.id = e.programme WHERE {}",
        conditions.sql()
    );
    let count: Option<Count> = rows::one(db, &sql, conditions.values()).await?;
    Ok(count.map_or(0, |count| u64::try_from(count.number).unwrap_or(0)))
}

/// Published editions that take people now, the nearest deadline first.
pub async fn open_now(
    db: &impl ConnectionTrait,
    most: u64,
    language: Language,
    now: Instant,
) -> Result<Vec<Card>> {
    let mut conditions = Where::default();
    conditions.and(LISTED);
    takes_people(&mut conditions, now);
    let order = "COALESCE(e.admission_closes_at, e.ends_at), e.id";
    cards(db, conditions, order, most, 0, language).await
}

/// Asks for editions whose admission is open.
pub(super) fn takes_people(conditions: &mut Where, now: Instant) {
    let now = conditions.bind(now);
    conditions.and(open_in_sql(&now));
}

/// Published editions between their first and last day.
pub async fn running_now(
    db: &impl ConnectionTrait,
    most: u64,
    language: Language,
    now: Instant,
) -> Result<Vec<Card>> {
    let mut conditions = Where::default();
    conditions.and(LISTED);
    let now = conditions.bind(now);
    conditions.and(format!(
        "e.publication = 'published' AND e.starts_at <= {now} AND e.ends_at > {now}"
    ));
    cards(db, conditions, "e.ends_at, e.id", most, 0, language).await
}

/// The editions of a programme, latest first. Archived ones keep their page but are listed for staff only, drafts for their own staff.
pub(super) async fn of_programme(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    programme: ProgrammeId,
    language: Language,
) -> Result<Vec<Card>> {
    let mut conditions = Where::default();
    let programme = conditions.bind(programme);
    conditions.and(format!("e.programme = {programme}"));
    let reads_all = visitor.is_administrator() || visitor.is_auditor();
    if !reads_all {
        let own = conditions.bind_all(visitor.coordinated_editions());
        conditions.and(format!(
            "((e.publication IN ('published', 'cancelled') AND p.publication <> 'draft') OR e.id IN {own})"
        ));
    }
    cards(db, conditions, "e.starts_at DESC, e.id", 500, 0, language).await
}
