//! Figures of people that are too small to publish: they could tell who it was.

use crate::Words;
use crate::words::grouped;

/// Fewer people than these are not counted out in public.
pub const FEW: i64 = 5;

/// Whether the figure could tell who it was. None is nobody.
pub const fn is_few(people: i64) -> bool {
    0 < people && people < FEW
}

/// So many people as everybody may read it.
pub fn in_public(words: Words, people: i64) -> String {
    if is_few(people) {
        words.figures_few(FEW)
    } else {
        grouped(people)
    }
}

/// A sum beside a part that is too small: rounded down, so that subtraction does not tell it.
pub fn beside_few(words: Words, people: i64) -> String {
    if people < 2 * FEW {
        return words.figures_few(2 * FEW);
    }
    words.figures_or_more(people / 10 * 10)
}

#[cfg(test)]
mod tests {
    use super::{beside_few, in_public};
    use crate::Words;
    use model::Language;

    #[test]
    fn small_figures_are_not_told_and_cannot_be_worked_out() {
        let words = Words::of(Language::English);
        assert_eq!(in_public(words, 0), "0");
        assert_eq!(in_public(words, 1), "fewer than 5");
        assert_eq!(in_public(words, 4), "fewer than 5");
        assert_eq!(in_public(words, 5), "5");
        assert_eq!(beside_few(words, 54), "50 or more");
        assert_eq!(beside_few(words, 7), "fewer than 10");
    }
}
