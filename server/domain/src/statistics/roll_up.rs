//! The one way by which what was watched is written down: into bins, and into everything that is summed from them.
//!
//! Sums commute, so that any number of servers add to the same rows. Tables come in one order and rows in the order of
//! their keys, so that nobody waits in a circle.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{EditionId, Instant, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, OnConflict};
use sea_orm::{ExprTrait, IdenStatic, IntoActiveModel, Iterable, PrimaryKeyToColumn, QuerySelect};

use super::view_span::{self, LENGTHS};
use super::{Measured, view_bin, view_total};
use crate::schedule::session;
use crate::{Result, Tx};

/// Length of a bin. Every zone is a multiple of it away from UTC.
pub const BIN_MS: i64 = 15 * 60_000;
/// Keeps a statement's parameters below what both databases take.
const ROWS_A_STATEMENT: usize = 500;

/// Where and when something was watched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub session: SessionId,
    /// minutes since the epoch / 15
    pub bin: i64,
    /// two letters; empty: unknown
    pub country: String,
}

/// Scope, length in bins, and first bin of a span.
type SpanKey = (Uuid, i64, i64);

/// What is to be added, bin by bin.
pub type Bins = BTreeMap<Key, Measured>;

/// The 15-minute bin of an instant, in UTC.
#[must_use]
pub const fn bin_of(at: Instant) -> i64 {
    at.0.div_euclid(BIN_MS)
}

/// Adds to bins, to their totals and to their spans: the only way to write any of them.
pub async fn add(tx: &Tx, added: &Bins) -> Result<()> {
    if added.is_empty() {
        return Ok(());
    }
    let mut totals: BTreeMap<(SessionId, &str), Measured> = BTreeMap::new();
    for (key, measured) in added {
        totals
            .entry((key.session, &key.country))
            .or_default()
            .add(measured);
    }
    let totals = totals
        .into_iter()
        .map(|((session, country), sums)| total(session, country, &sums));
    add_rows(tx, totals.collect()).await?;
    let bins = added.iter().map(|(key, sums)| bin(key, sums));
    add_rows(tx, bins.collect()).await?;
    let spans = spans(added, &editions(tx, added).await?);
    let spans = spans.into_iter().map(|(key, sums)| span(key, &sums));
    add_rows(tx, spans.collect()).await
}

fn total(session: SessionId, country: &str, sums: &Measured) -> view_total::Model {
    view_total::Model {
        session,
        country: country.to_owned(),
        plays: sums.plays,
        long_enough: sums.long_enough,
        bots: sums.bots,
        views: sums.views,
        session_uniques: sums.session_uniques,
        edition_uniques: sums.edition_uniques,
        watched_ms: sums.watched_ms,
    }
}

fn bin(key: &Key, sums: &Measured) -> view_bin::Model {
    view_bin::Model {
        session: key.session,
        bin: key.bin,
        country: key.country.clone(),
        plays: sums.plays,
        long_enough: sums.long_enough,
        bots: sums.bots,
        views: sums.views,
        session_uniques: sums.session_uniques,
        edition_uniques: sums.edition_uniques,
        watched_ms: sums.watched_ms,
    }
}

fn span((scope, bins, begins): SpanKey, sums: &Measured) -> view_span::Model {
    view_span::Model {
        scope,
        bins,
        begins,
        views: sums.views,
        edition_uniques: sums.edition_uniques,
        watched_ms: sums.watched_ms,
    }
}

