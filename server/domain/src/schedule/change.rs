//! Editing and moving a session.

use model::schedule::SessionState;
use model::{Instant, Reason, Refusal, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::plan::{Plan, Start, TypedSession, Words};
use super::{addition, announcement, permission, session, session_text, team};
use crate::accounts::Visitor;
use crate::attendance::settlement;
use crate::catalogue::venue;
use crate::outbox::{Letter, Was};
use crate::{Db, Error, Result, Tx, audit};

/// Writes a session anew. Who read an older `version` than the present one is told instead of overwriting it.
///
/// Another time or place of a session still to come is mailed to everybody concerned.
pub async fn edit(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    version: i32,
    typed: &TypedSession,
    now: Instant,
) -> Result<()> {
    let actor = permission::actor(visitor)?;
    db.write(async |tx| {
        let (old, edition) = permission::editable(tx, visitor, session).await?;
        if old.version != version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if old.state == SessionState::Cancelled {
            return Err(Refusal::NotNow.into());
        }
        let plan = TypedSession {
            meetings: String::new(),
            ..typed.clone()
        }
        .parse(&edition, Some(&old))?;
        if !permission::may_put_into(visitor, &old, plan.course) {
            return Err(Refusal::field("course", Reason::NotAChoice).into());
        }
        addition::check_references(tx, &plan, edition.id, old.course).await?;
        let team = addition::team_after_edit(tx, visitor, &old, &plan).await?;
        let runs_it = visitor.coordinates(edition.id);
        let turnover = team::replace(tx, actor, session, &team, runs_it, now).await?;

        let words_changed = words_of(tx, session).await? != plan.words;
        addition::write_words(tx, session, &plan.words).await?;
        let new = write(tx, &old, &plan, words_changed).await?;
        if old.starts_at != new.starts_at || old.ends_at != new.ends_at {
            settlement::settle_session(tx, session, now).await?;
        }
        let mut fields = changed_fields(&old, &new);
        if words_changed {
            fields.push("words");
        }
        let fields = fields.join(" ");
        audit::note(
            tx,
            Some(actor),
            "edit_session",
            "session",
            session.0,
            &fields,
            now,
        )
        .await?;
        if let Some(letter) = news(tx, &old, &new).await? {
            let to_come = old.ends_at > now || new.ends_at > now;
            announcement::tell(tx, &edition, &new, to_come, &letter, now).await?;
        }
        let assigned = Letter::TrainerAssigned { session, more: 0 };
        announcement::tell_trainers(tx, actor, &turnover.coming, &new, &assigned, now).await?;
        let removed = Letter::TrainerRemoved { session };
        announcement::tell_trainers(tx, actor, &turnover.leaving, &new, &removed, now).await
    })
    .await
}

async fn write(
    tx: &Tx,
    old: &session::Model,
    plan: &Plan,
    words_changed: bool,
) -> Result<session::Model> {
    let start: &Start = plan
        .starts
        .first()
        .ok_or_else(|| Error::Fault("a plan without a start".to_owned()))?;
    let ends_at = start.at.plus_minutes(plan.minutes.into());
    let calendars_must_hear = words_changed
        || old.starts_at != start.at
        || old.ends_at != ends_at
        || old.venue != plan.venue
        || old.link != plan.link;
    let mut row = old.clone().into_active_model();
    row.course = Set(plan.course);
    row.kind = Set(plan.kind);
    row.audience = Set(plan.audience);
    row.required = Set(plan.required);
    row.wall_start = Set(start.stored());
    row.zone = Set(plan.zone.clone());
    row.starts_at = Set(start.at);
    row.ends_at = Set(ends_at);
    row.planned_minutes = Set(plan.minutes);
    if old.starts_at != start.at || old.ends_at != ends_at {
        // How it ran was said of another time.
        row.effective_starts_at = Set(None);
        row.effective_ends_at = Set(None);
        row.effective_reason = Set(String::new());
    }
    row.venue = Set(plan.venue);
    row.host = Set(plan.host);
    row.link = Set(plan.link.clone());
    row.calendar_sequence = Set(old.calendar_sequence + i32::from(calendars_must_hear));
    row.version = Set(old.version + 1);
    Ok(row.update(tx).await?)
}

async fn words_of(tx: &Tx, session: SessionId) -> Result<Vec<Words>> {
    let mut words: Vec<_> = session_text::Entity::find()
        .filter(session_text::Column::Session.eq(session))
        .all(tx)
        .await?
        .into_iter()
        .map(|text| Words {
            language: text.language,
            title: text.title,
            description: text.description,
        })
        .collect();
    words.sort_by_key(|words| words.language);
    Ok(words)
}

/// What people must hear of: another time, with the one before; else another place, be it a venue or a link.
async fn news(tx: &Tx, old: &session::Model, new: &session::Model) -> Result<Option<Letter>> {
    let place = venue::place_of(tx, old.venue).await?;
    let session = new.id;
    if old.starts_at != new.starts_at || old.ends_at != new.ends_at {
        let was = Some(Was {
            starts_at: old.starts_at,
            ends_at: old.ends_at,
            zone: old.zone.clone(),
            place,
        });
        return Ok(Some(Letter::SessionMoved { session, was }));
    }
    let elsewhere = old.venue != new.venue || old.link != new.link;
    Ok(elsewhere.then_some(Letter::SessionPlaceChanged {
        session,
        was: place,
    }))
}

fn changed_fields(old: &session::Model, new: &session::Model) -> Vec<&'static str> {
    [
        ("course", old.course != new.course),
        ("kind", old.kind != new.kind),
        ("audience", old.audience != new.audience),
        ("required", old.required != new.required),
        (
            "start",
            old.starts_at != new.starts_at || old.wall_start != new.wall_start,
        ),
        ("zone", old.zone != new.zone),
        (
            "effective",
            old.effective_starts_at != new.effective_starts_at,
        ),
        ("length", old.planned_minutes != new.planned_minutes),
        ("venue", old.venue != new.venue),
        ("host", old.host != new.host),
        ("link", old.link != new.link),
    ]
    .into_iter()
    .filter(|(_, changed)| *changed)
    .map(|(field, _)| field)
    .collect()
}
