//! A visitor who watched at least half: settled once the session and their sitting are over, and never taken back.

use std::collections::BTreeMap;

use model::{Instant, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::{play, recording, view_session};
use crate::schedule::session;
use crate::statistics::{engaged_bin, roll_up, view_bin};
use crate::{Db, Result, Tx};

/// A row of `engaged_viewer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "engaged_viewer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub visitor_key: Vec<u8>,
    /// where first seen
    pub country: String,
    pub first_seen_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A sitting is over when no beat came for so long.
const SITTING_MS: i64 = 60 * 60_000;
/// Sessions that ended, or in which somebody watched, within so many days are looked at again: a server may have
/// stood still meanwhile.
const LOOK_BACK_DAYS: i64 = 7;
/// Rows of one statement.
const AT_ONCE: usize = 1_000;

/// Settles the engaged viewers of every session that ended or was watched lately; gives how many are new.
pub async fn settle(db: &Db, now: Instant) -> Result<u64> {
    settle_watched_since(db, now.plus_days(-LOOK_BACK_DAYS), now).await
}

/// Settles those of every session that is over and was watched since an instant: after views were written in bulk.
pub async fn settle_watched_since(db: &Db, since: Instant, now: Instant) -> Result<u64> {
    let watched: Vec<SessionId> = view_bin::Entity::find()
        .select_only()
        .column(view_bin::Column::Session)
        .distinct()
        .filter(view_bin::Column::Bin.gte(roll_up::bin_of(since)))
        .into_tuple()
        .all(db.read())
        .await?;
    let sessions = session::Entity::find()
        .filter(session::Column::StartsAt.lte(now))
        .filter(
            Condition::any()
                .add(session::Column::Id.is_in(watched))
                .add(session::Column::EndsAt.gte(since))
                .add(session::Column::EffectiveEndsAt.gte(since)),
        )
        .all(db.read())
        .await?;
    let mut settled = 0;
    for session in sessions {
        settled += settle_session(db, &session, now).await?;
    }
    Ok(settled)
}

async fn settle_session(db: &Db, session: &session::Model, now: Instant) -> Result<u64> {
    let (from, until) = (session.began_at(), session.ended_at());
    if now < until {
        return Ok(0);
    }
    let recorded_ms = recording::current(db.read(), session.id)
        .await?
        .and_then(|recording| recording.duration_ms);
    let length_ms = recorded_ms.unwrap_or_else(|| until.since(from));
    let engaged = engaged(db, session.id, length_ms, now).await?;
    let mut settled = 0;
    for some in engaged.chunks(AT_ONCE) {
        settled += db.write(async |tx| enter(tx, some).await).await?;
    }
    Ok(settled)
}

/// Those who can be told apart, watched half, have gone, and are not settled yet.
async fn engaged(
    db: &Db,
    session: SessionId,
    length_ms: i64,
    now: Instant,
) -> Result<Vec<view_session::Model>> {
    let unkeyed = Query::select()
        .column(play::Column::VisitorKey)
        .from(play::Entity)
        .and_where(play::Column::Session.eq(session))
        .and_where(play::Column::Keyed.eq(false))
        .to_owned();
    let settled = Query::select()
        .column(Column::VisitorKey)
        .from(Entity)
        .and_where(Column::Session.eq(session))
        .to_owned();
    Ok(view_session::Entity::find()
        .filter(view_session::Column::Session.eq(session))
        .filter(view_session::Column::WatchedMs.gte(length_ms - length_ms / 2))
        .filter(view_session::Column::LastBeatAt.lte(now.plus_ms(-SITTING_MS)))
        .filter(view_session::Column::VisitorKey.not_in_subquery(unkeyed))
        .filter(view_session::Column::VisitorKey.not_in_subquery(settled))
        .all(db.read())
        .await?)
}

/// Another server may settle the same ones: only new rows are counted.
async fn enter(tx: &Tx, viewers: &[view_session::Model]) -> Result<u64> {
    let rows = viewers.iter().map(|viewer| ActiveModel {
        session: Set(viewer.session),
        visitor_key: Set(viewer.visitor_key.clone()),
        country: Set(viewer.country.clone()),
        first_seen_at: Set(viewer.first_seen_at),
    });
    let mut insert = Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::Session, Column::VisitorKey])
                .do_nothing()
                .to_owned(),
        )
        .into_query();
    insert.returning(Query::returning().columns([
        Column::Session,
        Column::FirstSeenAt,
        Column::Country,
    ]));
    let new = tx.query_all(&insert).await?;
    let mut bins: BTreeMap<(SessionId, i64, String), i64> = BTreeMap::new();
    for row in &new {
        let seen: Instant = row.try_get_by_index(1)?;
        let bin = (
            row.try_get_by_index(0)?,
            roll_up::bin_of(seen),
            row.try_get_by_index(2)?,
        );
        *bins.entry(bin).or_default() += 1;
    }
    engaged_bin::add(tx, bins).await?;
    Ok(new.len() as u64)
}
