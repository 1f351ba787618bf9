//! Writes beats with their roll-ups: many beats, one transaction, a handful of statements.
//!
//! Any number of servers write the same rows. On PostgreSQL a row that is read in order to be changed is first made
//! if it is missing and then locked; tables come in one order and rows in the order of their keys, so that nobody
//! waits in a circle. Roll-ups are sums that commute.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{Country, EditionId, EnrolmentId, Instant, PlayId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockType, OnConflict, Query};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, QueryTrait};

use super::beat::{self, Added};
use super::stretch::Union;
use super::{VisitorKey, concurrent_viewer, edition_viewer, play, view_session, watched_presence};
use crate::statistics::roll_up::{self, Bins, Key, bin_of};
use crate::statistics::{Measured, concurrent_bin};
use crate::{Db, Result, Tx};

/// A beat whose token was ours.
#[derive(Clone, Debug)]
pub struct Heard {
    pub play: PlayId,
    pub session: SessionId,
    pub edition: EditionId,
    pub visitor: VisitorKey,
    /// Whether the key stands for somebody who can be told apart.
    pub keyed: bool,
    pub enrolment: Option<EnrolmentId>,
    pub country: Option<Country>,
    pub bot: bool,
    pub sequence: u32,
    pub from_ms: i64,
    pub to_ms: i64,
    /// In hundredths.
    pub rate: u32,
    pub at: Instant,
}

type ViewerKey = (SessionId, Vec<u8>);

/// Writes beats, in any order and however often they were told, in one transaction.
pub async fn write(db: &Db, heard: &[Heard]) -> Result<()> {
    if heard.is_empty() {
        return Ok(());
    }
    let mut in_order: Vec<&Heard> = heard.iter().collect();
    in_order.sort_by_key(|heard| (heard.play, heard.sequence));
    db.write(async |tx| {
        let mut page = Page::open(tx, &in_order).await?;
        for heard in &in_order {
            page.add(heard);
        }
        page.close(tx).await
    })
    .await
}

/// The rows of one transaction.
#[derive(Default)]
struct Page {
    plays: BTreeMap<PlayId, play::Model>,
    viewers: BTreeMap<ViewerKey, (view_session::Model, Union)>,
    bins: Bins,
    /// Minutes in which somebody was there.
    minutes: BTreeSet<(SessionId, i64, Vec<u8>)>,
    /// Visitors with a play that has just become long enough, and the edition.
    reached: BTreeMap<ViewerKey, EditionId>,
    presences: BTreeMap<(PlayId, Instant), watched_presence::Model>,
    /// Plays that a beat added something to.
    changed: HashSet<PlayId>,
}

impl Page {
    async fn open(tx: &Tx, heard: &[&Heard]) -> Result<Self> {
        let plays = lock_plays(tx, heard).await?;
        let viewers = lock_viewers(tx, heard, &plays).await?;
        let enrolled: Vec<PlayId> = plays
            .values()
            .filter(|play| play.enrolment.is_some())
            .map(|play| play.id)
            .collect();
        Ok(Self {
            plays,
            viewers,
            presences: watched_presence::of_plays(tx, &enrolled).await?,
            ..Self::default()
        })
    }

    fn add(&mut self, heard: &Heard) {
        let Some(play) = self.plays.get_mut(&heard.play) else {
            return;
        };
        let key = (play.session, play.visitor_key.clone());
        let viewer = self.viewers.get_mut(&key);
        let viewer = viewer.map(|(viewer, union)| (viewer, union));
        let Some(added) = beat::add(heard, play, viewer) else {
            return;
        };
        self.changed.insert(play.id);
        let play = play.clone();
        self.count(&play, added);
        if added.long_enough && play.keyed && !play.bot {
            self.reached.insert(key.clone(), heard.edition);
        }
        if !play.bot {
            let minute = play.last_beat_at.0.div_euclid(60_000);
            self.minutes.insert((key.0, minute, key.1));
        }
        if let Some(enrolment) = play.enrolment
            && added.present_ms > 0
        {
            watched_presence::extend(&mut self.presences, &play, enrolment, added.present_ms);
        }
    }

    /// Plays and views count when the play started, minutes when they were watched; in the play's country.
    fn count(&mut self, play: &play::Model, added: Added) {
        if added.play || added.long_enough {
            let begun = self.bin(play.session, bin_of(play.started_at), &play.country);
            begun.plays += i64::from(added.play);
            begun.long_enough += i64::from(added.long_enough);
            begun.bots += i64::from(added.long_enough && play.bot);
            begun.views += i64::from(added.view);
        }
        if added.watched_ms > 0 {
            let now = self.bin(play.session, bin_of(play.last_beat_at), &play.country);
            now.watched_ms += added.watched_ms;
        }
    }

