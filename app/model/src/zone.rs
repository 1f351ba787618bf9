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

#[cfg(feature = "native")]
impl Zone {
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
