//! Views by the day on which they were watched, in any zone, from sums in UTC that any day is made of.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::{Instant, Zone};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Query, SelectStatement, UnionType};

use super::measured::sum;
use super::view_span::{self, Column, Run};
use super::{Ground, roll_up};
use crate::{Db, Result, clock};

/// What was watched on one day, or in a longer stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    pub views: i64,
    /// Viewers first seen in an edition on this day, summed over editions.
    pub new_viewers: i64,
    pub watched_ms: i64,
}

/// Days of a zone, both included; without a bound, from the first or to the last on which somebody watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A chart's bars, each named by its first day, with the empty ones between others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    pub step: Step,
    pub bars: BTreeMap<Date, Day>,
}

/// Later than every bin.
const FAR: i64 = i64::MAX / 4;
/// SQLite takes 500 selects in a statement, and 32,766 values.
const SELECTS_A_STATEMENT: usize = 400;
const VALUES_A_STATEMENT: usize = 30_000;

/// The days on which somebody watched a session of the ground.
pub async fn days(
    db: &Db,
    ground: &Ground,
    zone: &Zone,
    period: Period,
) -> Result<BTreeMap<Date, Day>> {
    let scopes = view_span::watched_scopes(db.read(), ground).await?;
    match watched(db, &scopes, zone, period).await? {
        Some((first, last)) => sums(db, &scopes, stretches(first, last, Step::Day, zone)).await,
        None => Ok(BTreeMap::new()),
    }
}

/// From the first to the last day on which somebody watched: a bar each or, where there are more than fit, a bar a month.
pub async fn bars(
    db: &Db,
    ground: &Ground,
    zone: &Zone,
    period: Period,
    most: usize,
) -> Result<Bars> {
    let scopes = view_span::watched_scopes(db.read(), ground).await?;
    let Some((first, last)) = watched(db, &scopes, zone, period).await? else {
        return Ok(Bars {
            step: Step::Day,
            bars: BTreeMap::new(),
        });
    };
    let span = first
        .until(last)
        .map_or(0, |span| span.get_days().unsigned_abs() as usize + 1);
    let step = if span > most { Step::Month } else { Step::Day };
    let stretches = stretches(first, last, step, zone);
    let mut bars: BTreeMap<Date, Day> = stretches
        .iter()
        .map(|stretch| (stretch.bar, Day::default()))
        .collect();
    bars.extend(sums(db, &scopes, stretches).await?);
    Ok(Bars { step, bars })
}

/// The stretch of time that a bar stands for, in bins.
struct Stretch {
    bar: Date,
    from: i64,
    until: i64,
}

/// One after the other from the first day to the last; the first and the last may be cut short.
fn stretches(first: Date, last: Date, step: Step, zone: &Zone) -> Vec<Stretch> {
    let end = after(last, zone);
    let mut stretches = Vec::new();
    let (mut bar, mut from) = (step.begin(first), begins(first, zone));
    while bar <= last {
        let next = step.next(bar).ok().filter(|next| *next <= last);
        let until = next.map_or(end, |next| begins(next, zone));
        stretches.push(Stretch { bar, from, until });
        let Some(next) = next else { break };
        (bar, from) = (next, until);
    }
    stretches
}

/// The first bin of a day.
fn begins(day: Date, zone: &Zone) -> i64 {
    roll_up::bin_of(clock::day_begins(day, zone))
}

/// The first bin after a day.
fn after(day: Date, zone: &Zone) -> i64 {
    day.tomorrow().map_or(i64::MAX, |next| begins(next, zone))
}

