//! Settling: evidence is recorded and verdicts are reached anew, under the session's lock.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use model::attendance::Mark;
use model::{EditionId, EnrolmentId, Instant, Refusal, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;

use super::evidence::{self, NewEvidence};
use super::presence::{Stretch, effective};
use super::roll_mark::{self, Said};
use super::verdict::{self, Reached, rule_1};
use crate::catalogue::edition;
use crate::schedule::session;
use crate::{Error, Result, Tx};

/// Locks a session, so that marks, evidence and changed times wait for each other.
pub(super) async fn lock(tx: &Tx, session: SessionId) -> Result<session::Model> {
    session::Entity::find_by_id(session)
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Reaches every verdict of a session anew. To be called whenever its effective times change.
pub async fn settle_session(tx: &Tx, session: SessionId, now: Instant) -> Result<()> {
    lock(tx, session).await?;
    settle(tx, session, None, now).await
}

/// Reaches every verdict of an edition anew. To be called when what counts as attended changes.
///
/// Sessions are locked in the order of their ids, as everywhere.
pub async fn settle_edition(tx: &Tx, edition: EditionId, now: Instant) -> Result<()> {
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::Edition.eq(edition))
        .order_by_asc(session::Column::Id)
        .into_tuple::<SessionId>()
        .all(tx)
        .await?;
    for session in sessions {
        settle_session(tx, session, now).await?;
    }
    Ok(())
}

/// Rows to a statement: each has eight values, and SQLite takes 32,766 of them.
const BATCH: usize = 1_000;

/// Reaches verdicts of a locked session anew: of these enrolments, else of all that have a mark or evidence.
pub(super) async fn settle(
    tx: &Tx,
    session: SessionId,
    only: Option<&[EnrolmentId]>,
    now: Instant,
) -> Result<()> {
    let session = session::Entity::find_by_id(session)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let edition = edition::Entity::find_by_id(session.edition)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if edition.rule_version != 1 {
        let version = edition.rule_version;
        return Err(Error::Fault(format!("no attendance rule {version}")));
    }
    let only: Option<HashSet<EnrolmentId>> = only.map(|only| only.iter().copied().collect());
    let (grounds, groundless): (Vec<_>, Vec<_>) = grounds(tx, session.id, only.as_ref())
        .await?
        .into_iter()
        .partition(|(_, grounds)| grounds.said.is_some() || !grounds.evidence.is_empty());
    let groundless: Vec<EnrolmentId> = groundless.into_iter().map(|(id, _)| id).collect();
    forget(tx, session.id, &groundless).await?;
    let rows: Vec<verdict::ActiveModel> = grounds
        .into_iter()
        .map(|(enrolment, grounds)| {
            let reached = rule_1(
                edition.attendance_threshold,
                effective(&session),
                grounds.said.as_ref(),
                &grounds.evidence,
            );
            row(session.id, enrolment, reached, now)
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        verdict::write(tx, batch.to_vec()).await?;
    }
    Ok(())
}

/// Where a mark was taken back and nothing else was seen, there is no verdict.
async fn forget(tx: &Tx, session: SessionId, enrolments: &[EnrolmentId]) -> Result<()> {
    for some in enrolments.chunks(BATCH) {
        verdict::Entity::delete_many()
            .filter(verdict::Column::Session.eq(session))
            .filter(verdict::Column::Enrolment.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// What a verdict rests on.
#[derive(Default)]
struct Grounds {
    said: Option<Said>,
    evidence: Vec<Stretch>,
}

async fn grounds(
    tx: &Tx,
    session: SessionId,
    only: Option<&HashSet<EnrolmentId>>,
) -> Result<HashMap<EnrolmentId, Grounds>> {
    let mut marks = roll_mark::Entity::find().filter(roll_mark::Column::Session.eq(session));
    let mut seen = evidence::Entity::find().filter(evidence::Column::Session.eq(session));
    // A longer list costs more than reading the session's rows.
    if let Some(only) = only.filter(|only| only.len() <= BATCH) {
        marks = marks.filter(roll_mark::Column::Enrolment.is_in(only.iter().copied()));
        seen = seen.filter(evidence::Column::Enrolment.is_in(only.iter().copied()));
    }
    let marks = roll_mark::in_order(marks).all(tx).await?;
    let seen = seen.all(tx).await?;
    let mut grounds: HashMap<EnrolmentId, Grounds> = HashMap::new();
    for (enrolment, mark) in roll_mark::latest(marks) {
        // Whose mark was taken back keeps grounds that may be empty.
        grounds.entry(enrolment).or_default().said =
            Some(mark.said()).filter(|said| said.mark != Mark::Unmarked);
    }
    for piece in seen {
        let of = grounds.entry(piece.enrolment).or_default();
        of.evidence.push(piece.stretch());
    }
    if let Some(only) = only {
        grounds.retain(|enrolment, _| only.contains(enrolment));
    }
    Ok(grounds)
}

fn row(
    session: SessionId,
    enrolment: EnrolmentId,
    reached: Reached,
    now: Instant,
) -> verdict::ActiveModel {
    verdict::ActiveModel {
        session: Set(session),
        enrolment: Set(enrolment),
        rule_version: Set(1),
        present_ms: Set(reached.present_ms),
        length_ms: Set(reached.length_ms),
        attended: Set(reached.attended),
        excused: Set(reached.excused),
        reached_at: Set(now),
    }
}

/// Records evidence and reaches the verdicts it touches anew; gives how many pieces were new.
///
/// A piece whose key is known already changes nothing. Sessions are locked in the order of their ids.
pub async fn record(tx: &Tx, pieces: &[NewEvidence], now: Instant) -> Result<usize> {
    let mut touched: BTreeMap<SessionId, BTreeSet<EnrolmentId>> = BTreeMap::new();
    let mut in_order: Vec<&NewEvidence> = pieces.iter().collect();
    in_order.sort_by_key(|piece| piece.session);
    let mut new = 0;
    for piece in in_order {
        if piece.stretch.until < piece.stretch.from {
            return Err(Error::Fault("evidence ends before it begins".to_owned()));
        }
        if !touched.contains_key(&piece.session) {
            lock(tx, piece.session).await?;
        }
        let enrolments = touched.entry(piece.session).or_default();
        if evidence::write(tx, piece, now).await? {
            enrolments.insert(piece.enrolment);
            new += 1;
        }
    }
    for (session, enrolments) in touched {
        if !enrolments.is_empty() {
            let enrolments: Vec<EnrolmentId> = enrolments.into_iter().collect();
            settle(tx, session, Some(&enrolments), now).await?;
        }
    }
    Ok(new)
}
