//! What an edition's and a course's page show. Public facts only: no link of a session, no address of a person.

use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::schedule::{Audience, SessionKind, SessionState};
use model::{
    Country, CourseId, EditionId, HostId, Instant, Language, PersonId, ProgrammeId, Refusal, Slug,
    Zone,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::admission_window::AdmissionWindow;
use super::card::tags;
use super::rows;
use super::visible::may_load_edition;
use crate::accounts::Visitor;
use crate::{Db, Result};

/// The edition itself, in the reader's language.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EditionFacts {
    pub id: EditionId,
    pub programme: ProgrammeId,
    pub programme_slug: Slug,
    pub programme_title: String,
    pub programme_publication: Publication,
    pub slug: Slug,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub audience: String,
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
    pub attendance_threshold: i32,
    pub taken: Option<i32>,
    pub size: Option<i32>,
    languages: Option<String>,
}

impl EditionFacts {
    /// The edition's address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/programmes/{}/{}", self.programme_slug, self.slug)
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

    /// Whether only staff can load it.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.publication == Publication::Draft || self.programme_publication == Publication::Draft
    }
}

/// A course of the edition.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CourseFacts {
    pub id: CourseId,
    pub slug: Slug,
    pub title: String,
    pub description: String,
    pub required: bool,
    pub cancelled_at: Option<Instant>,
}

/// A session of the edition.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionFacts {
    pub number: i32,
    pub course: Option<CourseId>,
    pub title: String,
    pub kind: SessionKind,
    pub state: SessionState,
    pub audience: Audience,
    pub required: bool,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub zone: Zone,
    pub venue: Option<String>,
    pub host: Option<String>,
}

/// An organisation that hosts the edition.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HostFacts {
    pub id: HostId,
    pub name: String,
    pub city: String,
    pub country: Country,
    pub website: String,
}

/// Somebody who teaches in the edition.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TrainerFacts {
    /// None: sessions that belong to no course.
    pub course: Option<CourseId>,
    pub person: PersonId,
    pub name: String,
    pub organisation: String,
    pub country: Country,
}

/// All of an edition's page.
#[derive(Clone, Debug)]
pub struct EditionPage {
    pub edition: EditionFacts,
    pub courses: Vec<CourseFacts>,
    pub sessions: Vec<SessionFacts>,
    pub hosts: Vec<HostFacts>,
    pub trainers: Vec<TrainerFacts>,
}

impl EditionPage {
    /// The course that the edition is, where it has only one.
    #[must_use]
    pub fn only_course(&self) -> Option<&CourseFacts> {
        match self.courses.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// What it is called: an edition with one course is that course.
    #[must_use]
    pub fn heading(&self) -> &str {
        self.only_course()
            .map_or(self.edition.title.as_str(), |course| course.title.as_str())
    }

    /// Of which edition the course is, where the heading does not say.
    #[must_use]
    pub fn second_line(&self) -> Option<&str> {
        (self.heading() != self.edition.title).then_some(self.edition.title.as_str())
    }

    /// Heading and second line in one, for the browser's title.
    #[must_use]
    pub fn full_title(&self) -> String {
        match self.second_line() {
            Some(edition) => format!("{} · {edition}", self.heading()),
            None => self.heading().to_owned(),
        }
    }

    /// Everybody who teaches in it, each once, by name.
    #[must_use]
    pub fn everybody_who_teaches(&self) -> Vec<&TrainerFacts> {
        each_once(self.trainers.iter())
    }

    /// Who teaches a course.
    #[must_use]
    pub fn trainers_of(&self, course: CourseId) -> Vec<&TrainerFacts> {
        each_once(
            self.trainers
                .iter()
                .filter(|trainer| trainer.course == Some(course)),
        )
    }
}

fn each_once<'a>(trainers: impl Iterator<Item = &'a TrainerFacts>) -> Vec<&'a TrainerFacts> {
    let mut once: Vec<&TrainerFacts> = Vec::new();
    for trainer in trainers {
        if once.iter().all(|known| known.person != trainer.person) {
            once.push(trainer);
        }
    }
    once.sort_by(|one, other| one.name.cmp(&other.name));
    once
}

/// What an address names; one that is no slug names nothing.
fn slugs(programme: &str, edition: &str) -> std::result::Result<(Slug, Slug), Refusal> {
    match (programme.parse(), edition.parse()) {
        (Ok(programme), Ok(edition)) => Ok((programme, edition)),
        _ => Err(Refusal::NotFound),
    }
}

