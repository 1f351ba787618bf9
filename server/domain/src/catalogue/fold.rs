//! Text as search sees it: lower case, without accents, the same on both databases.

/// Lower case, accents stripped; Chinese and other scripts beyond the alphabets stay as they are.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    // PostgreSQL keeps no NUL in a text, and nobody searches for what cannot be seen.
    let seen = |character: &char| !character.is_control() || character.is_whitespace();
    for character in text.chars().filter(seen) {
        match plain(character) {
            _ if character.is_whitespace() => kept.push(' '),
            Some(plain) => kept.push_str(&plain.to_lowercase()),
            None => kept.extend(character.to_lowercase()),
        }
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an alphabet's letter looks like without its accents. Ideographs would become syllables that sound alike.
fn plain(character: char) -> Option<&'static str> {
    let code = u32::from(character);
    let alphabet = code < 0x2E80 || (0xFF00..0xFFE0).contains(&code);
    alphabet
        .then(|| deunicode::deunicode_char(character))
        .flatten()
}

/// What a name is sorted by: letters without accents; Chinese by how each character is read (pinyin without tones).
#[must_use]
pub fn sounded(name: &str) -> String {
    deunicode::deunicode(name).to_lowercase()
}

/// The words of a search as patterns for `LIKE … ESCAPE '!'`; all of them must be found.
#[must_use]
pub fn patterns(typed: &str) -> Vec<String> {
    folded(typed)
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(|word| {
            let word = word
                .replace('!', "!!")
                .replace('%', "!%")
                .replace('_', "!_");
            format!("%{word}%")
        })
        .collect()
}

/// A search of more words costs more than it finds.
const MOST_WORDS: usize = 8;

#[cfg(test)]
mod tests {
    use super::{folded, patterns, sounded};

    #[test]
    fn names_are_sorted_as_readers_look_for_them() {
        let sorted = |names: &[&str]| {
            let mut names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort_by_cached_key(|name| sounded(name));
            names.join(" ")
        };
        assert_eq!(
            sorted(&["Zambia", "Åland", "Türkiye", "Albania", "Tuvalu"]),
            "Åland Albania Türkiye Tuvalu Zambia"
        );
        assert_eq!(
            sorted(&["中国", "阿富汗", "肯尼亚", "巴西", "南非"]),
            "阿富汗 巴西 肯尼亚 南非 中国"
        );
    }

    #[test]
    fn accents_and_case_do_not_matter_and_ideographs_stay() {
        assert_eq!(
            folded("São  Tomé: Économie MARINE"),
            "sao tome: economie marine"
        );
        assert_eq!(folded("e\u{301}conomie"), "economie");
        assert_eq!(folded("ma\0r\u{7}ine\teconomy"), "marine economy");
        assert_eq!(folded("海洋经济 Ｘiamen"), "海洋经济 xiamen");
    }

    #[test]
    fn signs_that_stand_for_others_are_searched_for_themselves() {
        assert_eq!(patterns(" 100% a_b! "), ["%100!%%", "%a!_b!!%"]);
        assert!(patterns("  ").is_empty());
    }
}
