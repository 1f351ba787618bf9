//! What people type, parsed into our own types; every field that does not do is named with its reason.

use std::str::FromStr;

use jiff::civil::{Date, Time};
use model::refusal::FieldRefusal;
use model::{Country, Reason, Refusal, Zone};

/// The years that a date may lie in: nothing was planned before, and the day after the last is still a day.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=9998;

/// Collects the refusals of a form's fields, so that a reader sees them all at once.
#[derive(Debug, Default)]
pub struct Form {
    refused: Vec<FieldRefusal>,
}

impl Form {
    /// Nothing refused yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that `field` was refused.
    pub fn refuse(&mut self, field: &str, reason: Reason) {
        self.refused.push(FieldRefusal {
            field: field.to_owned(),
            reason,
        });
    }

    /// The value, or a noted refusal.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Reason>) -> Option<T> {
        parsed.map_err(|reason| self.refuse(field, reason)).ok()
    }

    /// Text of 1 to `most` characters, white space at its ends removed.
    pub fn text(&mut self, field: &str, typed: &str, most: u32) -> Option<String> {
        self.take(field, text(typed, most))
    }

    /// Text of at most `most` characters, possibly none.
    pub fn optional_text(&mut self, field: &str, typed: &str, most: u32) -> Option<String> {
        if typed.trim().is_empty() {
            return Some(String::new());
        }
        self.text(field, typed, most)
    }

    /// One word of a closed list.
    pub fn choice<T: FromStr>(&mut self, field: &str, typed: &str) -> Option<T> {
        let parsed = if typed.is_empty() {
            Err(Reason::Missing)
        } else {
            typed.parse().map_err(|_| Reason::NotAChoice)
        };
        self.take(field, parsed)
    }

    /// A country by its two letters.
    pub fn country(&mut self, field: &str, typed: &str) -> Option<Country> {
        let parsed = if typed.is_empty() {
            Err(Reason::Missing)
        } else {
            Country::parse(typed).ok_or(Reason::NotAChoice)
        };
        self.take(field, parsed)
    }

    /// An IANA time zone.
    pub fn zone(&mut self, field: &str, typed: &str) -> Option<Zone> {
        let parsed = if typed.trim().is_empty() {
            Err(Reason::Missing)
        } else {
            typed.trim().parse().map_err(|_| Reason::UnknownZone)
        };
        self.take(field, parsed)
    }

    /// An IANA time zone; left empty, the country's, where it has one.
    pub fn zone_in(&mut self, field: &str, typed: &str, country: Option<Country>) -> Option<Zone> {
        match country.and_then(Zone::of_country) {
            Some(zone) if typed.trim().is_empty() => Some(zone),
            _ => self.zone(field, typed),
        }
    }

    /// A date as browsers send it, `2026-11-24`, of a year in [`YEARS`].
    pub fn date(&mut self, field: &str, typed: &str) -> Option<Date> {
        let parsed = if typed.trim().is_empty() {
            Err(Reason::Missing)
        } else {
            typed
                .trim()
                .parse()
                .ok()
                .filter(|date: &Date| YEARS.contains(&date.year()))
                .ok_or(Reason::NotADate)
        };
        self.take(field, parsed)
    }

    /// A time of day as browsers send it: `09:30`.
    pub fn time(&mut self, field: &str, typed: &str) -> Option<Time> {
        let parsed = if typed.trim().is_empty() {
            Err(Reason::Missing)
        } else {
            typed.trim().parse().map_err(|_| Reason::NotATime)
        };
        self.take(field, parsed)
    }

    /// A whole number from `least` to `most`.
    pub fn number(&mut self, field: &str, typed: &str, least: i64, most: i64) -> Option<i64> {
        let parsed = typed
            .trim()
            .parse()
            .ok()
            .filter(|number| (least..=most).contains(number))
            .ok_or(Reason::NotANumber { least, most });
        self.take(field, parsed)
    }

    /// A web address, or none.
    pub fn optional_link(&mut self, field: &str, typed: &str) -> Option<String> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Some(String::new());
        }
        self.take(field, link(typed))
    }

    /// `Ok` when nothing was refused.
    pub fn done(self) -> Result<(), Refusal> {
        if self.refused.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Fields(self.refused))
        }
    }

    /// The value of a field that was taken; used after all fields were looked at.
    pub fn finish<T>(self, all: Option<T>) -> Result<T, Refusal> {
        match all {
            Some(value) if self.refused.is_empty() => Ok(value),
            _ => Err(Refusal::Fields(self.refused)),
        }
    }
}

/// Text of 1 to `most` characters; control characters other than line breaks are dropped.
pub fn text(typed: &str, most: u32) -> Result<String, Reason> {
    let kept: String = typed
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    let kept = kept.trim();
    if kept.is_empty() {
        return Err(Reason::Missing);
    }
    if kept.chars().count() > most as usize {
        return Err(Reason::TooLong { most });
    }
    Ok(kept.to_owned())
}

/// An e-mail address in lower case. Deliberately lax: the confirmation mail is the real test.
pub fn email(typed: &str) -> Result<String, Reason> {
    let typed = text(typed, 254)?.to_lowercase();
    let fits = typed.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && name.len() <= 64
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains("..")
            && !typed.contains(|c: char| {
                c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c)
            })
            && !host.contains('@')
    });
    if fits {
        Ok(typed)
    } else {
        Err(Reason::NotAnAddress)
    }
}

/// A web address that begins with `https://` or `http://`.
pub fn link(typed: &str) -> Result<String, Reason> {
    let typed = text(typed, 2_000)?;
    let rest = typed
        .strip_prefix("https://")
        .or_else(|| typed.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !typed.contains(char::is_whitespace) => Ok(typed),
        _ => Err(Reason::NotALink),
    }
}

#[cfg(test)]
mod tests {
    use super::{Country, Form};

    fn zone(typed: &str, country: Option<&str>) -> Option<String> {
        let country = country.and_then(Country::parse);
        let zone = Form::new().zone_in("zone", typed, country);
        zone.map(|zone| zone.name().to_owned())
    }

    #[test]
    fn a_zone_left_empty_is_the_countrys() {
        assert_eq!(zone(" ", Some("KE")).as_deref(), Some("Africa/Nairobi"));
        assert_eq!(
            zone("Asia/Urumqi", Some("CN")).as_deref(),
            Some("Asia/Urumqi")
        );
        assert_eq!(zone("", None), None);
        assert_eq!(zone("", Some("RU")), None, "eleven to choose from");
        assert_eq!(zone("Mars/Base", Some("KE")), None);
    }
}
