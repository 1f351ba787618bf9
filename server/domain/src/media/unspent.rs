//! Wall-clock time that passed on a play and that no watched stretch has used up.
//!
//! Beats that were queued while the line was down arrive together: they fill the time that passed backwards, so that
//! presence lies where it was and not where it was heard of.

use model::Instant;

use super::stretch::{self, Stretch};

/// Time is kept for so long for beats that arrive late.
const KEPT_MS: i64 = 2 * 3_600_000;
/// Pieces that are kept; of more the oldest are forgotten.
const MOST_PIECES: usize = 16;
/// A shorter piece is kept without its place: clocks drift, and no one is present for that.
const SHORTEST_MS: i64 = 1_000;
/// How much is kept without its place.
const MOST_PLACELESS_MS: i64 = 5 * 60_000;

/// The time left, oldest first, and what is left without its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unspent {
    pieces: Vec<Stretch>,
    placeless_ms: i64,
}

impl Unspent {
    /// Of a play that begins: nothing passed, and so much is forgiven.
    pub(super) const fn tolerating(ms: i64) -> Self {
        Self {
            pieces: Vec::new(),
            placeless_ms: ms,
        }
    }

    /// As a play's row keeps it.
    pub(super) fn read(pieces: &str, placeless_ms: i64) -> Self {
        Self {
            pieces: stretch::read(pieces),
            placeless_ms,
        }
    }

    /// For a play's row.
    pub(super) fn written(&self) -> (String, i64) {
        (stretch::written(&self.pieces), self.placeless_ms)
    }

    /// All of it together.
    pub(super) fn length_ms(&self) -> i64 {
        stretch::length_ms(&self.pieces) + self.placeless_ms
    }

    /// Time passes.
    pub(super) fn pass(&mut self, from: Instant, until: Instant) {
        if until <= from {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.1 == from.0 => last.1 = until.0,
            _ => self.pieces.push((from.0, until.0)),
        }
        let earliest = until.0 - KEPT_MS;
        self.pieces.retain(|piece| piece.1 > earliest);
        for piece in &mut self.pieces {
            piece.0 = piece.0.max(earliest);
        }
        let many = self.pieces.len().saturating_sub(MOST_PIECES);
        self.pieces.drain(..many);
    }

    /// Uses time up, the latest first; gives when it was, as far as it has a place.
    pub(super) fn spend(&mut self, ms: i64) -> Vec<(Instant, Instant)> {
        let mut left = ms;
        let mut spent = Vec::new();
        while left > 0
            && let Some((from, until)) = self.pieces.pop()
        {
            let begin = from.max(until - left);
            left -= until - begin;
            spent.push((Instant(begin), Instant(until)));
            if begin > from {
                self.pieces.push((from, begin));
            }
        }
        self.placeless_ms -= left;
        self.forget_places();
        spent
    }

    fn forget_places(&mut self) {
        let is_short = |piece: &Stretch| piece.1 - piece.0 < SHORTEST_MS;
        let short: i64 = self
            .pieces
            .iter()
            .filter(|piece| is_short(piece))
            .map(|piece| piece.1 - piece.0)
            .sum();
        self.pieces.retain(|piece| !is_short(piece));
        self.placeless_ms = MOST_PLACELESS_MS.min(self.placeless_ms + short);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_time_is_used_up_first_and_what_is_left_stays_where_it_was() {
        let mut time = Unspent::tolerating(2_000);
        time.pass(Instant(0), Instant(90_000));
        let at = |from, until| (Instant(from), Instant(until));
        assert_eq!(time.spend(30_000), [at(60_000, 90_000)]);
        time.pass(Instant(90_000), Instant(95_000));
        assert_eq!(time.spend(35_000), [at(90_000, 95_000), at(30_000, 60_000)]);
        let (pieces, placeless_ms) = time.written();
        assert_eq!(Unspent::read(&pieces, placeless_ms), time);
        assert_eq!(time.spend(31_000), [at(0, 30_000)]);
        assert_eq!(time.length_ms(), 1_000);
    }

    #[test]
    fn nothing_is_kept_without_end() {
        let mut time = Unspent::default();
        for hour in 0..1_000 {
            let from = hour * 3_600_000;
            time.pass(Instant(from), Instant(from + 3_600_000));
            time.spend(10);
        }
        assert!(time.length_ms() <= KEPT_MS + MOST_PLACELESS_MS);
        for turn in 0..1_000 {
            let from = 4_000_000_000 + turn * 2_000;
            time.pass(Instant(from), Instant(from + 2_000));
            time.spend(500);
        }
        assert!(time.written().0.len() < 500);
    }
}
