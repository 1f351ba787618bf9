//! When somebody with a place watched, on its way to becoming evidence: beats lengthen a row, a job turns it into evidence.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::attendance::EvidenceSource;
use model::{EnrolmentId, Instant, PlayId, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{Condition, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::play;
use crate::admissions::enrolment;
use crate::attendance::evidence::NewEvidence;
use crate::attendance::presence::Stretch;
use crate::attendance::settlement;
use crate::schedule::session;
use crate::{Db, Result, Tx};

/// A row of `watched_presence`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "watched_presence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub play: PlayId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub session: SessionId,
    pub enrolment: EnrolmentId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A pause shorter than this does not interrupt presence.
const BRIDGED_MS: i64 = 10_000;
/// When no beat has lengthened a row for so long, it is over.
const OVER_AFTER_MS: i64 = 2 * 60_000;
/// A row this long becomes evidence, though watching goes on.
const LONG_MS: i64 = 5 * 60_000;
/// Rows that one transaction turns into evidence.
const AT_ONCE: u64 = 200;

/// The rows of one transaction, and the keys of those that were joined to others.
#[derive(Debug, Default)]
pub(super) struct Presences {
    rows: BTreeMap<(PlayId, Instant), Model>,
    joined: BTreeSet<(PlayId, Instant)>,
}

/// The rows of these plays, locked.
pub(super) async fn of_plays(tx: &Tx, plays: &[PlayId]) -> Result<Presences> {
    if plays.is_empty() {
        return Ok(Presences::default());
    }
    let rows = Entity::find()
        .filter(Column::Play.is_in(plays.iter().copied()))
        .order_by_asc(Column::Play)
        .order_by_asc(Column::StartsAt)
        .lock(LockType::Update)
        .all(tx)
        .await?;
    Ok(Presences {
        rows: rows
            .into_iter()
            .map(|row| ((row.play, row.starts_at), row))
            .collect(),
        ..Presences::default()
    })
}

impl Presences {
    /// Adds a stretch of a play: joined to the rows it goes on with, before or behind, else as a new one.
    pub(super) fn extend(
        &mut self,
        play: &play::Model,
        enrolment: EnrolmentId,
        (from, until): (Instant, Instant),
    ) {
        let mut row = Model {
            play: play.id,
            starts_at: from,
            ends_at: until,
            session: play.session,
            enrolment,
        };
        let of_play = (play.id, Instant(i64::MIN))..=(play.id, Instant(i64::MAX));
        let neighbours: Vec<Model> = self
            .rows
            .range(of_play)
            .map(|(_, other)| other)
            .filter(|other| from.since(other.ends_at) <= BRIDGED_MS)
            .filter(|other| other.starts_at.since(until) <= BRIDGED_MS)
            .cloned()
            .collect();
        for other in neighbours {
            let key = (other.play, other.starts_at);
            self.rows.remove(&key);
            self.joined.insert(key);
            row.starts_at = Ord::min(row.starts_at, other.starts_at);
            row.ends_at = Ord::max(row.ends_at, other.ends_at);
        }
        let key = (row.play, row.starts_at);
        self.joined.remove(&key);
        self.rows.insert(key, row);
    }
}

/// Writes rows, new or lengthened.
pub(super) async fn save(tx: &Tx, presences: Presences) -> Result<()> {
    for key in presences.joined {
        Entity::delete_by_id(key).exec(tx).await?;
    }
    if presences.rows.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = presences
        .rows
        .into_values()
        .map(|row| row.into_active_model().reset_all())
        .collect();
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::Play, Column::StartsAt])
                .update_column(Column::EndsAt)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Turns what is over, or has grown long, into evidence; gives how many pieces were written.
pub async fn record_evidence(db: &Db, now: Instant) -> Result<u64> {
    let mut written = 0;
    loop {
        let some = db.write(async |tx| record_some(tx, now).await).await?;
        written += some;
        if some == 0 {
            return Ok(written);
        }
    }
}

async fn record_some(tx: &Tx, now: Instant) -> Result<u64> {
    let over = Column::EndsAt.lt(now.plus_ms(-OVER_AFTER_MS));
    let long = Expr::col(Column::EndsAt)
        .sub(Expr::col(Column::StartsAt))
        .gte(LONG_MS);
    let rows = Entity::find()
        .filter(Condition::any().add(over).add(long))
        .order_by_asc(Column::Play)
        .order_by_asc(Column::StartsAt)
        .limit(AT_ONCE)
        .lock(LockType::Update)
        .all(tx)
        .await?;
    for row in &rows {
        Entity::delete_by_id((row.play, row.starts_at))
            .exec(tx)
            .await?;
    }
    write_evidence(tx, &rows, now).await?;
    Ok(rows.len() as u64)
}

/// A place or session that is gone needs no evidence.
async fn write_evidence(tx: &Tx, rows: &[Model], now: Instant) -> Result<()> {
    let places: HashSet<EnrolmentId> = enrolment::Entity::find()
        .filter(enrolment::Column::Id.is_in(rows.iter().map(|row| row.enrolment)))
        .all(tx)
        .await?
        .into_iter()
        .map(|place| place.id)
        .collect();
    let sessions: HashSet<SessionId> = session::Entity::find()
        .filter(session::Column::Id.is_in(rows.iter().map(|row| row.session)))
        .all(tx)
        .await?
        .into_iter()
        .map(|session| session.id)
        .collect();
    let pieces: Vec<NewEvidence> = rows
        .iter()
        .filter(|row| places.contains(&row.enrolment) && sessions.contains(&row.session))
        .map(|row| NewEvidence {
            session: row.session,
            enrolment: row.enrolment,
            stretch: Stretch {
                from: row.starts_at,
                until: row.ends_at,
            },
            source: EvidenceSource::Watching,
            recorded_by: None,
            // The row is gone with this transaction. The play's id would lead from a person to their visitor key.
            idempotency_key: format!("watching:{}", Uuid::now_v7()),
        })
        .collect();
    settlement::record(tx, &pieces, now).await?;
    Ok(())
}
