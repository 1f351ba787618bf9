//! Numbers in few characters, for the scale of a chart.

use super::{Words, grouped};

impl Words {
    /// At most five characters for round numbers: `9,000`, `20 k`, `2 M`; `2万`, `2亿`.
    #[must_use]
    pub fn short_number(self, number: i64) -> String {
        // `10000/1000` is used from ten thousand on and counts thousands; `1000000` does both.
        let steps = self.number_steps();
        let names = self.number_names();
        let fitting = steps
            .split(' ')
            .zip(names.split(' '))
            .filter_map(|(step, name)| {
                let (least, unit) = step.split_once('/').unwrap_or((step, step));
                Some((least.parse::<i64>().ok()?, unit.parse::<i64>().ok()?, name))
            })
            .filter(|(least, unit, _)| number >= *least && *unit > 0)
            .last();
        match fitting {
            Some((_, unit, name)) => {
                self.short_number_form(grouped(number / unit), name.to_owned())
            }
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
