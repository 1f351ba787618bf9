//! From when until when a session really ran, where that differs from the plan.

use jiff::civil::DateTime;
use model::schedule::{Fold, SessionState};
use model::{Instant, Reason, Refusal, SessionId, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{permission, session};
use crate::accounts::Visitor;
use crate::attendance::settlement;
use crate::catalogue::edition;
use crate::typed::Form;
use crate::{Db, Result, audit, clock};

/// The longest reason, in characters.
pub const LONGEST_REASON: u32 = 500;

/// So far a session may run beyond the edition's days.
const OVERRUN_MINUTES: i64 = 6 * 60;

/// An effective length as typed, in the session's zone. Without both times the plan holds again.
#[derive(Clone, Debug, Default)]
pub struct TypedLength {
    /// `2026-12-08T09:10`
    pub effective_start: String,
    pub effective_end: String,
    /// Which of two instants is meant, where the clock shows a time twice.
    pub effective_fold: String,
    pub effective_reason: String,
}

/// From when, until when, and why.
type Length = (Instant, Instant, String);

impl TypedLength {
    fn is_empty(&self) -> bool {
        self.effective_start.trim().is_empty() && self.effective_end.trim().is_empty()
    }

    fn parse(
        &self,
        session: &session::Model,
        edition: &edition::Model,
    ) -> std::result::Result<Option<Length>, Refusal> {
        if self.is_empty() {
            return Ok(None);
        }
        let zone = &session.zone;
        let mut form = Form::new();
        let fold = match self.effective_fold.as_str() {
            "" => Some(None),
            fold => form.choice("effective_fold", fold).map(Some),
        }
        .flatten();
        let start = instant(
            &mut form,
            "effective_start",
            &self.effective_start,
            zone,
            fold,
        );
        let end = instant(&mut form, "effective_end", &self.effective_end, zone, fold);
        let reason = form.text("effective_reason", &self.effective_reason, LONGEST_REASON);
        if let (Some(start), Some(end)) = (start, end) {
            if end <= start {
                form.refuse("effective_end", Reason::EndsBeforeStart);
            }
            // The last evening may run past midnight, and the edition's dates may have changed around the session.
            let (earliest, latest) = (
                edition.starts_at.min(session.starts_at),
                edition.ends_at.max(session.ends_at),
            );
            if start < earliest.plus_minutes(-OVERRUN_MINUTES) {
                form.refuse("effective_start", Reason::OutsideTheEdition);
            }
            if end > latest.plus_minutes(OVERRUN_MINUTES) {
                form.refuse("effective_end", Reason::OutsideTheEdition);
            }
        }
        form.finish((|| Some(Some((start?, end?, reason?))))())
    }
}

fn instant(
    form: &mut Form,
    field: &'static str,
    typed: &str,
    zone: &Zone,
    fold: Option<Fold>,
) -> Option<Instant> {
    let typed = typed.trim();
    if typed.is_empty() {
        form.refuse(field, Reason::Missing);
        return None;
    }
    let wall = form.take(
        field,
        typed.parse::<DateTime>().map_err(|_| Reason::NotATime),
    )?;
    match clock::instant_of(wall, zone, fold) {
        Ok(at) => Some(at),
        Err(Reason::ShownTwiceByTheClock) => {
            form.refuse("effective_fold", Reason::ShownTwiceByTheClock);
            None
        }
        Err(reason) => {
            form.refuse(field, reason);
            None
        }
    }
}

/// Records the effective length of a session that is over, with the reason; attendance is measured by it.
pub async fn record(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    version: i32,
    typed: &TypedLength,
    now: Instant,
) -> Result<()> {
    let actor = permission::actor(visitor)?;
    db.write(async |tx| {
        let (old, edition) = permission::editable(tx, visitor, session).await?;
        if old.version != version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let length = typed.parse(&old, &edition)?;
        let runs_until = length.as_ref().map_or(old.starts_at, |(_, end, _)| *end);
        if old.state == SessionState::Cancelled || runs_until > now {
            return Err(Refusal::NotNow.into());
        }
        write(tx, old, length).await?;
        settlement::settle_session(tx, session, now).await?;
        audit::note(
            tx,
            Some(actor),
            "effective_length",
            "session",
            session.0,
            "",
            now,
        )
        .await
    })
    .await
}

async fn write(tx: &crate::Tx, old: session::Model, length: Option<Length>) -> Result<()> {
    let (start, end, reason) = match length {
        Some((start, end, reason)) => (Some(start), Some(end), reason),
        None => (None, None, String::new()),
    };
    let version = old.version + 1;
    let mut row = old.into_active_model();
    row.effective_starts_at = Set(start);
    row.effective_ends_at = Set(end);
    row.effective_reason = Set(reason);
    row.version = Set(version);
    row.update(tx).await?;
    Ok(())
}
