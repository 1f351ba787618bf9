//! What staff work with: an edition's schedule, the choices of the form, and one session with its history.

use std::collections::HashSet;

use model::{CourseId, EditionId, Language, PersonId, Refusal, Role, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};

use super::clash::{self, Clash};
use super::entry::{self, Entry, compose};
use super::unearthly_hour;
use super::{addition, permission, session, session_text, session_trainer, timetable};
use crate::accounts::{Visitor, grant, person};
use crate::catalogue::{course, course_trainer, edition, host, venue};
use crate::{Db, Result, audit};

/// An edition's schedule, as its staff see it.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub edition: edition::Model,
    pub title: String,
    pub address: String,
    pub entries: Vec<Entry>,
    pub may_add: bool,
}

/// What the form of a session offers.
#[derive(Clone, Debug)]
pub struct Choices {
    pub edition: edition::Model,
    pub edition_title: String,
    pub courses: Vec<(CourseId, String)>,
    /// Whether a session without a course may be added.
    pub may_leave_out_course: bool,
    pub venues: Vec<venue::Model>,
    pub hosts: Vec<host::Model>,
    /// People who train or trained something; none for those who may not choose.
    pub trainers: Vec<(PersonId, String)>,
    pub may_choose_trainers: bool,
}

/// One session, to be worked on.
#[derive(Clone, Debug)]
pub struct Desk {
    pub entry: Entry,
    pub words: Vec<session_text::Model>,
    pub choices: Choices,
    pub clashes: Vec<Clash>,
    /// People with a place for whom an online session starts at night.
    pub awake_at_night: usize,
    /// Newest first, with the name of who did it.
    pub history: Vec<(audit::Model, Option<String>)>,
}

/// The schedule of an edition, for those who work in it.
pub async fn schedule(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    reader: Language,
) -> Result<Schedule> {
    permission::actor(visitor)?;
    let found = timetable::of_edition(db, visitor, edition, reader).await?;
    let may_add =
        visitor.coordinates(edition) || addition::trains_in(db.read(), visitor, edition).await?;
    let works_here =
        may_add || visitor.is_auditor() || found.entries.iter().any(|entry| entry.may_edit);
    if !works_here {
        return Err(Refusal::NotAllowed.into());
    }
    Ok(Schedule {
        title: edition_title(db, edition, reader).await?,
        address: format!(
            "/programmes/{}/{}",
            found.programme.slug, found.edition.slug
        ),
        edition: found.edition,
        entries: found.entries,
        may_add,
    })
}

/// What the form for a new session offers; `copied` is the session that it starts from.
pub async fn new_session(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    copied: Option<SessionId>,
    reader: Language,
) -> Result<(Choices, Option<(Entry, Vec<session_text::Model>)>)> {
    let schedule = schedule(db, visitor, edition, reader).await?;
    if !schedule.may_add {
        return Err(Refusal::NotAllowed.into());
    }
    let choices = choices(db, visitor, schedule.edition, schedule.title, None, reader).await?;
    let copied = copied.and_then(|id| {
        schedule
            .entries
            .into_iter()
            .find(|entry| entry.session.id == id && entry.may_edit)
    });
    let copied = match copied {
        Some(entry) => {
            let words = words_of(db, entry.session.id).await?;
            Some((entry, words))
        }
        None => None,
    };
    Ok((choices, copied))
}

/// A session for somebody who may edit it.
pub async fn open(db: &Db, visitor: &Visitor, id: SessionId, reader: Language) -> Result<Desk> {
    permission::actor(visitor)?;
    let session = session::Entity::find_by_id(id)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let entry = compose(db, visitor, vec![session], reader)
        .await?
        .pop()
        .ok_or(Refusal::NotFound)?;
    if !entry.may_edit {
        return Err(Refusal::NotAllowed.into());
    }
    let edition = edition::Entity::find_by_id(entry.edition.id)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let title = entry.edition.title.clone();
    Ok(Desk {
        words: words_of(db, id).await?,
        choices: choices(db, visitor, edition, title, Some(&entry), reader).await?,
        clashes: clash::of(db, visitor, &entry, reader).await?,
        awake_at_night: unearthly_hour::awake_at_night(db, &entry.session).await?,
        history: history(db, id).await?,
        entry,
    })
}

