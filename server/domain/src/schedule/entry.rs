//! An entry of a timetable: a session with everything a reader is shown of it, and nothing that is not for them.

use std::collections::{HashMap, HashSet};

use model::catalogue::Publication;
use model::schedule::SessionState;
use model::{CourseId, EditionId, HostId, Instant, Language, PersonId, SessionId, Slug, VenueId};
use sea_orm::entity::prelude::*;

use super::session_text::{self, best};
use super::{audience, permission, session, session_trainer};
use crate::accounts::{Visitor, person};
use crate::admissions::enrolment;
use crate::catalogue::{
    course, course_text, edition, edition_text, host, programme, programme_text, venue,
};
use crate::media::recording;
use crate::{Db, Result};

/// A session as one reader is shown it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Without its link where the reader may not join.
    pub session: session::Model,
    pub title: String,
    /// Markdown
    pub description: String,
    pub course: Option<NamedCourse>,
    pub edition: NamedEdition,
    pub venue: Option<venue::Model>,
    pub host: Option<host::Model>,
    /// Whom it names as trainers.
    pub trainers: Vec<(PersonId, String)>,
    /// Whether there is a recording or stream, whoever may watch it.
    pub is_recorded: bool,
    pub may_watch: bool,
    pub may_edit: bool,
}

/// A course by name.
#[derive(Clone, Debug)]
pub struct NamedCourse {
    pub slug: Slug,
    pub title: String,
}

/// An edition by name, and where its page is.
#[derive(Clone, Debug)]
pub struct NamedEdition {
    pub id: EditionId,
    pub title: String,
    pub programme_title: String,
    pub programme: Slug,
    pub slug: Slug,
    pub publication: Publication,
}

impl NamedEdition {
    /// The address of the edition's page.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/programmes/{}/{}", self.programme, self.slug)
    }
}

impl Entry {
    /// The address of the session's page.
    #[must_use]
    pub fn address(&self) -> String {
        format!(
            "{}/sessions/{}",
            self.edition.address(),
            self.session.number
        )
    }

    /// Cancelled by itself or with its edition.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.session.state == SessionState::Cancelled
            || self.edition.publication == Publication::Cancelled
    }

    /// Whether the session runs at `now`, as planned.
    #[must_use]
    pub fn runs_at(&self, now: Instant) -> bool {
        !self.is_cancelled() && self.session.starts_at <= now && now < self.session.ends_at
    }
}

/// The entries of sessions, in order of time; those that the reader may not know of are left out.
pub async fn compose(
    db: &Db,
    visitor: &Visitor,
    sessions: Vec<session::Model>,
    reader: Language,
) -> Result<Vec<Entry>> {
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let around = Around::load(db, visitor, &sessions, reader).await?;
    let mut entries: Vec<_> = sessions
        .into_iter()
        .filter_map(|session| around.entry(visitor, session))
        .collect();
    entries.sort_by_key(|entry| (entry.session.starts_at, entry.session.id));
    Ok(entries)
}

/// What lies around a set of sessions, loaded at once.
struct Around {
    words: HashMap<SessionId, session_text::Model>,
    editions: HashMap<EditionId, (edition::Model, programme::Model)>,
    edition_titles: HashMap<EditionId, String>,
    programme_titles: HashMap<model::ProgrammeId, String>,
    courses: HashMap<CourseId, NamedCourse>,
    venues: HashMap<VenueId, venue::Model>,
    hosts: HashMap<HostId, host::Model>,
    trainers: HashMap<SessionId, Vec<(PersonId, String)>>,
    recorded: HashSet<SessionId>,
    enrolled: HashSet<EditionId>,
}