/// The first and the last day of the period on which somebody watched.
async fn watched(
    db: &Db,
    scopes: &[Uuid],
    zone: &Zone,
    period: Period,
) -> Result<Option<(Date, Date)>> {
    let from = period.from.map_or(0, |day| begins(day, zone));
    let until = period.until.map_or(FAR, |day| after(day, zone)).min(FAR);
    // A day of UTC tells roughly when; its quarters tell exactly.
    let Some((first, last)) = edges(db, scopes, &view_span::runs(from, until)).await? else {
        return Ok(None);
    };
    let exactly = [first, last].map(|begins| Run {
        bins: 1,
        from: begins,
        until: until.min(begins + view_span::DAY),
    });
    let edges = edges(db, scopes, &exactly).await?;
    let day_of = |bin: i64| {
        let begins = Instant(bin.saturating_mul(roll_up::BIN_MS));
        clock::wall_of(begins, zone).date()
    };
    Ok(edges.map(|(first, last)| (day_of(first), day_of(last))))
}

/// The first and the last of the spans in which somebody watched.
async fn edges(db: &Db, scopes: &[Uuid], runs: &[Run]) -> Result<Option<(i64, i64)>> {
    let selects = runs.iter().map(|run| {
        let mut select = of_run(scopes, run);
        select
            .expr(ColumnTrait::min(&Column::Begins))
            .expr(ColumnTrait::max(&Column::Begins));
        select
    });
    let mut edges: Option<(i64, i64)> = None;
    for row in rows(db, scopes, selects.collect()).await? {
        let (first, last): (Option<i64>, Option<i64>) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        for begins in [first, last].into_iter().flatten() {
            let (first, last) = edges.unwrap_or((begins, begins));
            edges = Some((first.min(begins), last.max(begins)));
        }
    }
    Ok(edges)
}

/// What was watched in each stretch in which somebody did.
async fn sums(db: &Db, scopes: &[Uuid], stretches: Vec<Stretch>) -> Result<BTreeMap<Date, Day>> {
    let mut selects = Vec::new();
    for (place, stretch) in (0_i64..).zip(&stretches) {
        for run in view_span::runs(stretch.from, stretch.until) {
            let mut select = of_run(scopes, &run);
            select
                .expr(Expr::val(place))
                .expr(sum(Column::Views))
                .expr(sum(Column::EditionUniques))
                .expr(sum(Column::WatchedMs));
            selects.push(select);
        }
    }
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for row in rows(db, scopes, selects).await? {
        let place: i64 = row.try_get_by_index(0)?;
        let views: Option<i64> = row.try_get_by_index(1)?;
        let stretch = usize::try_from(place).ok().and_then(|at| stretches.get(at));
        // A sum over no rows is no number.
        if let (Some(stretch), Some(views)) = (stretch, views) {
            let day = days.entry(stretch.bar).or_default();
            day.views += views;
            day.new_viewers += row.try_get_by_index::<i64>(2)?;
            day.watched_ms += row.try_get_by_index::<i64>(3)?;
        }
    }
    Ok(days)
}

fn of_run(scopes: &[Uuid], run: &Run) -> SelectStatement {
    Query::select()
        .from(view_span::Entity)
        .and_where(Column::Scope.is_in(scopes.iter().copied()))
        .and_where(Column::Bins.eq(run.bins))
        .and_where(Column::Begins.gte(run.from))
        .and_where(Column::Begins.lt(run.until))
        .to_owned()
}

/// The rows of many selects, in few statements.
async fn rows(
    db: &Db,
    scopes: &[Uuid],
    selects: Vec<SelectStatement>,
) -> Result<Vec<sea_orm::QueryResult>> {
    let most = (VALUES_A_STATEMENT / (scopes.len() + 4)).clamp(1, SELECTS_A_STATEMENT);
    let mut rows = Vec::new();
    for some in selects.chunks(most) {
        let Some((first, others)) = some.split_first() else {
            continue;
        };
        let mut all = first.clone();
        for other in others {
            all.union(UnionType::All, other.clone());
        }
        rows.extend(db.read().query_all(&all).await?);
    }
    Ok(rows)
}

/// How much time a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Day,
    Month,
}

impl Step {
    /// The first day of the step that a day lies in.
    #[must_use]
    pub fn begin(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Month => day.first_of_month(),
        }
    }

    fn next(self, day: Date) -> Result<Date, jiff::Error> {
        match self {
            Self::Day => day.tomorrow(),
            Self::Month => day.checked_add(jiff::Span::new().months(1)),
        }
    }
}
