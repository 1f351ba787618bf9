//! Which part of a file a request asks for.

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Part(Range<u64>),
    /// Nothing of it exists.
    Nothing,
}

/// Reads a `Range` header for a file of `length` bytes. Several parts, and what is no range, mean the whole file.
pub(super) fn wanted(header: &str, length: u64) -> Wanted {
    let Some((first, last)) = header
        .strip_prefix("bytes=")
        .filter(|ranges| !ranges.contains(','))
        .and_then(|range| range.split_once('-'))
    else {
        return Wanted::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>();
    match (number(first), number(last)) {
        (Ok(first), _) if first >= length => Wanted::Nothing,
        (Ok(first), Ok(last)) if first > last => Wanted::Whole,
        (Ok(first), Ok(last)) => Wanted::Part(first..last.saturating_add(1).min(length)),
        (Ok(first), Err(_)) if last.trim().is_empty() => Wanted::Part(first..length),
        (Err(_), Ok(0)) if first.trim().is_empty() => Wanted::Nothing,
        (Err(_), Ok(_)) if first.trim().is_empty() && length == 0 => Wanted::Nothing,
        (Err(_), Ok(last)) if first.trim().is_empty() => {
            Wanted::Part(length.saturating_sub(last)..length)
        }
        _ => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, wanted};

    #[test]
    fn a_range_names_a_part_of_the_file() {
        for (header, part) in [
            ("bytes=0-", 0..1_000),
            ("bytes=0-0", 0..1),
            ("bytes=200-299", 200..300),
            ("bytes=999-5000", 999..1_000),
            ("bytes=-100", 900..1_000),
            ("bytes=-5000", 0..1_000),
        ] {
            assert_eq!(wanted(header, 1_000), Wanted::Part(part), "{header}");
        }
    }

    #[test]
    fn what_lies_behind_the_end_does_not_exist() {
        for header in ["bytes=1000-", "bytes=5000-6000", "bytes=-0"] {
            assert_eq!(wanted(header, 1_000), Wanted::Nothing, "{header}");
        }
        assert_eq!(wanted("bytes=-5", 0), Wanted::Nothing);
    }

    #[test]
    fn what_is_no_range_means_the_whole_file() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=9-3",
            "bytes=0-1,5-9",
            "items=0-5",
            "bytes=--5",
        ] {
            assert_eq!(wanted(header, 1_000), Wanted::Whole, "{header}");
        }
    }
}
