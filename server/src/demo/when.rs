//! The moment at which the demonstration is loaded, as its files count from it.

use domain::{Error, Result, clock};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use model::{Instant, Zone};

use super::plan;

/// Now, the day it is in the centre's zone, and that zone.
#[derive(Clone, Debug)]
pub struct When {
    pub now: Instant,
    pub today: Date,
    pub zone: Zone,
}

impl When {
    /// At `now`; the files' wall clocks hang in Xiamen.
    pub fn at(now: Instant) -> Result<Self> {
        let zone: Zone = super::people::zone("Asia/Shanghai")?;
        Ok(Self {
            now,
            today: clock::wall_of(now, &zone).date(),
            zone,
        })
    }

    /// A day as the files write it.
    pub fn day(&self, text: &str) -> Result<Date> {
        plan::day(text, self.today)
    }

    /// The first instant of a day.
    #[must_use]
    pub fn begins(&self, day: Date) -> Instant {
        clock::day_begins(day, &self.zone)
    }

    /// The first instant after a day.
    #[must_use]
    pub fn ends(&self, day: Date) -> Instant {
        self.begins(day.saturating_add(1.day()))
    }

    /// What the clock shows on the `number`th day from `first` at a time such as `09:30`.
    pub fn wall(&self, first: Date, number: i64, at: &str) -> Result<DateTime> {
        let time: Time = at
            .parse()
            .map_err(|_| Error::Fault(format!("{at} is no time of day")))?;
        Ok(first.saturating_add((number - 1).days()).to_datetime(time))
    }

    /// The instant at which the clock shows that.
    pub fn instant(&self, wall: DateTime) -> Result<Instant> {
        clock::instant_of(wall, &self.zone, None)
            .map_err(|reason| Error::Fault(format!("{wall} in {}: {reason:?}", self.zone)))
    }
}