async fn edition_title(db: &Db, edition: EditionId, reader: Language) -> Result<String> {
    let titles = entry::edition_titles(db.read(), &HashSet::from([edition]), reader).await?;
    Ok(titles.get(&edition).cloned().unwrap_or_default())
}

async fn words_of(db: &Db, session: SessionId) -> Result<Vec<session_text::Model>> {
    Ok(session_text::Entity::find()
        .filter(session_text::Column::Session.eq(session))
        .all(db.read())
        .await?)
}

async fn choices(
    db: &Db,
    visitor: &Visitor,
    edition: edition::Model,
    edition_title: String,
    edited: Option<&Entry>,
    reader: Language,
) -> Result<Choices> {
    let runs_it = visitor.coordinates(edition.id);
    let present = edited.and_then(|entry| entry.session.course);
    let rows = course::Entity::find()
        .filter(course::Column::Edition.eq(edition.id))
        .order_by_asc(course::Column::Place)
        .all(db.read())
        .await?;
    let allowed: Vec<_> = rows
        .into_iter()
        .filter(|course| course.cancelled_at.is_none() || Some(course.id) == present)
        .map(|course| course.id)
        .filter(|id| runs_it || visitor.trains_course(*id) || Some(*id) == present)
        .collect();
    let titles =
        entry::course_titles(db.read(), &allowed.iter().copied().collect(), reader).await?;
    let courses = allowed
        .into_iter()
        .map(|id| (id, titles.get(&id).cloned().unwrap_or_default()))
        .collect();
    let venues = venue::Entity::find()
        .order_by_asc(venue::Column::Name)
        .all(db.read())
        .await?;
    let hosts = host::Entity::find()
        .order_by_asc(host::Column::Name)
        .all(db.read())
        .await?;
    Ok(Choices {
        edition,
        edition_title,
        courses,
        may_leave_out_course: runs_it || edited.is_some_and(|entry| entry.session.course.is_none()),
        venues,
        hosts,
        trainers: if runs_it {
            known_trainers(db).await?
        } else {
            Vec::new()
        },
        may_choose_trainers: runs_it,
    })
}

/// Everybody who is printed as a trainer somewhere or holds a trainer's grant.
async fn known_trainers(db: &Db) -> Result<Vec<(PersonId, String)>> {
    let of_sessions = session_trainer::Entity::find()
        .select_only()
        .column(session_trainer::Column::Person);
    let of_courses = course_trainer::Entity::find()
        .select_only()
        .column(course_trainer::Column::Person);
    let granted = grant::Entity::find()
        .select_only()
        .column(grant::Column::Person)
        .filter(grant::Column::Role.eq(Role::Trainer))
        .filter(grant::Column::RevokedAt.is_null());
    let people = person::Entity::find()
        .filter(person::Column::DeletedAt.is_null())
        .filter(
            Condition::any()
                .add(person::Column::Id.in_subquery(of_sessions.into_query()))
                .add(person::Column::Id.in_subquery(of_courses.into_query()))
                .add(person::Column::Id.in_subquery(granted.into_query())),
        )
        .order_by_asc(person::Column::PrintedName)
        .all(db.read())
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person.printed_name))
        .collect())
}

async fn history(db: &Db, session: SessionId) -> Result<Vec<(audit::Model, Option<String>)>> {
    let rows = audit::history(db.read(), "session", session.0).await?;
    let actors: HashSet<_> = rows.iter().filter_map(|row| row.actor).collect();
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(actors))
        .all(db.read())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let name = people
                .iter()
                .find(|person| Some(person.id) == row.actor)
                .map(|person| person.printed_name.clone());
            (row, name)
        })
        .collect())
}
