//! Adding sessions to an edition.

use std::collections::BTreeSet;

use model::schedule::SessionState;
use model::{CourseId, EditionId, HostId, Instant, PersonId, Reason, Refusal, SessionId, VenueId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::plan::{Plan, Start, TypedSession, Words};
use super::{announcement, permission, session, session_text, team};
use crate::accounts::Visitor;
use crate::catalogue::{course, edition, host, venue};
use crate::outbox::Letter;
use crate::{Db, Result, Tx, audit};

/// Adds a session, or one a week, each with the next number of its edition. All or none.
///
/// A trainer who adds a session to their course becomes its trainer; coordinators choose.
pub async fn add(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed: &TypedSession,
    now: Instant,
) -> Result<Vec<SessionId>> {
    let actor = permission::actor(visitor)?;
    db.write(async |tx| {
        let edition = edition::Entity::find_by_id(edition)
            .lock_exclusive()
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        let runs_it = visitor.coordinates(edition.id);
        if !runs_it && !trains_in(tx, visitor, edition.id).await? {
            return Err(permission::turned_away(tx, &edition).await?.into());
        }
        let plan = typed.parse(&edition, None)?;
        if !permission::may_add(visitor, &edition, plan.course) {
            return Err(Refusal::field("course", Reason::NotAChoice).into());
        }
        check_references(tx, &plan, edition.id, None).await?;
        let team = if runs_it {
            team::chosen(tx, &plan.trainers, plan.trainer_email.as_deref()).await?
        } else {
            BTreeSet::from([actor])
        };
        let mut number = last_number(tx, edition.id).await?;
        let mut added = Vec::new();
        for start in &plan.starts {
            number += 1;
            let id = insert(tx, &edition, &plan, start, number, now).await?;
            team::replace(tx, actor, id, &team, runs_it, now).await?;
            audit::note(tx, Some(actor), "add_session", "session", id.0, "", now).await?;
            added.push(id);
        }
        tell(tx, actor, &edition, &added, now).await?;
        Ok(added)
    })
    .await
}

/// So many days before its start a new session is news to whoever has a place.
const NEWS_DAYS: i64 = 7;

/// Tells the trainers that they train it, and whoever it is for, when the edition has begun or the session starts soon.
/// Of several added at once everybody hears in one letter.
async fn tell(
    tx: &Tx,
    actor: PersonId,
    edition: &edition::Model,
    added: &[SessionId],
    now: Instant,
) -> Result<()> {
    let sessions = session::Entity::find()
        .filter(session::Column::Id.is_in(added.iter().copied()))
        .filter(session::Column::EndsAt.gt(now))
        .order_by_asc(session::Column::StartsAt)
        .all(tx)
        .await?;
    let more = |of: usize| i64::try_from(of.saturating_sub(1)).unwrap_or(i64::MAX);
    if let Some(first) = sessions.first() {
        let team = team::of(tx, first.id).await?;
        let letter = Letter::TrainerAssigned {
            session: first.id,
            more: more(sessions.len()),
        };
        announcement::tell_trainers(tx, actor, &team, first, &letter, now).await?;
    }
    let has_begun = edition.starts_at <= now;
    let news: Vec<_> = sessions
        .iter()
        .filter(|session| has_begun || session.starts_at <= now.plus_days(NEWS_DAYS))
        .collect();
    if let Some(first) = news.first() {
        let letter = Letter::SessionAdded {
            session: first.id,
            more: more(news.len()),
        };
        announcement::tell_of_new(tx, edition, first, &letter, now).await?;
    }
    Ok(())
}

/// Whether the visitor trains a whole course of an edition, and so may add to it.
pub(super) async fn trains_in(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    edition: EditionId,
) -> Result<bool> {
    let courses = course::Entity::find()
        .filter(course::Column::Edition.eq(edition))
        .all(db)
        .await?;
    Ok(courses
        .iter()
        .any(|course| visitor.trains_course(course.id)))
}

async fn insert(
    tx: &Tx,
    edition: &edition::Model,
    plan: &Plan,
    start: &Start,
    number: i32,
    now: Instant,
) -> Result<SessionId> {
    let id = SessionId::new();
    let row = session::ActiveModel {
        id: Set(id),
        edition: Set(edition.id),
        course: Set(plan.course),
        number: Set(number),
        kind: Set(plan.kind),
        audience: Set(plan.audience),
        state: Set(SessionState::Planned),
        required: Set(plan.required),
        wall_start: Set(start.stored()),
        zone: Set(plan.zone.clone()),
        starts_at: Set(start.at),
        ends_at: Set(start.at.plus_minutes(plan.minutes.into())),
        planned_minutes: Set(plan.minutes),
        effective_starts_at: Set(None),
        effective_ends_at: Set(None),
        effective_reason: Set(String::new()),
        venue: Set(plan.venue),
        host: Set(plan.host),
        link: Set(plan.link.clone()),
        calendar_sequence: Set(0),
        version: Set(1),
        created_at: Set(now),
    };
    session::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    write_words(tx, id, &plan.words).await?;
    Ok(id)
}

/// Replaces a session's words.
pub(super) async fn write_words(tx: &Tx, session: SessionId, words: &[Words]) -> Result<()> {
    session_text::Entity::delete_many()
        .filter(session_text::Column::Session.eq(session))
        .exec(tx)
        .await?;
    let rows = words.iter().map(|words| session_text::ActiveModel {
        session: Set(session),
        language: Set(words.language),
        title: Set(words.title.clone()),
        description: Set(words.description.clone()),
    });
    session_text::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The highest number of an edition's sessions. The edition's row is locked: two additions never read the same.
async fn last_number(tx: &Tx, edition: EditionId) -> Result<i32> {
    let last: Option<Option<i32>> = session::Entity::find()
        .select_only()
        .column_as(session::Column::Number.max(), "last")
        .filter(session::Column::Edition.eq(edition))
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.flatten().unwrap_or(0))
}

/// Course, venue and host exist, and the course is one of the edition's that takes place (or the one it is in at present).
pub(super) async fn check_references(
    tx: &Tx,
    plan: &Plan,
    edition: EditionId,
    present: Option<CourseId>,
) -> Result<()> {
    let mut form = crate::typed::Form::new();
    if let Some(id) = plan.course
        && plan.course != present
        && !course_takes_place(tx, id, edition).await?
    {
        form.refuse("course", Reason::NotAChoice);
    }
    if let Some(id) = plan.venue
        && !venue_exists(tx, id).await?
    {
        form.refuse("venue", Reason::NotAChoice);
    }
    if let Some(id) = plan.host
        && !host_exists(tx, id).await?
    {
        form.refuse("host", Reason::NotAChoice);
    }
    form.done()?;
    Ok(())
}

async fn course_takes_place(tx: &Tx, id: CourseId, edition: EditionId) -> Result<bool> {
    Ok(course::Entity::find_by_id(id)
        .filter(course::Column::Edition.eq(edition))
        .filter(course::Column::CancelledAt.is_null())
        .one(tx)
        .await?
        .is_some())
}

async fn venue_exists(tx: &Tx, id: VenueId) -> Result<bool> {
    Ok(venue::Entity::find_by_id(id).one(tx).await?.is_some())
}

async fn host_exists(tx: &Tx, id: HostId) -> Result<bool> {
    Ok(host::Entity::find_by_id(id).one(tx).await?.is_some())
}

/// The trainers that an edited session keeps or gets: those who coordinate choose, others leave them as they are.
pub(super) async fn team_after_edit(
    tx: &Tx,
    visitor: &Visitor,
    session: &session::Model,
    plan: &Plan,
) -> Result<BTreeSet<PersonId>> {
    if visitor.coordinates(session.edition) {
        team::chosen(tx, &plan.trainers, plan.trainer_email.as_deref()).await
    } else {
        team::of(tx, session.id).await
    }
}