    fn bin(&mut self, session: SessionId, bin: i64, country: &str) -> &mut Measured {
        let country = country.to_owned();
        self.bins
            .entry(Key {
                session,
                bin,
                country,
            })
            .or_default()
    }

    /// A visitor is unique once: with their first play that is long enough. They count where and when first seen.
    async fn count_uniques(&mut self, tx: &Tx) -> Result<()> {
        if self.reached.is_empty() {
            return Ok(());
        }
        let known = viewers_with_counted_plays(tx, &self.reached).await?;
        let reached = std::mem::take(&mut self.reached);
        let new_here: Vec<(&ViewerKey, EditionId)> = reached
            .iter()
            .filter(|(key, _)| !known.contains(*key))
            .map(|(key, edition)| (key, *edition))
            .collect();
        for (key, _) in &new_here {
            if let Some((viewer, _)) = self.viewers.get(*key) {
                let (seen, country) = (bin_of(viewer.first_seen_at), viewer.country.clone());
                self.bin(key.0, seen, &country).session_uniques += 1;
            }
        }
        let rows = self.edition_viewers(&new_here);
        for (edition, visitor) in enter_edition(tx, rows).await? {
            let first = new_here
                .iter()
                .find(|(key, of)| *of == edition && key.1 == visitor)
                .and_then(|(key, _)| self.viewers.get(*key));
            if let Some((viewer, _)) = first {
                let (session, seen) = (viewer.session, bin_of(viewer.first_seen_at));
                let country = viewer.country.clone();
                self.bin(session, seen, &country).edition_uniques += 1;
            }
        }
        Ok(())
    }

    /// One row an edition and visitor, though several of its sessions may be new to them at once.
    fn edition_viewers(
        &self,
        new_here: &[(&ViewerKey, EditionId)],
    ) -> BTreeMap<(EditionId, Vec<u8>), edition_viewer::ActiveModel> {
        let mut rows = BTreeMap::new();
        for (key, edition) in new_here {
            let Some((viewer, _)) = self.viewers.get(*key) else {
                continue;
            };
            rows.entry((*edition, key.1.clone()))
                .or_insert_with(|| edition_viewer::ActiveModel {
                    edition: Set(*edition),
                    visitor_key: Set(key.1.clone()),
                    country: Set(viewer.country.clone()),
                    first_seen_at: Set(viewer.first_seen_at),
                });
        }
        rows
    }

    async fn close(mut self, tx: &Tx) -> Result<()> {
        if self.changed.is_empty() {
            return Ok(());
        }
        self.count_uniques(tx).await?;
        let changed = std::mem::take(&mut self.changed);
        let viewers_changed: HashSet<ViewerKey> = changed
            .iter()
            .filter_map(|id| self.plays.get(id))
            .map(|play| (play.session, play.visitor_key.clone()))
            .collect();
        save_plays(
            tx,
            self.plays
                .into_values()
                .filter(|play| changed.contains(&play.id)),
        )
        .await?;
        save_viewers(
            tx,
            self.viewers
                .into_iter()
                .filter(|(key, _)| viewers_changed.contains(key))
                .map(|(_, viewer)| viewer),
        )
        .await?;
        watched_presence::save(tx, self.presences).await?;
        roll_up::add(tx, &self.bins).await?;
        add_minutes(tx, self.minutes).await
    }
}

/// Makes the plays that are new and locks all.
async fn lock_plays(tx: &Tx, heard: &[&Heard]) -> Result<BTreeMap<PlayId, play::Model>> {
    let mut missing: BTreeMap<PlayId, play::ActiveModel> = BTreeMap::new();
    for heard in heard {
        missing
            .entry(heard.play)
            .or_insert_with(|| play::ActiveModel {
                id: Set(heard.play),
                session: Set(heard.session),
                visitor_key: Set(heard.visitor.0.to_vec()),
                enrolment: Set(heard.enrolment),
                country: Set(heard.country.map_or("", Country::code).to_owned()),
                bot: Set(heard.bot),
                keyed: Set(heard.keyed),
                started_at: Set(heard.at),
                last_beat_at: Set(heard.at),
                last_sequence: Set(0),
                watched_ms: Set(0),
                starts_view: Set(false),
                counted: Set(false),
                unspent_ms: Set(0),
            });
    }
    let ids: Vec<PlayId> = missing.keys().copied().collect();
    play::Entity::insert_many(missing.into_values())
        .on_conflict(OnConflict::column(play::Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let rows = play::Entity::find()
        .filter(play::Column::Id.is_in(ids))
        .order_by_asc(play::Column::Id)
        .lock(LockType::Update)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|play| (play.id, play)).collect())
}

