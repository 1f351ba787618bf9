//! Views by the day on which they were watched, in any zone, from bins of 15 minutes UTC.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::Zone;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::measured::sum;
use super::{Ground, view_bin};
use crate::schedule::session;
use crate::{Db, Result, clock};

/// What was watched on one day, or in a longer stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    pub views: i64,
    /// Viewers first seen in an edition on this day, summed over editions.
    pub new_viewers: i64,
    pub watched_ms: i64,
}

#[derive(FromQueryResult)]
struct Bin {
    bin: i64,
    views: i64,
    new_viewers: i64,
    watched_ms: i64,
}

/// Days of a zone, both included; without a bound, from the first or to the last on which somebody watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// The days on which somebody watched a session of the ground.
pub async fn days(
    db: &Db,
    ground: &Ground,
    zone: &Zone,
    period: Period,
) -> Result<BTreeMap<Date, Day>> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for bin in bins(db, ground, zone, period).await? {
        let begins = model::Instant(bin.bin.saturating_mul(view_bin::LENGTH_MS));
        let day = days.entry(clock::wall_of(begins, zone).date()).or_default();
        day.views += bin.views;
        day.new_viewers += bin.new_viewers;
        day.watched_ms += bin.watched_ms;
    }
    Ok(days)
}

async fn bins(db: &Db, ground: &Ground, zone: &Zone, period: Period) -> Result<Vec<Bin>> {
    use view_bin::Column;
    let to_session: RelationDef = view_bin::Entity::belongs_to(session::Entity)
        .from(Column::Session)
        .to(session::Column::Id)
        .into();
    let first_bin = |day: Date| {
        clock::day_begins(day, zone)
            .0
            .div_euclid(view_bin::LENGTH_MS)
    };
    let from = period.from.map(first_bin);
    let until = period
        .until
        .and_then(|day| day.tomorrow().ok())
        .map(first_bin);
    let condition = ground
        .all_sessions()
        .add_option(from.map(|from| Column::Bin.gte(from)))
        .add_option(until.map(|until| Column::Bin.lt(until)));
    Ok(view_bin::Entity::find()
        .select_only()
        .column(Column::Bin)
        .column_as(sum(Column::Views), "views")
        .column_as(sum(Column::EditionUniques), "new_viewers")
        .column_as(sum(Column::WatchedMs), "watched_ms")
        .join(JoinType::InnerJoin, to_session)
        .filter(condition)
        .group_by(Column::Bin)
        .order_by_asc(Column::Bin)
        .into_model::<Bin>()
        .all(db.read())
        .await?)
}

/// The days as one bar each or, where there are more than fit, as one bar a month (named by its first day).
#[must_use]
pub fn as_bars(days: &BTreeMap<Date, Day>, most: usize) -> (Step, BTreeMap<Date, Day>) {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value())
    else {
        return (Step::Day, BTreeMap::new());
    };
    let span = first
        .until(*last)
        .map_or(0, |span| span.get_days().unsigned_abs() as usize + 1);
    let step = if span > most { Step::Month } else { Step::Day };
    let mut bars: BTreeMap<Date, Day> = BTreeMap::new();
    let mut empty = step.begin(*first);
    while empty <= *last {
        bars.insert(empty, Day::default());
        let Ok(next) = step.next(empty) else { break };
        empty = next;
    }
    for (date, day) in days {
        let bar = bars.entry(step.begin(*date)).or_default();
        bar.views += day.views;
        bar.new_viewers += day.new_viewers;
        bar.watched_ms += day.watched_ms;
    }
    (step, bars)
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
