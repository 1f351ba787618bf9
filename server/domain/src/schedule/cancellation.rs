//! Cancelling a session, or all that a course has to come.

use model::schedule::SessionState;
use model::{CourseId, Instant, PersonId, Refusal, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::{announcement, permission, session};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::outbox::Letter;
use crate::{Db, Result, Tx, audit};

/// Cancels a session and tells everybody concerned. Cancelling it again does nothing.
pub async fn cancel(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    version: i32,
    now: Instant,
) -> Result<()> {
    let actor = permission::actor(visitor)?;
    db.write(async |tx| {
        let (old, edition) = permission::editable(tx, visitor, session).await?;
        if old.state == SessionState::Cancelled {
            return Ok(());
        }
        if old.version != version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        call_off(tx, actor, &edition, old, now).await
    })
    .await
}

/// Cancels every session of a course that has not begun, under the edition's lock.
pub async fn cancel_course(
    tx: &Tx,
    actor: PersonId,
    edition: &edition::Model,
    course: CourseId,
    now: Instant,
) -> Result<()> {
    let to_come = session::Entity::find()
        .filter(session::Column::Edition.eq(edition.id))
        .filter(session::Column::Course.eq(course))
        .filter(session::Column::State.eq(SessionState::Planned))
        .filter(session::Column::StartsAt.gt(now))
        .order_by_asc(session::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    for session in to_come {
        call_off(tx, actor, edition, session, now).await?;
    }
    Ok(())
}

async fn call_off(
    tx: &Tx,
    actor: PersonId,
    edition: &edition::Model,
    old: session::Model,
    now: Instant,
) -> Result<()> {
    let id = old.id;
    let (sequence, version) = (old.calendar_sequence + 1, old.version + 1);
    let mut row = old.into_active_model();
    row.state = Set(SessionState::Cancelled);
    row.calendar_sequence = Set(sequence);
    row.version = Set(version);
    let new = row.update(tx).await?;
    let action = "cancel_session";
    audit::note(tx, Some(actor), action, "session", id.0, "", now).await?;
    let letter = Letter::SessionCancelled { session: id };
    announcement::tell(tx, edition, &new, new.ends_at > now, &letter, now).await
}
