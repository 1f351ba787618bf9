//! Cancelling a session, or all that a course has to come, and taking it up again.

use model::schedule::SessionState;
use model::{CourseId, Instant, PersonId, Refusal, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::{announcement, permission, session, session_cancellation};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::outbox::Letter;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// The longest reason, in characters.
pub const LONGEST_REASON: u32 = 500;

/// Cancels a session and tells everybody concerned why. Cancelling it again does nothing.
pub async fn cancel(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    version: i32,
    reason: &str,
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
        let mut form = Form::new();
        let reason = form.text("reason", reason, LONGEST_REASON);
        let reason = form.finish(reason)?;
        call_off(tx, actor, &edition, old, &reason, now).await
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
        call_off(tx, actor, edition, session, "", now).await?;
    }
    Ok(())
}

/// `reason` is empty where the course was cancelled with all its sessions.
async fn call_off(
    tx: &Tx,
    actor: PersonId,
    edition: &edition::Model,
    old: session::Model,
    reason: &str,
    now: Instant,
) -> Result<()> {
    let id = old.id;
    if !reason.is_empty() {
        note_reason(tx, actor, id, reason, now).await?;
    }
    let new = become_(tx, old, SessionState::Cancelled).await?;
    let action = "cancel_session";
    audit::note(tx, Some(actor), action, "session", id.0, "", now).await?;
    let letter = Letter::SessionCancelled {
        session: id,
        reason: reason.to_owned(),
    };
    announcement::tell(tx, edition, &new, new.ends_at > now, &letter, now).await
}

async fn note_reason(
    tx: &Tx,
    actor: PersonId,
    session: SessionId,
    reason: &str,
    now: Instant,
) -> Result<()> {
    let row = session_cancellation::ActiveModel {
        id: Set(Uuid::now_v7()),
        session: Set(session),
        reason: Set(reason.to_owned()),
        cancelled_at: Set(now),
        cancelled_by: Set(actor),
        taken_up_at: Set(None),
        taken_up_by: Set(None),
    };
    session_cancellation::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes a cancelled session up again, as it was planned, and tells everybody concerned. One that takes place stays as it is.
pub async fn take_up(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    version: i32,
    now: Instant,
) -> Result<()> {
    let actor = permission::actor(visitor)?;
    db.write(async |tx| {
        let (old, edition) = permission::editable(tx, visitor, session).await?;
        if old.state == SessionState::Planned {
            return Ok(());
        }
        if old.version != version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        session_cancellation::Entity::update_many()
            .col_expr(
                session_cancellation::Column::TakenUpAt,
                Expr::value(Some(now)),
            )
            .col_expr(
                session_cancellation::Column::TakenUpBy,
                Expr::value(Some(actor)),
            )
            .filter(session_cancellation::Column::Session.eq(session))
            .filter(session_cancellation::Column::TakenUpAt.is_null())
            .exec(tx)
            .await?;
        let new = become_(tx, old, SessionState::Planned).await?;
        audit::note(
            tx,
            Some(actor),
            "take_up_session",
            "session",
            session.0,
            "",
            now,
        )
        .await?;
        let letter = Letter::SessionTakenUp { session };
        announcement::tell(tx, &edition, &new, new.ends_at > now, &letter, now).await
    })
    .await
}

async fn become_(tx: &Tx, old: session::Model, state: SessionState) -> Result<session::Model> {
    let (sequence, version) = (old.calendar_sequence + 1, old.version + 1);
    let mut row = old.into_active_model();
    row.state = Set(state);
    row.calendar_sequence = Set(sequence);
    row.version = Set(version);
    Ok(row.update(tx).await?)
}
