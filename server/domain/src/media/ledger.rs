//! Writes beats with their roll-ups: many beats, one transaction, a handful of statements.
//!
//! Any number of servers write the same rows. On PostgreSQL a row that is read in order to be changed is first made
//! if it is missing and then locked; tables come in one order and rows in the order of their keys, so that nobody
//! waits in a circle. Roll-ups are sums that commute.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{EditionId, PlayId, SessionId};
use sea_orm::ActiveValue::Set;

use super::beat::{self, Added, Heard};
use super::view_session::{ViewerKey, Viewers};
use super::watched_presence::Presences;
use super::{concurrent_viewer, edition_viewer, play, recording, view_session, watched_presence};
use crate::statistics::Measured;
use crate::statistics::roll_up::{self, Bins, Key, bin_of};
use crate::{Db, Result, Tx};

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
    plays: play::Plays,
    viewers: Viewers,
    bins: Bins,
    /// Minutes in which somebody was there.
    minutes: BTreeSet<(SessionId, i64, Vec<u8>)>,
    /// Visitors with a play that has just become long enough, and the edition.
    reached: BTreeMap<ViewerKey, EditionId>,
    presences: Presences,
    /// How long recordings are, where that is known.
    lengths: BTreeMap<SessionId, i64>,
    /// Plays that a beat added something to.
    changed: HashSet<PlayId>,
}

impl Page {
    async fn open(tx: &Tx, heard: &[&Heard]) -> Result<Self> {
        let plays = play::lock(tx, heard).await?;
        let viewers = view_session::lock(tx, heard, &plays).await?;
        let enrolled: Vec<PlayId> = plays
            .values()
            .filter(|play| play.enrolment.is_some())
            .map(|play| play.id)
            .collect();
        let sessions: BTreeSet<SessionId> = plays.values().map(|play| play.session).collect();
        Ok(Self {
            plays,
            viewers,
            presences: watched_presence::of_plays(tx, &enrolled).await?,
            lengths: recording::lengths(tx, &sessions).await?,
            ..Self::default()
        })
    }

    fn add(&mut self, heard: &Heard) {
        let Some(play) = self.plays.get_mut(&heard.play) else {
            return;
        };
        let longest_ms = self.lengths.get(&play.session).copied();
        let longest_ms = longest_ms.unwrap_or(beat::LONGEST_MS);
        let key = (play.session, play.visitor_key.clone());
        let viewer = self.viewers.get_mut(&key);
        let viewer = viewer.map(|(viewer, union)| (viewer, union));
        let Some(added) = beat::add(heard, longest_ms, play, viewer) else {
            return;
        };
        self.changed.insert(play.id);
        let play = play.clone();
        self.count(&play, &added);
        if added.long_enough && play.keyed && !play.bot {
            self.reached.insert(key.clone(), heard.edition);
        }
        if !play.bot {
            let minute = play.last_beat_at.0.div_euclid(60_000);
            self.minutes.insert((key.0, minute, key.1));
        }
        if let Some(enrolment) = play.enrolment {
            for stretch in added.present {
                self.presences.extend(&play, enrolment, stretch);
            }
        }
    }

    /// Plays and views count when the play started, minutes when they were watched; in the play's country.
    fn count(&mut self, play: &play::Model, added: &Added) {
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
        let known = play::visitors_counted_before(tx, self.reached.keys()).await?;
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
        for (edition, visitor) in edition_viewer::enter(tx, rows).await? {
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
        play::save(
            tx,
            self.plays
                .into_values()
                .filter(|play| changed.contains(&play.id)),
        )
        .await?;
        view_session::save(
            tx,
            self.viewers
                .into_iter()
                .filter(|(key, _)| viewers_changed.contains(key))
                .map(|(_, viewer)| viewer),
        )
        .await?;
        watched_presence::save(tx, self.presences).await?;
        roll_up::add(tx, &self.bins).await?;
        concurrent_viewer::add(tx, self.minutes).await
    }
}
