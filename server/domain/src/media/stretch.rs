//! Stretches of a recording that somebody watched, and their union.

/// From-to in milliseconds of the recording.
pub(super) type Stretch = (i64, i64);

/// Stretches closer together than this are one: players round.
const JOINED_MS: i64 = 500;
/// More pieces than anybody leaves by watching; further ones are not kept apart.
const MOST_PIECES: usize = 400;

/// Disjoint stretches in order, as a row keeps them: `from-to,from-to`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Union(Vec<Stretch>);

impl Union {
    /// Reads what a row keeps; what cannot be read counts as not watched.
    pub(super) fn read(text: &str) -> Self {
        let pieces = text.split(',').filter_map(|piece| {
            let (from, to) = piece.split_once('-')?;
            Some((from.parse().ok()?, to.parse().ok()?))
        });
        Self(pieces.collect())
    }

    /// As a row keeps it.
    pub(super) fn text(&self) -> String {
        let pieces: Vec<String> = self
            .0
            .iter()
            .map(|(from, to)| format!("{from}-{to}"))
            .collect();
        pieces.join(",")
    }

    /// All of it together.
    pub(super) fn length_ms(&self) -> i64 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// Adds a stretch; gives how much of it was not watched before.
    pub(super) fn add(&mut self, (from, to): Stretch) -> i64 {
        if to <= from {
            return 0;
        }
        let before = self.length_ms();
        let touches = |piece: &Stretch| piece.1 + JOINED_MS >= from && piece.0 <= to + JOINED_MS;
        if self.0.len() >= MOST_PIECES && !self.0.iter().any(touches) {
            return 0;
        }
        let (mut from, mut to) = (from, to);
        self.0.retain(|piece| {
            let joined = touches(piece);
            if joined {
                from = from.min(piece.0);
                to = to.max(piece.1);
            }
            !joined
        });
        let place = self.0.partition_point(|piece| piece.0 < from);
        self.0.insert(place, (from, to));
        self.length_ms() - before
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
    fn nobody_makes_a_row_grow_without_end() {
        let mut watched = Union::default();
        for piece in 0..1_000 {
            watched.add((piece * 10_000, piece * 10_000 + 1_000));
        }
        assert!(watched.text().len() < 10_000);
    }
}
