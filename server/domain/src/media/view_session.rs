//! A view session: one visitor watching one session.

use std::collections::{BTreeMap, BTreeSet};

use model::{Instant, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::beat::Heard;
use super::play::Plays;
use super::stretch::Union;
use crate::{Result, Tx};

/// A row of `view_session`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "view_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub visitor_key: Vec<u8>,
    /// where first seen
    pub country: String,
    pub first_seen_at: Instant,
    pub last_beat_at: Instant,
    /// the last one of a play that reached 10 s
    pub counted_beat_at: Option<Instant>,
    pub plays: i32,
    pub views: i32,
    /// union of the watched stretches
    pub watched_ms: i64,
    /// `from-to,from-to` in milliseconds of the recording, sorted, disjoint
    pub stretches: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Of a visitor who is first seen.
    pub(super) fn new(
        session: SessionId,
        visitor_key: Vec<u8>,
        country: &str,
        at: Instant,
    ) -> Self {
        Self {
            session,
            visitor_key,
            country: country.to_owned(),
            first_seen_at: at,
            last_beat_at: at,
            counted_beat_at: None,
            plays: 0,
            views: 0,
            watched_ms: 0,
            stretches: String::new(),
        }
    }
}

/// A visitor of a session.
pub(super) type ViewerKey = (SessionId, Vec<u8>);
pub(super) type Viewers = BTreeMap<ViewerKey, (Model, Union)>;

/// Makes the view sessions that are new and locks all; bots have none.
pub(super) async fn lock(tx: &Tx, heard: &[&Heard], plays: &Plays) -> Result<Viewers> {
    let missing = missing(heard, plays);
    if missing.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sessions: BTreeSet<SessionId> = missing.keys().map(|key| key.0).collect();
    let visitors: BTreeSet<Vec<u8>> = missing.keys().map(|key| key.1.clone()).collect();
    Entity::insert_many(missing.into_values())
        .on_conflict(
            OnConflict::columns([Column::Session, Column::VisitorKey])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    let rows = Entity::find()
        .filter(Column::Session.is_in(sessions))
        .filter(Column::VisitorKey.is_in(visitors))
        .order_by_asc(Column::Session)
        .order_by_asc(Column::VisitorKey)
        .lock(LockType::Update)
        .all(tx)
        .await?;
    Ok(rows
        .into_iter()
        .map(|viewer| {
            let union = Union::read(&viewer.stretches);
            (
                (viewer.session, viewer.visitor_key.clone()),
                (viewer, union),
            )
        })
        .collect())
}

fn missing(heard: &[&Heard], plays: &Plays) -> BTreeMap<ViewerKey, ActiveModel> {
    let mut missing = BTreeMap::new();
    for heard in heard {
        let Some(play) = plays.get(&heard.play).filter(|play| !play.bot) else {
            continue;
        };
        missing
            .entry((play.session, play.visitor_key.clone()))
            .or_insert_with(|| {
                Model::new(
                    play.session,
                    play.visitor_key.clone(),
                    &play.country,
                    heard.at,
                )
                .into_active_model()
                .reset_all()
            });
    }
    missing
}

/// Writes what beats changed.
pub(super) async fn save(tx: &Tx, viewers: impl Iterator<Item = (Model, Union)>) -> Result<()> {
    use Column as C;
    let rows: Vec<_> = viewers
        .map(|(mut viewer, union)| {
            viewer.stretches = union.text();
            viewer.into_active_model().reset_all()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([C::Session, C::VisitorKey])
                .update_columns([
                    C::LastBeatAt,
                    C::CountedBeatAt,
                    C::Plays,
                    C::Views,
                    C::WatchedMs,
                    C::Stretches,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
