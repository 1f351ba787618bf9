//! Dates and times in words. Every time names its zone.

use domain::clock;
use jiff::civil::{Date, DateTime};
use model::{Instant, Zone};

use super::Words;

/// `09:30`.
#[must_use]
pub fn wall_time(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Minutes as `1:30`.
#[must_use]
pub fn minutes_as_hours(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

impl Words {
    /// `6 May 2027`, `2027年5月6日`.
    #[must_use]
    pub fn date(self, day: Date) -> String {
        self.date_long(
            day.day().to_string(),
            self.month(day),
            day.year().to_string(),
        )
    }

    /// `Tue 6 May`, `5月6日 周二`.
    #[must_use]
    pub fn day(self, day: Date) -> String {
        self.date_of_week(day.day().to_string(), self.month(day), self.weekday(day))
    }

    /// `6–26 May 2027`, `30 Apr – 3 May 2027`, `2027年5月6日–26日`.
    #[must_use]
    pub fn dates(self, from: Date, until: Date) -> String {
        if from == until {
            return self.date(from);
        }
        let (first, last) = (from.day().to_string(), until.day().to_string());
        let year = from.year().to_string();
        match (from.year() == until.year(), from.month() == until.month()) {
            (true, true) => self.dates_in_month(first, self.month(from), last, year),
            (true, false) => {
                let (month, end_month) = (self.month(from), self.month(until));
                self.dates_in_year(first, end_month, month, last, year)
            }
            _ => self.dates_over_years(self.date(from), self.date(until)),
        }
    }

    /// A date from its stored form `YYYY-MM-DD`; what does not parse is shown as it is.
    #[must_use]
    pub fn stored_dates(self, from: &str, until: &str) -> String {
        match (from.parse(), until.parse()) {
            (Ok(from), Ok(until)) => self.dates(from, until),
            _ => format!("{from} – {until}"),
        }
    }

    /// Day and time in a zone: `Tue 6 May 2027, 09:00`.
    #[must_use]
    pub fn moment(self, at: Instant, zone: &Zone) -> String {
        let wall = clock::wall_of(at, zone);
        self.date_and_time(
            self.date(wall.date()),
            wall_time(wall),
            self.weekday(wall.date()),
        )
    }

    /// A zone by its place and distance: `Shanghai, UTC+8`.
    #[must_use]
    pub fn zone(self, at: Instant, zone: &Zone) -> String {
        let minutes = clock::offset_minutes(at, zone);
        let sign = if minutes < 0 { '−' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        let offset = match (hours, rest) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        };
        if zone.name() == "UTC" {
            offset
        } else {
            self.place_and_offset(offset, self.zone_place(zone))
        }
    }

    /// The place that a zone is named after, in the reader's language.
    #[must_use]
    pub fn zone_place(self, zone: &Zone) -> String {
        zone.place_in(self.language.as_str())
    }

    fn month(self, day: Date) -> String {
        let months = self.months();
        let place = usize::try_from(day.month().saturating_sub(1)).unwrap_or(0);
        months.split(' ').nth(place).unwrap_or_default().to_owned()
    }

    fn weekday(self, day: Date) -> String {
        let weekdays = self.weekdays();
        let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        weekdays
            .split(' ')
            .nth(place)
            .unwrap_or_default()
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use jiff::civil::date;
    use model::{Instant, Language};

    #[test]
    fn date_ranges_say_no_more_than_they_must() {
        let words = Words::of(Language::English);
        assert_eq!(
            words.dates(date(2027, 5, 6), date(2027, 5, 26)),
            "6–26 May 2027"
        );
        assert_eq!(
            words.dates(date(2027, 4, 30), date(2027, 5, 3)),
            "30 Apr – 3 May 2027"
        );
        assert_eq!(
            words.dates(date(2026, 12, 30), date(2027, 1, 3)),
            "30 Dec 2026 – 3 Jan 2027"
        );
        let words = Words::of(Language::Chinese);
        assert_eq!(
            words.dates(date(2027, 5, 6), date(2027, 5, 26)),
            "2027年5月6日–26日"
        );
        assert_eq!(
            words.dates(date(2027, 4, 30), date(2027, 5, 3)),
            "2027年4月30日–5月3日"
        );
        assert_eq!(words.day(date(2027, 5, 6)), "5月6日 周四");
    }

    #[test]
    fn a_zone_is_named_by_its_place_and_distance() {
        let words = Words::of(Language::English);
        let at = Instant(1_700_000_000_000);
        assert_eq!(
            words.zone(at, &"Asia/Shanghai".parse().unwrap()),
            "Shanghai, UTC+8"
        );
        assert_eq!(
            words.zone(at, &"Asia/Kathmandu".parse().unwrap()),
            "Kathmandu, UTC+5:45"
        );
        assert_eq!(
            words.zone(at, &"America/Sao_Paulo".parse().unwrap()),
            "Sao Paulo, UTC−3"
        );
        let words = Words::of(Language::Chinese);
        assert_eq!(
            words.zone(at, &"Asia/Shanghai".parse().unwrap()),
            "上海，UTC+8"
        );
    }
}
