//! The days that an address chooses: read, checked and printed here alone, for pages and files.

use domain::statistics::by_day::Period;
use model::Reason;

use crate::Words;
use crate::frame::query;

/// Reads both ends; each may be empty: open.
pub fn read(from: &str, until: &str) -> Result<Period, (&'static str, Reason)> {
    let date = |name, typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => typed
            .parse()
            .map(Some)
            .map_err(|_| (name, Reason::NotADate)),
    };
    let (from, until) = (date("from", from)?, date("until", until)?);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        return Err(("until", Reason::EndsBeforeStart));
    }
    Ok(Period { from, until })
}

/// The days that this page's address asks for, or why they cannot be read.
pub fn asked() -> Result<Period, Reason> {
    read(&query("from"), &query("until")).map_err(|(_, reason)| reason)
}

/// Whether any day is chosen.
pub const fn is_chosen(period: Period) -> bool {
    period.from.is_some() || period.until.is_some()
}

/// As it stands in an address: `from=2026-11-01&until=2026-11-30`; empty when no day is chosen.
pub fn in_address(period: Period) -> String {
    let end = |name: &str, day: Option<jiff::civil::Date>| day.map(|day| format!("{name}={day}"));
    let ends = [end("from", period.from), end("until", period.until)];
    ends.into_iter().flatten().collect::<Vec<_>>().join("&")
}

/// In words; nothing when no day is chosen.
pub fn said(words: Words, period: Period) -> Option<String> {
    match (period.from, period.until) {
        (Some(from), Some(until)) => {
            Some(words.figures_basis_period(words.date(from), words.date(until)))
        }
        (Some(from), None) => Some(words.figures_basis_period_from(words.date(from))),
        (None, Some(until)) => Some(words.figures_basis_period_until(words.date(until))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{in_address, read, said};
    use crate::Words;
    use model::{Language, Reason};

    #[test]
    fn one_end_is_as_good_as_two() {
        for (from, until, address) in [
            ("", "", ""),
            ("2026-11-01", "", "from=2026-11-01"),
            ("", "2026-11-30", "until=2026-11-30"),
            (
                "2026-11-01",
                "2026-11-30",
                "from=2026-11-01&until=2026-11-30",
            ),
        ] {
            let period = read(from, until).unwrap();
            assert_eq!(in_address(period), address);
            let said = said(Words::of(Language::English), period);
            assert_eq!(said.is_some(), !address.is_empty());
        }
        assert_eq!(read("yesterday", ""), Err(("from", Reason::NotADate)));
        assert_eq!(
            read("2026-11-02", "2026-11-01"),
            Err(("until", Reason::EndsBeforeStart))
        );
    }
}