/// Makes the view sessions that are new and locks all; bots have none.
async fn lock_viewers(
    tx: &Tx,
    heard: &[&Heard],
    plays: &BTreeMap<PlayId, play::Model>,
) -> Result<BTreeMap<ViewerKey, (view_session::Model, Union)>> {
    let mut missing: BTreeMap<ViewerKey, view_session::ActiveModel> = BTreeMap::new();
    for heard in heard {
        let Some(play) = plays.get(&heard.play).filter(|play| !play.bot) else {
            continue;
        };
        missing
            .entry((play.session, play.visitor_key.clone()))
            .or_insert_with(|| view_session::ActiveModel {
                session: Set(play.session),
                visitor_key: Set(play.visitor_key.clone()),
                enrolment: Set(play.enrolment),
                country: Set(play.country.clone()),
                first_seen_at: Set(heard.at),
                last_beat_at: Set(heard.at),
                plays: Set(0),
                views: Set(0),
                watched_ms: Set(0),
                stretches: Set(String::new()),
            });
    }
    if missing.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sessions: BTreeSet<SessionId> = missing.keys().map(|key| key.0).collect();
    let visitors: BTreeSet<Vec<u8>> = missing.keys().map(|key| key.1.clone()).collect();
    view_session::Entity::insert_many(missing.into_values())
        .on_conflict(
            OnConflict::columns([
                view_session::Column::Session,
                view_session::Column::VisitorKey,
            ])
            .do_nothing()
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    let rows = view_session::Entity::find()
        .filter(view_session::Column::Session.is_in(sessions))
        .filter(view_session::Column::VisitorKey.is_in(visitors))
        .order_by_asc(view_session::Column::Session)
        .order_by_asc(view_session::Column::VisitorKey)
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

/// Of these visitors, those with a play that was long enough before.
async fn viewers_with_counted_plays(
    tx: &Tx,
    reached: &BTreeMap<ViewerKey, EditionId>,
) -> Result<HashSet<ViewerKey>> {
    let sessions: BTreeSet<SessionId> = reached.keys().map(|key| key.0).collect();
    let visitors: BTreeSet<Vec<u8>> = reached.keys().map(|key| key.1.clone()).collect();
    let counted: Vec<ViewerKey> = play::Entity::find()
        .select_only()
        .column(play::Column::Session)
        .column(play::Column::VisitorKey)
        .distinct()
        .filter(play::Column::Session.is_in(sessions))
        .filter(play::Column::VisitorKey.is_in(visitors))
        .filter(play::Column::Counted.eq(true))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(counted.into_iter().collect())
}

/// Enters visitors into their edition; gives those that were not there.
async fn enter_edition(
    tx: &Tx,
    rows: BTreeMap<(EditionId, Vec<u8>), edition_viewer::ActiveModel>,
) -> Result<Vec<(EditionId, Vec<u8>)>> {
    use edition_viewer::Column as C;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut insert = edition_viewer::Entity::insert_many(rows.into_values())
        .on_conflict(
            OnConflict::columns([C::Edition, C::VisitorKey])
                .do_nothing()
                .to_owned(),
        )
        .into_query();
    insert.returning(Query::returning().columns([C::Edition, C::VisitorKey]));
    tx.query_all(&insert)
        .await?
        .into_iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect()
}

async fn save_plays(tx: &Tx, plays: impl Iterator<Item = play::Model>) -> Result<()> {
    use play::Column as C;
    let rows: Vec<_> = plays
        .map(|play| play.into_active_model().reset_all())
        .collect();
    play::Entity::insert_many(rows)
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
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn save_viewers(
    tx: &Tx,
    viewers: impl Iterator<Item = (view_session::Model, Union)>,
) -> Result<()> {
    use view_session::Column as C;
    let rows: Vec<_> = viewers
        .map(|(mut viewer, union)| {
            viewer.stretches = union.text();
            viewer.into_active_model().reset_all()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    view_session::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([C::Session, C::VisitorKey])
                .update_columns([
                    C::Enrolment,
                    C::LastBeatAt,
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

/// Notes who was there in which minute, and how many more that makes.
async fn add_minutes(tx: &Tx, minutes: BTreeSet<(SessionId, i64, Vec<u8>)>) -> Result<()> {
    use concurrent_viewer::Column as V;
    if minutes.is_empty() {
        return Ok(());
    }
    let rows =
        minutes.into_iter().map(
            |(session, minute, visitor_key)| concurrent_viewer::ActiveModel {
                session: Set(session),
                minute: Set(minute),
                visitor_key: Set(visitor_key),
            },
        );
    let mut insert = concurrent_viewer::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([V::Session, V::Minute, V::VisitorKey])
                .do_nothing()
                .to_owned(),
        )
        .into_query();
    insert.returning(Query::returning().columns([V::Session, V::Minute]));
    let mut more: BTreeMap<(SessionId, i64), i64> = BTreeMap::new();
    for row in tx.query_all(&insert).await? {
        let minute = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        *more.entry(minute).or_default() += 1;
    }
    concurrent_bin::add(tx, more).await
}
