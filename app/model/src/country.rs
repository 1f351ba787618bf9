//! Countries: the assigned codes of ISO 3166-1, their names, and where they lie.

pub mod map;
mod names;
mod table;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use names::{BadLine, CountryNames};

/// One of the 249 assigned ISO 3166-1 countries; travels as its two-letter code.
///
/// Other codes that address lists return (`EU`, `AP`, `XK`) are not countries: they count as unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "native", derive(sea_orm::DeriveValueType))]
#[cfg_attr(feature = "native", sea_orm(value_type = "String"))]
#[serde(try_from = "String", into = "&'static str")]
pub struct Country(u8);

impl Country {
    /// Reads a two-letter code, in upper or lower case; refuses every code that is not assigned.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.to_ascii_uppercase();
        let place = table::CODES
            .binary_search_by(|known| (*known).cmp(&code))
            .ok()?;
        u8::try_from(place).ok().map(Self)
    }

    /// All countries, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).take(table::CODES.len()).map(Self)
    }

    /// The two-letter code in upper case.
    #[must_use]
    pub fn code(self) -> &'static str {
        table::CODES[self.place()]
    }

    /// The short name in Chinese (`zh`, `zh-Hans` …), else in English. Pages ask [`CountryNames`].
    #[must_use]
    pub fn name(self, language: &str) -> &'static str {
        match primary(language) {
            "zh" => table::CHINESE[self.place()],
            _ => table::ENGLISH[self.place()],
        }
    }

    /// Longitude and latitude of a point on its land, in hundredths of a degree.
    #[must_use]
    pub fn position(self) -> (i32, i32) {
        let (longitude, latitude) = table::POSITIONS[self.place()];
        (longitude.into(), latitude.into())
    }

    /// The smallest area of UN M49 it lies in; 0 for Antarctica, which lies in none.
    pub(crate) fn area(self) -> u16 {
        table::AREAS[self.place()]
    }

    fn place(self) -> usize {
        self.0.into()
    }
}

/// `zh` of `zh-Hans-CN`.
pub(crate) fn primary(language: &str) -> &str {
    language
        .split_once('-')
        .map_or(language, |(primary, _)| primary)
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Country> for &'static str {
    fn from(country: Country) -> Self {
        country.code()
    }
}

impl FromStr for Country {
    type Err = NotACountry;

    fn from_str(code: &str) -> Result<Self, NotACountry> {
        Self::parse(code).ok_or(NotACountry)
    }
}

impl TryFrom<String> for Country {
    type Error = NotACountry;

    fn try_from(code: String) -> Result<Self, NotACountry> {
        code.parse()
    }
}

/// The text is no country code that ISO 3166-1 has assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACountry;

impl fmt::Display for NotACountry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a country code of ISO 3166-1")
    }
}

impl std::error::Error for NotACountry {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const DATA: &str = include_str!("../data/countries.tsv");

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    #[test]
    fn there_are_249_countries_each_with_its_own_code_and_name() {
        let keys: [fn(Country) -> &'static str; 3] =
            [Country::code, |it| it.name("en"), |it| it.name("zh")];
        for key in keys {
            let keys: HashSet<_> = Country::all().map(key).collect();
            assert_eq!(keys.len(), 249);
            assert!(!keys.contains(""));
        }
    }

    #[test]
    fn the_table_says_what_the_data_file_says() {
        let lines: Vec<Vec<&str>> = DATA.lines().map(|it| it.split('\t').collect()).collect();
        assert_eq!(lines.len(), 250);
        for (country, line) in Country::all().zip(&lines[1..]) {
            let (longitude, latitude) = country.position();
            assert_eq!(country.code(), line[0]);
            assert_eq!(country.area(), line[3].parse().unwrap_or(0));
            assert_eq!(longitude.to_string(), line[4]);
            assert_eq!(latitude.to_string(), line[5]);
            assert_eq!(country.name("en"), line[6]);
            assert_eq!(country.name("zh"), line[7]);
        }
    }

    #[test]
    fn only_assigned_codes_are_countries() {
        for country in Country::all() {
            assert_eq!(Country::parse(country.code()), Some(country));
            assert_eq!(
                Country::parse(&country.code().to_lowercase()),
                Some(country)
            );
        }
        for code in ["", "C", "EU", "AP", "XK", "UK", "ZZ", "CHN", " CN", "ÄÖ"] {
            assert_eq!(Country::parse(code), None, "{code}");
        }
    }

    #[test]
    fn names_are_those_the_united_nations_print() {
        let english = |code| country(code).name("en");
        assert_eq!(english("VN"), "Viet Nam");
        assert_eq!(english("TR"), "Türkiye");
        assert_eq!(english("CI"), "Côte d'Ivoire");
        assert_eq!(english("BA"), "Bosnia and Herzegovina");
        assert_eq!(english("LC"), "Saint Lucia");
        assert_eq!(english("TW"), "Taiwan, China");
        assert_eq!(country("HK").name("zh-Hans"), "中国香港");
        assert_eq!(country("KE").name("fr"), "Kenya");
    }

    #[test]
    fn a_country_travels_as_its_code() {
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, StrDeserializer};

        let read = |code: &'static str| {
            let code: StrDeserializer<'_, Error> = code.into_deserializer();
            Country::deserialize(code)
        };
        assert_eq!(read("ke"), Ok(country("KE")));
        assert!(read("EU").is_err());
        assert_eq!(<&str>::from(country("KE")), "KE");
    }
}
