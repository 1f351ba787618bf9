//! Wall-clock times, zones and instants.

use jiff::civil::{Date, DateTime};
use jiff::tz::AmbiguousOffset;
use model::schedule::Fold;
use model::{Instant, Reason, Zone};

/// The only place that asks the machine for the time; rules are told it.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
pub fn now() -> Instant {
    Instant(jiff::Timestamp::now().as_millisecond())
}

/// The instant at which the clocks of `zone` show `wall`.
///
/// A time that the clock skips is refused; one that it shows twice needs `fold` to say which is meant.
pub fn instant_of(wall: DateTime, zone: &Zone, fold: Option<Fold>) -> Result<Instant, Reason> {
    let offset = match (zone.rules().to_ambiguous_timestamp(wall).offset(), fold) {
        (AmbiguousOffset::Unambiguous { offset }, _) => offset,
        (AmbiguousOffset::Gap { .. }, _) => return Err(Reason::SkippedByTheClock),
        (AmbiguousOffset::Fold { .. }, None) => return Err(Reason::ShownTwiceByTheClock),
        (AmbiguousOffset::Fold { before, .. }, Some(Fold::Earlier)) => before,
        (AmbiguousOffset::Fold { after, .. }, Some(Fold::Later)) => after,
    };
    let at = offset.to_timestamp(wall).map_err(|_| Reason::NotADate)?;
    Ok(Instant(at.as_millisecond()))
}

/// What the clocks of `zone` show at `instant`.
#[must_use]
pub fn wall_of(instant: Instant, zone: &Zone) -> DateTime {
    jiff::Timestamp::from_millisecond(instant.0)
        .map(|at| zone.rules().to_datetime(at))
        .unwrap_or(DateTime::constant(1970, 1, 1, 0, 0, 0, 0))
}

/// Which of two instants `at` is, where the clocks of `zone` show `wall` twice.
#[must_use]
pub fn fold_of(wall: DateTime, at: Instant, zone: &Zone) -> Option<Fold> {
    Fold::ALL
        .iter()
        .copied()
        .find(|fold| instant_of(wall, zone, Some(*fold)) == Ok(at))
        .filter(|_| instant_of(wall, zone, None).is_err())
}

/// The first instant of a day in a zone (not always midnight: some zones skip it).
#[must_use]
pub fn day_begins(day: Date, zone: &Zone) -> Instant {
    day.to_zoned_datetime(zone.rules())
        .and_then(|midnight| midnight.start_of_day())
        .map_or(Instant(0), |start| {
            Instant(start.timestamp().as_millisecond())
        })
}

/// The calendar year's first instant and the next year's, in a zone.
#[must_use]
pub fn year_bounds(year: i16, zone: &Zone) -> (Instant, Instant) {
    let first = |year: i16| Date::new(year, 1, 1).map_or(Instant(0), |day| day_begins(day, zone));
    (first(year), first(year.saturating_add(1)))
}

/// The zone's distance from UTC at an instant, in minutes east.
#[must_use]
pub fn offset_minutes(instant: Instant, zone: &Zone) -> i32 {
    jiff::Timestamp::from_millisecond(instant.0)
        .map_or(0, |at| zone.rules().to_offset(at).seconds() / 60)
}