/// The edition at an address, for whoever may load it.
pub async fn edition_facts(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    programme: &str,
    edition: &str,
    language: Language,
) -> Result<EditionFacts> {
    let (programme, edition) = slugs(programme, edition)?;
    let sql = format!(
        "SELECT e.id, e.programme, e.slug, e.kind, e.mode, e.publication, e.starts_on, e.ends_on, e.starts_at, e.ends_at, e.zone, \
         e.place, e.admission_way, e.admission_opens_at, e.admission_closes_at, e.attendance_threshold, \
         p.slug AS programme_slug, p.publication AS programme_publication, COALESCE(pt.title, p.slug) AS programme_title, \
         COALESCE(t.title, e.slug) AS title, COALESCE(t.summary, '') AS summary, \
         COALESCE(t.description, '') AS description, COALESCE(t.audience, '') AS audience, \
         sc.taken AS taken, sc.size AS size, \
         (SELECT string_agg(el.language, ',') FROM edition_language el WHERE el.edition = e.id) AS languages \
         FROM programme p JOIN edition e ON e.programme = p.id {words} {programme_words} \
         LEFT JOIN seat_pool sp ON sp.edition = e.id AND sp.counted = 'everybody' AND sp.course IS NULL \
         LEFT JOIN seat_counter sc ON sc.pool = sp.id AND sc.member = '' \
         WHERE p.slug = $1 AND e.slug = $2",
        words = rows::words("edition", "e", "t", language),
        programme_words = rows::words("programme", "p", "pt", language),
    );
    let facts: Option<EditionFacts> =
        rows::one(db, &sql, vec![programme.into(), edition.into()]).await?;
    facts
        .filter(|facts| {
            may_load_edition(
                visitor,
                facts.id,
                facts.publication,
                facts.programme_publication,
            )
        })
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The edition's page at an address, for whoever may load it.
pub async fn edition_page(
    db: &Db,
    visitor: &Visitor,
    programme: &str,
    edition: &str,
    language: Language,
) -> Result<EditionPage> {
    let db = db.read();
    let edition = edition_facts(db, visitor, programme, edition, language).await?;
    let id = edition.id;
    let (courses, sessions, hosts, trainers) = tokio::try_join!(
        courses(db, id, language),
        sessions(db, id, language),
        hosts(db, id),
        trainers(db, id),
    )?;
    Ok(EditionPage {
        edition,
        courses,
        sessions,
        hosts,
        trainers,
    })
}

/// A course's page: the edition's, and which of its courses it is.
pub async fn course_page(
    db: &Db,
    visitor: &Visitor,
    programme: &str,
    edition: &str,
    course: &str,
    language: Language,
) -> Result<(EditionPage, CourseFacts)> {
    let page = edition_page(db, visitor, programme, edition, language).await?;
    let course = page
        .courses
        .iter()
        .find(|known| known.slug.as_str() == course)
        .cloned()
        .ok_or(Refusal::NotFound)?;
    Ok((page, course))
}

/// The courses of an edition, in its order.
pub async fn courses(
    db: &impl ConnectionTrait,
    edition: EditionId,
    language: Language,
) -> Result<Vec<CourseFacts>> {
    let sql = format!(
        "SELECT c.id, c.slug, c.required, c.cancelled_at, COALESCE(t.title, c.slug) AS title, \
         COALESCE(t.description, '') AS description \
         FROM course c {words} WHERE c.edition = $1 ORDER BY c.place, c.slug",
        words = rows::words("course", "c", "t", language),
    );
    rows::all(db, &sql, vec![edition.into()]).await
}

async fn sessions(
    db: &impl ConnectionTrait,
    edition: EditionId,
    language: Language,
) -> Result<Vec<SessionFacts>> {
    let sql = format!(
        "SELECT s.number, s.course, s.kind, s.state, s.audience, s.required, s.starts_at, s.ends_at, s.zone, \
         COALESCE(t.title, '') AS title, v.name AS venue, h.name AS host \
         FROM session s {words} LEFT JOIN venue v ON v.id = s.venue LEFT JOIN host h ON h.id = s.host \
         WHERE s.edition = $1 ORDER BY s.starts_at, s.number",
        words = rows::words("session", "s", "t", language),
    );
    rows::all(db, &sql, vec![edition.into()]).await
}

/// The organisations that host an edition.
pub async fn hosts(db: &impl ConnectionTrait, edition: EditionId) -> Result<Vec<HostFacts>> {
    let sql = "SELECT h.id, h.name, h.city, h.country, h.website FROM edition_host eh JOIN host h ON h.id = eh.host \
               WHERE eh.edition = $1 ORDER BY h.name";
    rows::all(db, sql, vec![edition.into()]).await
}

/// Who teaches in an edition, by course; one row for each course they teach.
pub async fn trainers(db: &impl ConnectionTrait, edition: EditionId) -> Result<Vec<TrainerFacts>> {
    let sql = "SELECT c.id AS course, x.id AS person, x.printed_name AS name, x.organisation, x.country \
               FROM course c JOIN course_trainer ct ON ct.course = c.id JOIN person x ON x.id = ct.person \
               WHERE c.edition = $1 AND x.deleted_at IS NULL \
               UNION \
               SELECT s.course AS course, x.id AS person, x.printed_name AS name, x.organisation, x.country \
               FROM session s JOIN session_trainer st ON st.session = s.id JOIN person x ON x.id = st.person \
               WHERE s.edition = $1 AND x.deleted_at IS NULL";
    rows::all(db, sql, vec![edition.into()]).await
}
