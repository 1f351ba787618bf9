//! Languages that pages are shown in.

use crate::choice::choice;

choice! {
    /// A language Egret speaks. The last is for tests: right-to-left, with long words.
    Language {
        /// English.
        English = "en",
        /// Chinese, simplified.
        Chinese = "zh",
        /// A made-up language from right to left, for tests; never offered to people.
        Mirrored = "ar-XB",
    }
}

impl Language {
    /// The languages offered to people.
    pub const OFFERED: &'static [Self] = &[Self::English, Self::Chinese];

    /// `ltr` or `rtl`, as the document says.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Mirrored => "rtl",
            Self::English | Self::Chinese => "ltr",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "中文",
            Self::Mirrored => "ↄibɒɿA",
        }
    }

    /// The best fit for an `Accept-Language` header, if any fits.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut wishes: Vec<(u32, Self)> = header
            .split(',')
            .filter_map(|wish| {
                let mut parts = wish.trim().split(';');
                let tag = parts.next()?.trim();
                let weight = parts
                    .find_map(|part| part.trim().strip_prefix("q="))
                    .map_or(1_000, per_mille);
                Self::from_tag(tag).map(|language| (weight, language))
            })
            .filter(|(weight, _)| *weight > 0)
            .collect();
        // A stable sort keeps the reader's own order among equals.
        wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wishes.first().map(|(_, language)| *language)
    }

    /// The language of a tag such as `zh-CN`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        if tag == "ar-xb" {
            return Some(Self::Mirrored);
        }
        match tag.split('-').next() {
            Some("en") => Some(Self::English),
            Some("zh") => Some(Self::Chinese),
            _ => None,
        }
    }
}

/// `0.8` gives 800; what is no weight gives 0.
fn per_mille(text: &str) -> u32 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or(0);
    whole.min(1) * 1_000 + digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_heaviest_wish_that_we_speak_wins() {
        assert_eq!(
            Language::accepted("fr, zh-CN;q=0.8, en;q=0.9"),
            Some(Language::English)
        );
        assert_eq!(Language::accepted("sw, zh;q=0.1"), Some(Language::Chinese));
        assert_eq!(Language::accepted("sw, en;q=0"), None);
    }
}
