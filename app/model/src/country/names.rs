use std::collections::HashMap;

use super::{Country, primary};

/// Country names as one centre prints them: its own where it has set any, else the built-in ones.
#[derive(Clone, Debug, Default)]
pub struct CountryNames {
    own: HashMap<String, HashMap<Country, String>>,
}

impl CountryNames {
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

#[cfg(test)]
mod tests {
    use super::*;

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