/// The editions that the sessions belong to.
async fn editions(tx: &Tx, added: &Bins) -> Result<HashMap<SessionId, EditionId>> {
    let sessions: BTreeSet<SessionId> = added.keys().map(|key| key.session).collect();
    let rows: Vec<(SessionId, EditionId)> = session::Entity::find()
        .select_only()
        .columns([session::Column::Id, session::Column::Edition])
        .filter(session::Column::Id.is_in(sessions))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The same without countries, for the session and for its edition, in each length.
fn spans(added: &Bins, editions: &HashMap<SessionId, EditionId>) -> BTreeMap<SpanKey, Measured> {
    let mut spans: BTreeMap<SpanKey, Measured> = BTreeMap::new();
    for (key, measured) in added {
        let edition = editions.get(&key.session).map(|edition| edition.0);
        for scope in [Some(key.session.0), edition].into_iter().flatten() {
            for bins in LENGTHS {
                let begins = key.bin.div_euclid(bins) * bins;
                spans
                    .entry((scope, bins, begins))
                    .or_default()
                    .add(measured);
            }
        }
    }
    spans
}

/// Adds each row to what stands under its key.
pub(super) async fn add_rows<M>(tx: &Tx, rows: Vec<M>) -> Result<()>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows
            .by_ref()
            .take(ROWS_A_STATEMENT)
            .map(|row| row.into_active_model().reset_all());
        <M::Entity as EntityTrait>::insert_many(some)
            .on_conflict(adding::<M::Entity>())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn adding<E: EntityTrait>() -> OnConflict {
    let key: Vec<E::Column> = E::PrimaryKey::iter()
        .map(PrimaryKeyToColumn::into_column)
        .collect();
    let mut on_conflict = OnConflict::columns(key.iter().copied());
    for column in E::Column::iter() {
        if key.iter().any(|known| known.as_str() == column.as_str()) {
            continue;
        }
        let added = Expr::col((Alias::new("excluded"), column));
        on_conflict.value(column, Expr::col((E::default(), column)).add(added));
    }
    on_conflict
}

/// Computes every sum anew from the bins: after bins were written in bulk, past [`add`].
pub async fn rebuild(tx: &Tx) -> Result<()> {
    tx.execute_unprepared(REBUILD).await?;
    Ok(())
}

/// The same words for both databases.
const REBUILD: &str = "
DELETE FROM view_total;
INSERT INTO view_total (session, country, plays, long_enough, bots, views, session_uniques, edition_uniques, watched_ms)
    SELECT session, country, CAST(SUM(plays) AS bigint), CAST(SUM(long_enough) AS bigint), CAST(SUM(bots) AS bigint),
        CAST(SUM(views) AS bigint), CAST(SUM(session_uniques) AS bigint), CAST(SUM(edition_uniques) AS bigint),
        CAST(SUM(watched_ms) AS bigint)
    FROM view_bin GROUP BY session, country;
DELETE FROM view_span;
INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT session, 1, bin, CAST(SUM(views) AS bigint), CAST(SUM(edition_uniques) AS bigint), CAST(SUM(watched_ms) AS bigint)
    FROM view_bin GROUP BY session, bin;
INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT session.edition, 1, v.begins, CAST(SUM(v.views) AS bigint), CAST(SUM(v.edition_uniques) AS bigint),
        CAST(SUM(v.watched_ms) AS bigint)
    FROM view_span v JOIN session ON session.id = v.scope GROUP BY session.edition, v.begins;
INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT scope, 4, begins / 4 * 4, CAST(SUM(views) AS bigint), CAST(SUM(edition_uniques) AS bigint),
        CAST(SUM(watched_ms) AS bigint)
    FROM view_span WHERE bins = 1 GROUP BY scope, begins / 4 * 4;
INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT scope, 96, begins / 96 * 96, CAST(SUM(views) AS bigint), CAST(SUM(edition_uniques) AS bigint),
        CAST(SUM(watched_ms) AS bigint)
    FROM view_span WHERE bins = 4 GROUP BY scope, begins / 96 * 96;
DELETE FROM session_reach;
INSERT INTO session_reach (session, engaged, peak)
    SELECT session, CAST(SUM(engaged) AS bigint), MAX(peak)
    FROM (SELECT session, viewers AS engaged, 0 AS peak FROM engaged_bin
        UNION ALL SELECT session, 0, viewers FROM concurrent_bin) AS reached
    GROUP BY session;
";
