//! Stretches of a recording that somebody watched, and their union.

/// From-to in milliseconds of the recording.
pub(super) type Stretch = (i64, i64);

/// Stretches closer together than this are one: players round.
const JOINED_MS: i64 = 500;
/// More pieces than anybody leaves by watching; further ones are not kept apart.
const MOST_PIECES: usize = 400;

/// Reads stretches that a row keeps as `from-to,from-to`; what cannot be read is left out.
pub(super) fn read(text: &str) -> Vec<Stretch> {
    let pieces = text.split(',').filter_map(|piece| {
        let (from, to) = piece.split_once('-')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    });
    pieces.collect()
}

/// As a row keeps them.
pub(super) fn written(stretches: &[Stretch]) -> String {
    let pieces: Vec<String> = stretches
        .iter()
        .map(|(from, to)| format!("{from}-{to}"))
        .collect();
    pieces.join(",")
}

/// All of them together; they do not overlap.
pub(super) fn length_ms(stretches: &[Stretch]) -> i64 {
    stretches.iter().map(|(from, to)| to - from).sum()
}

/// Disjoint stretches in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Union(Vec<Stretch>);

impl Union {
    /// Reads what a row keeps.
    pub(super) fn read(text: &str) -> Self {
        Self(read(text))
    }

    /// As a row keeps it.
    pub(super) fn text(&self) -> String {
        written(&self.0)
    }

    /// All of it together.
    #[cfg(test)]
    pub(super) fn length_ms(&self) -> i64 {
        length_ms(&self.0)
    }

    /// Adds a stretch; gives how much of it was not watched before. A gap that is joined was not watched.
    pub(super) fn add(&mut self, (from, to): Stretch) -> i64 {
        if to <= from {
            return 0;
        }
        let touches = |piece: &Stretch| piece.1 + JOINED_MS >= from && piece.0 <= to + JOINED_MS;
        if self.0.len() >= MOST_PIECES && !self.0.iter().any(touches) {
            return 0;
        }
        let known: i64 = self
            .0
            .iter()
            .map(|piece| (piece.1.min(to) - piece.0.max(from)).max(0))
            .sum();
        let mut joined = (from, to);
        self.0.retain(|piece| {
            let touching = touches(piece);
            if touching {
                joined = (joined.0.min(piece.0), joined.1.max(piece.1));
            }
            !touching
        });
        let place = self.0.partition_point(|piece| piece.0 < joined.0);
        self.0.insert(place, joined);
        to - from - known
    }
}

#[cfg(test)]
mod tests {
    use super::Union;

    fn union(stretches: &[(i64, i64)]) -> Union {
        let mut union = Union::default();
        for stretch in stretches {
            union.add(*stretch);
        }
        union
    }

    #[test]
    fn what_is_watched_again_adds_nothing() {
        let mut watched = union(&[(0, 30_000)]);
        assert_eq!(watched.add((10_000, 20_000)), 0);
        assert_eq!(watched.add((20_000, 40_000)), 10_000);
        assert_eq!(watched.text(), "0-40000");
    }

    #[test]
    fn stretches_that_lie_apart_stay_apart_until_the_gap_is_watched() {
        let mut watched = union(&[(60_000, 90_000), (0, 30_000)]);
        assert_eq!(watched.text(), "0-30000,60000-90000");
        assert_eq!(watched.add((25_000, 65_000)), 30_000);
        assert_eq!(watched.text(), "0-90000");
    }

    #[test]
    fn a_union_comes_back_from_its_text() {
        let watched = union(&[(0, 5_000), (9_000, 12_000)]);
        assert_eq!(Union::read(&watched.text()), watched);
        assert_eq!(Union::read("").length_ms(), 0);
        assert_eq!(Union::read("rubbish,3-,1-2").length_ms(), 1);
    }

    #[test]
    fn the_order_of_stretches_does_not_matter() {
        let some = [
            (0, 10_000),
            (50_000, 70_000),
            (8_000, 12_000),
            (65_000, 80_000),
        ];
        let mut backwards = some;
        backwards.reverse();
        assert_eq!(union(&some), union(&backwards));
    }

    #[test]
    fn a_gap_that_is_joined_was_not_watched() {
        let mut watched = Union::default();
        let gains: i64 = (0..100)
            .map(|beat| watched.add((beat * 501, beat * 501 + 1)))
            .sum();
        assert_eq!((gains, watched.text().as_str()), (100, "0-49600"));
    }

    #[test]
    fn nobody_makes_a_row_grow_without_end() {
        let mut watched = Union::default();
        for piece in 0..1_000 {
            watched.add((piece * 10_000, piece * 10_000 + 1_000));
        }
        assert!(watched.text().len() < 10_000);
    }
}
