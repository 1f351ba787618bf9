//! Numbers in few characters, for the scale of a chart.

use model::Language;

use super::{Words, grouped};

impl Words {
    /// At most five characters for round numbers: `9,000`, `20 k`, `2 M`; `2万`, `2亿`.
    #[must_use]
    pub fn short_number(self, number: i64) -> String {
        let scales: &[(i64, &str)] = match self.language {
            Language::Chinese => &[(100_000_000, "亿"), (10_000, "万")],
            _ => &[(1_000_000_000, " bn"), (1_000_000, " M"), (10_000, " k")],
        };
        match scales.iter().find(|(least, _)| number >= *least) {
            Some((10_000, " k")) => format!("{} k", number / 1_000),
            Some((least, name)) => format!("{}{name}", number / least),
            None => grouped(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use model::Language;

    #[test]
    fn round_numbers_are_short() {
        let short = |language, number| Words::of(language).short_number(number);
        assert_eq!(short(Language::English, 9_000), "9,000");
        assert_eq!(short(Language::English, 20_000), "20 k");
        assert_eq!(short(Language::English, 2_000_000), "2 M");
        assert_eq!(short(Language::Chinese, 20_000), "2万");
        assert_eq!(short(Language::Chinese, 200_000_000), "2亿");
    }
}