impl Around {
    async fn load(
        db: &Db,
        visitor: &Visitor,
        sessions: &[session::Model],
        reader: Language,
    ) -> Result<Self> {
        let read = db.read();
        let editions: HashSet<_> = sessions.iter().map(|session| session.edition).collect();
        let ids: Vec<_> = sessions.iter().map(|session| session.id).collect();
        let (words, edition_rows, edition_titles, courses, places, trainers, recorded, enrolled) =
            tokio::try_join!(
                words(read, &ids, reader),
                edition_rows(read, &editions),
                edition_titles(read, &editions, reader),
                courses(read, sessions, reader),
                places(read, sessions),
                trainers(read, &ids),
                recorded(read, &ids),
                enrolled(read, visitor, &editions),
            )?;
        let programmes: HashSet<_> = edition_rows.iter().map(|row| row.programme).collect();
        let (programmes, programme_titles) = tokio::try_join!(
            programme_rows(read, &programmes),
            programme_titles(read, &programmes, reader),
        )?;
        let editions = edition_rows
            .into_iter()
            .filter_map(|edition| {
                let programme = programmes.get(&edition.programme)?.clone();
                Some((edition.id, (edition, programme)))
            })
            .collect();
        let (venues, hosts) = places;
        Ok(Self {
            words,
            editions,
            edition_titles,
            programme_titles,
            courses,
            venues,
            hosts,
            trainers,
            recorded,
            enrolled,
        })
    }

    fn entry(&self, visitor: &Visitor, mut session: session::Model) -> Option<Entry> {
        let (edition, programme) = self.editions.get(&session.edition)?;
        if audience::is_hidden(edition, programme) && !audience::is_staff_of(visitor, &session) {
            return None;
        }
        let may_watch =
            audience::admits(visitor, &session, self.enrolled.contains(&session.edition));
        let may_edit = permission::may_edit(visitor, &session);
        if !may_watch {
            session.link = String::new();
        }
        let words = self.words.get(&session.id);
        let programme_title = self.programme_titles.get(&programme.id);
        let edition_title = self.edition_titles.get(&edition.id).or(programme_title);
        Some(Entry {
            title: words.map(|words| words.title.clone()).unwrap_or_default(),
            description: words
                .map(|words| words.description.clone())
                .unwrap_or_default(),
            course: session.course.and_then(|id| self.courses.get(&id)).cloned(),
            edition: NamedEdition {
                id: edition.id,
                title: edition_title.cloned().unwrap_or_default(),
                programme_title: programme_title.cloned().unwrap_or_default(),
                programme: programme.slug.clone(),
                slug: edition.slug.clone(),
                publication: edition.publication,
            },
            venue: session.venue.and_then(|id| self.venues.get(&id)).cloned(),
            host: session.host.and_then(|id| self.hosts.get(&id)).cloned(),
            trainers: self.trainers.get(&session.id).cloned().unwrap_or_default(),
            is_recorded: self.recorded.contains(&session.id),
            may_watch,
            may_edit,
            session,
        })
    }
}

/// Rows by a key, and of each key's rows the one that the reader reads best.
fn best_by<K: std::hash::Hash + Eq, T>(
    rows: Vec<T>,
    key_of: impl Fn(&T) -> K,
    language_of: impl Fn(&T) -> Language,
    reader: Language,
) -> HashMap<K, T> {
    let mut by_key: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        by_key.entry(key_of(&row)).or_default().push(row);
    }
    by_key
        .into_iter()
        .filter_map(|(key, rows)| Some((key, best(rows, &language_of, reader)?)))
        .collect()
}

async fn words(
    db: &impl ConnectionTrait,
    sessions: &[SessionId],
    reader: Language,
) -> Result<HashMap<SessionId, session_text::Model>> {
    let rows = session_text::Entity::find()
        .filter(session_text::Column::Session.is_in(sessions.iter().copied()))
        .all(db)
        .await?;
    Ok(best_by(rows, |row| row.session, |row| row.language, reader))
}

async fn edition_rows(
    db: &impl ConnectionTrait,
    editions: &HashSet<EditionId>,
) -> Result<Vec<edition::Model>> {
    Ok(edition::Entity::find()
        .filter(edition::Column::Id.is_in(editions.iter().copied()))
        .all(db)
        .await?)
}

