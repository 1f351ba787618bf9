//! Where a viewer's network address lies, as far as a list of addresses can tell.

use model::Country;

/// What is stored of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whereabouts {
    /// The list does not know it.
    #[default]
    Unknown,
    /// Approximately.
    Country(Country),
    /// Somebody hides behind it: the country would be the anonymiser's and not theirs.
    Anonymiser,
}

/// The code under which views through anonymisers are counted; no country of ISO 3166 will ever have it.
pub const ANONYMISER: &str = "A1";

impl Whereabouts {
    /// The country, where it is one.
    #[must_use]
    pub const fn country(self) -> Option<Country> {
        match self {
            Self::Country(country) => Some(country),
            Self::Unknown | Self::Anonymiser => None,
        }
    }

    /// Two letters, as rows keep it; empty: unknown.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Country(country) => country.code(),
            Self::Anonymiser => ANONYMISER,
        }
    }

    /// What a code says; one that is no country is unknown.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            ANONYMISER => Self::Anonymiser,
            code => Country::parse(code).into(),
        }
    }
}

impl From<Option<Country>> for Whereabouts {
    fn from(country: Option<Country>) -> Self {
        country.map_or(Self::Unknown, Self::Country)
    }
}
