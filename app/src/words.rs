//! The words of pages and mails, in the reader's language. One method a message of `locales/en`.

use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use model::country::CountryNames;
use model::{Country, Language};

mod dates;
mod refusals;
mod short_numbers;

pub use dates::{minutes_as_hours, wall_time};

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Which language.
    pub language: Language,
}

/// A piece of a message that chooses nothing.
enum Part {
    Text(&'static str),
    /// The argument at this place of the alphabet.
    Argument(usize),
}

/// A message's parts in English and Chinese; none where it takes Fluent to say it.
type Plain = [Option<&'static [Part]>; 2];

include!(concat!(env!("OUT_DIR"), "/words.rs"));

static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    bundle(
        Language::English,
        include_str!(concat!(env!("OUT_DIR"), "/en.ftl")),
    )
});
static CHINESE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    bundle(
        Language::Chinese,
        include_str!(concat!(env!("OUT_DIR"), "/zh.ftl")),
    )
});
static MIRRORED: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    bundle(
        Language::Mirrored,
        include_str!(concat!(env!("OUT_DIR"), "/ar-XB.ftl")),
    )
});

/// The centre's own names of countries, set once before anything is shown.
static COUNTRY_NAMES: OnceLock<CountryNames> = OnceLock::new();

/// Has the centre's own names of countries printed; only the first call counts.
pub fn name_countries(names: CountryNames) {
    // A second call would change names in the middle of a page.
    let _ = COUNTRY_NAMES.set(names);
}

fn bundle(language: Language, words: &str) -> FluentBundle<FluentResource> {
    let locale = language.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolating marks keep names from another script in their place; only a right-to-left page needs them.
    bundle.set_use_isolating(language == Language::Mirrored);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(number_said(number)),
        _ => None,
    }));
    // The build has parsed the same text: what comes back is whole.
    let resource = FluentResource::try_new(words.to_owned()).unwrap_or_else(|(whole, _)| whole);
    bundle.add_resource_overriding(resource);
    bundle
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "Fluent keeps every number as a float; ours are whole and below 2^53"
)]
fn number_said(number: &FluentNumber) -> String {
    grouped(number.value as i64)
}

/// `1215000` as `1,215,000`; both languages write it so.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        shown.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub const fn of(language: Language) -> Self {
        Self { language }
    }

    /// What was done, as the audit log says it; an action that nobody gave words, as it is noted.
    #[must_use]
    pub fn audit_action(self, action: &str) -> String {
        self.named("log-did-", action)
    }

    /// What kind of thing it was done to.
    #[must_use]
    pub fn audit_kind(self, kind: &str) -> String {
        self.named("log-of-", kind)
    }

    fn named(self, prefix: &str, name: &str) -> String {
        let message = format!("{prefix}{}", name.replace('_', "-"));
        let said = self.say(&message, []);
        if said == message {
            name.replace('_', " ")
        } else {
            said
        }
    }

    /// Says a message: at once where its parts are plain, else as Fluent does. It saves a twentieth of a catalogue page.
    fn put<const N: usize>(
        self,
        message: &str,
        plain: Plain,
        arguments: [(&'static str, FluentValue<'static>); N],
    ) -> String {
        let parts = match self.language {
            Language::English => plain[0],
            Language::Chinese => plain[1],
            Language::Mirrored => None,
        };
        match parts {
            Some(parts) => put_together(parts, &arguments),
            None => self.say(message, arguments),
        }
    }

    fn say<const N: usize>(
        self,
        message: &str,
        arguments: [(&'static str, FluentValue<'static>); N],
    ) -> String {
        let bundle = match self.language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
            Language::Mirrored => &MIRRORED,
        };
        let Some(pattern) = bundle
            .get_message(message)
            .and_then(|message| message.value())
        else {
            return message.to_owned();
        };
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        let mut faults = Vec::new();
        bundle
            .format_pattern(pattern, Some(&arguments), &mut faults)
            .into_owned()
    }

    /// A country's name as the centre prints it.
    #[must_use]
    pub fn country(self, country: Country) -> String {
        let language = self.language.as_str();
        COUNTRY_NAMES
            .get()
            .map_or_else(
                || country.name(language),
                |names| names.name(country, language),
            )
            .to_owned()
    }
}

fn put_together(parts: &[Part], arguments: &[(&'static str, FluentValue<'static>)]) -> String {
    let mut said = String::new();
    for part in parts {
        match part {
            Part::Text(text) => said.push_str(text),
            Part::Argument(place) => match arguments.get(*place) {
                Some((_, FluentValue::String(text))) => said.push_str(text),
                Some((_, FluentValue::Number(number))) => said.push_str(&number_said(number)),
                _ => {}
            },
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{CHINESE, ENGLISH, EVERY_MESSAGE, FluentArgs, Words, grouped, put_together};
    use fluent_bundle::FluentValue;
    use model::Language;

    #[test]
    fn plain_messages_say_what_fluent_says() {
        let mut compared = 0;
        for (message, plain, names) in EVERY_MESSAGE {
            for (bundle, parts) in [&ENGLISH, &CHINESE].into_iter().zip(plain) {
                let Some(parts) = parts else { continue };
                let arguments: Vec<(&'static str, FluentValue<'static>)> = names
                    .iter()
                    .enumerate()
                    .map(|(place, name)| match place % 2 {
                        0 => (*name, FluentValue::from(format!("«{name}»"))),
                        _ => (*name, FluentValue::from(1_234_567)),
                    })
                    .collect();
                let pattern = bundle.get_message(message).unwrap().value().unwrap();
                let given: FluentArgs<'_> = arguments.iter().cloned().collect();
                let fluent = bundle.format_pattern(pattern, Some(&given), &mut Vec::new());
                assert_eq!(put_together(parts, &arguments), fluent, "{message}");
                compared += 1;
            }
        }
        assert!(compared > 1_000, "{compared}");
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_215_000), "1,215,000");
        assert_eq!(grouped(-1_000), "−1,000");
    }

    #[test]
    fn counts_follow_the_language() {
        let english = Words::of(Language::English);
        assert_eq!(english.seats_left(1, 50), "1 of 50 seats left");
        assert_eq!(
            Words::of(Language::Chinese).seats_left(1, 50),
            "剩余 1 / 50 个名额"
        );
        assert!(Words::of(Language::Mirrored).sign_in().contains("iii"));
    }
}