async fn programme_rows(
    db: &impl ConnectionTrait,
    programmes: &HashSet<model::ProgrammeId>,
) -> Result<HashMap<model::ProgrammeId, programme::Model>> {
    let rows = programme::Entity::find()
        .filter(programme::Column::Id.is_in(programmes.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

pub(super) async fn edition_titles(
    db: &impl ConnectionTrait,
    editions: &HashSet<EditionId>,
    reader: Language,
) -> Result<HashMap<EditionId, String>> {
    let rows = edition_text::Entity::find()
        .filter(edition_text::Column::Edition.is_in(editions.iter().copied()))
        .all(db)
        .await?;
    Ok(best_by(rows, |row| row.edition, |row| row.language, reader)
        .into_iter()
        .map(|(id, row)| (id, row.title))
        .collect())
}

async fn programme_titles(
    db: &impl ConnectionTrait,
    programmes: &HashSet<model::ProgrammeId>,
    reader: Language,
) -> Result<HashMap<model::ProgrammeId, String>> {
    let rows = programme_text::Entity::find()
        .filter(programme_text::Column::Programme.is_in(programmes.iter().copied()))
        .all(db)
        .await?;
    Ok(
        best_by(rows, |row| row.programme, |row| row.language, reader)
            .into_iter()
            .map(|(id, row)| (id, row.title))
            .collect(),
    )
}

async fn courses(
    db: &impl ConnectionTrait,
    sessions: &[session::Model],
    reader: Language,
) -> Result<HashMap<CourseId, NamedCourse>> {
    let ids: HashSet<_> = sessions
        .iter()
        .filter_map(|session| session.course)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = course::Entity::find()
        .filter(course::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let titles = course_titles(db, &ids, reader).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let named = NamedCourse {
                slug: row.slug,
                title: titles.get(&row.id).cloned().unwrap_or_default(),
            };
            (row.id, named)
        })
        .collect())
}

pub(super) async fn course_titles(
    db: &impl ConnectionTrait,
    courses: &HashSet<CourseId>,
    reader: Language,
) -> Result<HashMap<CourseId, String>> {
    let rows = course_text::Entity::find()
        .filter(course_text::Column::Course.is_in(courses.iter().copied()))
        .all(db)
        .await?;
    Ok(best_by(rows, |row| row.course, |row| row.language, reader)
        .into_iter()
        .map(|(id, row)| (id, row.title))
        .collect())
}

type Places = (HashMap<VenueId, venue::Model>, HashMap<HostId, host::Model>);

async fn places(db: &impl ConnectionTrait, sessions: &[session::Model]) -> Result<Places> {
    let venues: HashSet<_> = sessions
        .iter()
        .filter_map(|session| session.venue)
        .collect();
    let hosts: HashSet<_> = sessions.iter().filter_map(|session| session.host).collect();
    let venues = venue::Entity::find()
        .filter(venue::Column::Id.is_in(venues))
        .all(db)
        .await?;
    let hosts = host::Entity::find()
        .filter(host::Column::Id.is_in(hosts))
        .all(db)
        .await?;
    Ok((
        venues.into_iter().map(|row| (row.id, row)).collect(),
        hosts.into_iter().map(|row| (row.id, row)).collect(),
    ))
}

async fn trainers(
    db: &impl ConnectionTrait,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, Vec<(PersonId, String)>>> {
    let rows = session_trainer::Entity::find()
        .filter(session_trainer::Column::Session.is_in(sessions.iter().copied()))
        .all(db)
        .await?;
    let people: HashSet<_> = rows.iter().map(|row| row.person).collect();
    let people: HashMap<_, _> = person::Entity::find()
        .filter(person::Column::Id.is_in(people))
        .filter(person::Column::DeletedAt.is_null())
        .all(db)
        .await?
        .into_iter()
        .map(|person| (person.id, person.printed_name))
        .collect();
    let mut trainers: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        if let Some(name) = people.get(&row.person) {
            trainers
                .entry(row.session)
                .or_default()
                .push((row.person, name.clone()));
        }
    }
    for team in trainers.values_mut() {
        team.sort_by(|(_, one), (_, other)| one.cmp(other));
    }
    Ok(trainers)
}

async fn recorded(db: &impl ConnectionTrait, sessions: &[SessionId]) -> Result<HashSet<SessionId>> {
    let rows = recording::Entity::find()
        .filter(recording::Column::Session.is_in(sessions.iter().copied()))
        .filter(recording::Column::RemovedAt.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.session).collect())
}

async fn enrolled(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    editions: &HashSet<EditionId>,
) -> Result<HashSet<EditionId>> {
    let Some(person) = visitor.person_id() else {
        return Ok(HashSet::new());
    };
    let rows = enrolment::Entity::find()
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::Edition.is_in(editions.iter().copied()))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.edition).collect())
}
