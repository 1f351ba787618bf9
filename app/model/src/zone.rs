//! IANA time zones.

#[cfg(feature = "native")]
mod places;

use serde::{Deserialize, Serialize};

/// The name of an IANA time zone that exists, for instance `Asia/Shanghai`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "native", derive(sea_orm::DeriveValueType))]
#[cfg_attr(feature = "native", sea_orm(value_type = "String"))]
pub struct Zone(String);

impl Zone {
    /// The name, for instance `Africa/Nairobi`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// The place a zone is named after: `Asia/Ho_Chi_Minh` gives `Ho Chi Minh`.
    #[must_use]
    pub fn place(&self) -> String {
        self.0
            .rsplit('/')
            .next()
            .unwrap_or(&self.0)
            .replace('_', " ")
    }
}

/// Which zones lie in which country: the tz database's own list.
#[cfg(feature = "native")]
const ZONES_BY_COUNTRY: &str = include_str!("../data/zone.tab");

/// The zone people think of where a country has several that differ: CLDR 48's `primaryZones`.
#[cfg(feature = "native")]
const PRIMARY: &[(&str, &str)] = &[
    ("CL", "America/Santiago"),
    ("CN", "Asia/Shanghai"),
    ("EC", "America/Guayaquil"),
    ("ES", "Europe/Madrid"),
    ("MH", "Pacific/Majuro"),
    ("NZ", "Pacific/Auckland"),
    ("PT", "Europe/Lisbon"),
    ("UA", "Europe/Kiev"),
];

#[cfg(feature = "native")]
impl Zone {
    /// A country's own zone; none where nobody lives or where people must say in which of several they are.
    #[must_use]
    pub fn of_country(country: crate::Country) -> Option<Self> {
        let primary = PRIMARY.iter().find(|(code, _)| *code == country.code());
        if let Some((_, zone)) = primary {
            return zone.parse().ok();
        }
        let mut zones = ZONES_BY_COUNTRY
            .lines()
            .map(|line| line.split('\t'))
            .filter(|columns| columns.clone().next() == Some(country.code()))
            .filter_map(|mut columns| columns.nth(2)?.parse::<Self>().ok());
        let first = zones.next()?;
        zones.all(|zone| zone.agrees_with(&first)).then_some(first)
    }

    /// Whether clocks in both showed the same in winter and in summer of the list's year.
    fn agrees_with(&self, other: &Self) -> bool {
        const JANUARY_AND_JULY_2025: [i64; 2] = [1_735_689_600, 1_751_328_000];
        let (one, other) = (self.rules(), other.rules());
        JANUARY_AND_JULY_2025
            .into_iter()
            .filter_map(|at| jiff::Timestamp::from_second(at).ok())
            .all(|at| one.to_offset(at) == other.to_offset(at))
    }

    /// The place in Chinese (`zh`, `zh-Hans` …) where a name is known, else as the zone is written.
    #[must_use]
    pub fn place_in(&self, language: &str) -> String {
        match crate::country::primary(language) {
            "zh" => places::in_chinese(&self.0).map_or_else(|| self.place(), str::to_owned),
            _ => self.place(),
        }
    }

    /// The zone's rules.
    #[must_use]
    pub fn rules(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.0).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// Every zone that a person may choose, sorted.
    pub fn all() -> impl Iterator<Item = Self> {
        jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .filter(|name| {
                name.contains('/') && !name.starts_with("Etc/") && !name.starts_with("posix")
            })
            .map(Self)
    }
}

/// No time zone has that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownZone;

impl std::fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no time zone has that name")
    }
}

impl std::error::Error for UnknownZone {}

#[cfg(feature = "native")]
impl std::str::FromStr for Zone {
    type Err = UnknownZone;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let zone = jiff::tz::TimeZone::get(text).map_err(|_| UnknownZone)?;
        // The database knows names in any case; the canonical spelling is what we keep.
        zone.iana_name()
            .map(|name| Self(name.to_owned()))
            .ok_or(UnknownZone)
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::Zone;
    use crate::Country;

    fn of(code: &str) -> Option<String> {
        let zone = Zone::of_country(Country::parse(code)?)?;
        Some(zone.name().to_owned())
    }

    #[test]
    fn most_countries_have_one_zone() {
        let without = Country::all()
            .filter(|country| Zone::of_country(*country).is_none())
            .count();
        assert!(without < 25, "{without} countries without a zone");
        assert_eq!(of("KE").as_deref(), Some("Africa/Nairobi"));
        assert_eq!(of("AR").as_deref(), Some("America/Argentina/Buenos_Aires"));
    }

    #[test]
    fn where_clocks_differ_the_zone_is_guessed_only_if_one_is_primary() {
        assert_eq!(of("CN").as_deref(), Some("Asia/Shanghai"));
        for several in ["RU", "BR", "US", "ID", "AU", "MX"] {
            assert_eq!(of(several), None, "{several}");
        }
        assert_eq!(of("HM"), None, "an island without people");
    }

    #[test]
    fn every_zone_of_the_list_is_known() {
        let zones = super::ZONES_BY_COUNTRY
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split('\t').nth(2));
        for zone in zones.chain(super::PRIMARY.iter().map(|(_, zone)| *zone)) {
            assert!(zone.parse::<Zone>().is_ok(), "{zone}");
        }
    }
}
