//! A play: one page load's player.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{EnrolmentId, Instant, PlayId, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::beat::Heard;
use super::view_session::ViewerKey;
use crate::{Result, Tx};

/// A row of `play`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "play")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlayId,
    pub session: SessionId,
    pub visitor_key: Vec<u8>,
    pub enrolment: Option<EnrolmentId>,
    /// detected, two letters; empty: unknown
    pub country: String,
    pub bot: bool,
    /// false: no person and no cookie, the key is the play's own
    pub keyed: bool,
    pub started_at: Instant,
    pub last_beat_at: Instant,
    /// the highest
    pub last_sequence: i32,
    pub watched_ms: i64,
    /// is a view: began 60 minutes or more after the last beat of the same visitor's plays that reached 10 s
    pub starts_view: bool,
    /// reached 10 s
    pub counted: bool,
    /// time that no watched stretch has used up, without its place on the clock
    pub unspent_ms: i64,
    /// a bit for each sequence number from the highest downwards: whether it was heard
    pub heard: i64,
    /// `from-to,from-to`: when time passed that no watched stretch has used up, in milliseconds since the epoch
    pub unspent: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Of a play's first beat, before it is added.
    pub(super) fn new(heard: &Heard) -> Self {
        Self {
            id: heard.play,
            session: heard.session,
            visitor_key: heard.visitor.0.to_vec(),
            enrolment: heard.enrolment,
            country: heard.country.code().to_owned(),
            bot: heard.bot,
            keyed: heard.keyed,
            started_at: heard.at,
            last_beat_at: heard.at,
            last_sequence: 0,
            watched_ms: 0,
            starts_view: false,
            counted: false,
            unspent_ms: 0,
            heard: 0,
            unspent: String::new(),
        }
    }
}

pub(super) type Plays = BTreeMap<PlayId, Model>;

/// Makes the plays that are new and locks all.
pub(super) async fn lock(tx: &Tx, heard: &[&Heard]) -> Result<Plays> {
    let mut missing: BTreeMap<PlayId, ActiveModel> = BTreeMap::new();
    for heard in heard {
        missing
            .entry(heard.play)
            .or_insert_with(|| Model::new(heard).into_active_model().reset_all());
    }
    let ids: Vec<PlayId> = missing.keys().copied().collect();
    Entity::insert_many(missing.into_values())
        .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock(LockType::Update)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|play| (play.id, play)).collect())
}

/// Of these visitors, those with a play that was long enough before; a program's is none of theirs.
pub(super) async fn visitors_counted_before(
    tx: &Tx,
    reached: impl Iterator<Item = &ViewerKey>,
) -> Result<HashSet<ViewerKey>> {
    let (sessions, visitors): (BTreeSet<SessionId>, BTreeSet<Vec<u8>>) = reached.cloned().unzip();
    let counted: Vec<ViewerKey> = Entity::find()
        .select_only()
        .column(Column::Session)
        .column(Column::VisitorKey)
        .distinct()
        .filter(Column::Session.is_in(sessions))
        .filter(Column::VisitorKey.is_in(visitors))
        .filter(Column::Counted.eq(true))
        .filter(Column::Bot.eq(false))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(counted.into_iter().collect())
}

/// Writes what beats changed.
pub(super) async fn save(tx: &Tx, plays: impl Iterator<Item = Model>) -> Result<()> {
    use Column as C;
    let rows: Vec<_> = plays
        .map(|play| play.into_active_model().reset_all())
        .collect();
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(C::Id)
                .update_columns([
                    C::StartedAt,
                    C::LastBeatAt,
                    C::LastSequence,
                    C::WatchedMs,
                    C::StartsView,
                    C::Counted,
                    C::UnspentMs,
                    C::Heard,
                    C::Unspent,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
