use std::collections::HashMap;

use super::{Country, primary};

/// Country names as one centre prints them: its own where it has set any, else the built-in ones.
#[derive(Clone, Debug, Default)]
pub struct CountryNames {
    own: HashMap<String, HashMap<Country, String>>,
}

impl CountryNames {
    /// Reads a file of names: a line each, `KE`, a tab, `en`, a tab, the name. Empty lines and lines that begin with `#` say nothing.
    pub fn read(text: &str) -> Result<Self, BadLine> {
        let mut names = Self::default();
        for (line, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            let mut cells = text.split('\t').map(str::trim);
            let (Some(code), Some(language), Some(name), None) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                return Err(BadLine::Cells(line));
            };
            let country = Country::parse(code).ok_or(BadLine::Country(line))?;
            if language.is_empty() || name.is_empty() {
                return Err(BadLine::Cells(line));
            }
            names.set(country, language, name);
        }
        Ok(names)
    }

    /// Puts the centre's own name before the built-in one, in a language (`en`, `zh`, `fr` …).
    pub fn set(&mut self, country: Country, language: &str, name: &str) {
        let names = self.own.entry(primary(language).to_owned()).or_default();
        names.insert(country, name.to_owned());
    }

    /// The name to print; in a language that nobody gave names for, the English one.
    #[must_use]
    pub fn name(&self, country: Country, language: &str) -> &str {
        let language = primary(language);
        let built_in = if language == "zh" { "zh" } else { "en" };
        [language, built_in]
            .into_iter()
            .find_map(|language| self.own.get(language)?.get(&country))
            .map_or_else(|| country.name(built_in), String::as_str)
    }
}

/// A line of a file of names that does not do, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLine {
    /// Not a code, a language and a name with tabs between them.
    Cells(u32),
    /// No country has the code.
    Country(u32),
}

impl std::fmt::Display for BadLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cells(line) => {
                write!(
                    f,
                    "line {line}: not a code, a language and a name with tabs between"
                )
            }
            Self::Country(line) => write!(f, "line {line}: no country has this code"),
        }
    }
}

impl std::error::Error for BadLine {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_names_is_read_whole_or_refused_by_its_line() {
        let names =
            CountryNames::read("# ours\nKE\ten\tRepublic of Kenya\n\nke\tzh\t肯尼亚共和国\n");
        let kenya = Country::parse("KE").unwrap();
        let names = names.unwrap();
        assert_eq!(names.name(kenya, "en"), "Republic of Kenya");
        assert_eq!(names.name(kenya, "zh"), "肯尼亚共和国");
        let fault = |text| CountryNames::read(text).err();
        assert_eq!(
            fault("KE\ten\tKenya\nXX\ten\tNowhere"),
            Some(BadLine::Country(2))
        );
        assert_eq!(fault("KE en Kenya"), Some(BadLine::Cells(1)));
        assert_eq!(fault("KE\ten\t"), Some(BadLine::Cells(1)));
    }

    #[test]
    fn a_name_the_centre_set_comes_first() {
        let [kenya, chad] = ["KE", "TD"].map(|code| Country::parse(code).unwrap());
        let mut names = CountryNames::default();
        names.set(kenya, "en", "Republic of Kenya");
        names.set(chad, "fr", "Tchad");

        assert_eq!(names.name(kenya, "en-GB"), "Republic of Kenya");
        assert_eq!(names.name(kenya, "fr"), "Republic of Kenya");
        assert_eq!(names.name(kenya, "zh"), "肯尼亚");
        assert_eq!(names.name(chad, "fr"), "Tchad");
        assert_eq!(names.name(chad, "en"), "Chad");
    }
}
