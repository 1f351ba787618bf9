//! Cancelling a session.

use model::schedule::SessionState;
use model::{Instant, Refusal, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{announcement, permission};
use crate::accounts::Visitor;
use crate::outbox::Letter;
use crate::{Db, Result, audit};

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
        let (sequence, version) = (old.calendar_sequence + 1, old.version + 1);
        let mut row = old.into_active_model();
        row.state = Set(SessionState::Cancelled);
        row.calendar_sequence = Set(sequence);
        row.version = Set(version);
        let new = row.update(tx).await?;
        audit::note(
            tx,
            Some(actor),
            "cancel_session",
            "session",
            session.0,
            "",
            now,
        )
        .await?;
        let letter = Letter::SessionCancelled { session };
        announcement::tell(tx, &edition, &new, new.ends_at > now, &letter, now).await
    })
    .await
}
