//! How long somebody was there: plain arithmetic of stretches of time.

use model::Instant;

use crate::schedule::session;

/// A stretch of time; its end does not belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub from: Instant,
    pub until: Instant,
}

impl Stretch {
    /// Its length in milliseconds; 0 when it ends before it begins.
    #[must_use]
    pub fn length_ms(self) -> i64 {
        self.until.since(self.from).max(0)
    }

    /// Its length in whole minutes.
    #[must_use]
    pub fn minutes(self) -> i64 {
        self.length_ms() / 60_000
    }

    fn within(self, bounds: Self) -> Self {
        Self {
            from: self.from.max(bounds.from),
            until: self.until.min(bounds.until),
        }
    }
}

/// When a session took place: its effective times, else the planned ones.
#[must_use]
pub fn effective(session: &session::Model) -> Stretch {
    Stretch {
        from: session.began_at(),
        until: session.ended_at(),
    }
}

/// Milliseconds of `bounds` that the stretches cover together: what two of them cover counts once.
#[must_use]
pub fn covered_ms(stretches: &[Stretch], bounds: Stretch) -> i64 {
    let mut inside: Vec<Stretch> = stretches
        .iter()
        .map(|stretch| stretch.within(bounds))
        .filter(|stretch| stretch.length_ms() > 0)
        .collect();
    inside.sort_by_key(|stretch| stretch.from);
    let mut reached = bounds.from;
    let mut covered = 0;
    for stretch in inside {
        let new = Stretch {
            from: stretch.from.max(reached),
            ..stretch
        };
        covered += new.length_ms();
        reached = reached.max(stretch.until);
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::{Stretch, covered_ms};
    use model::Instant;

    fn stretch(from: i64, until: i64) -> Stretch {
        Stretch {
            from: Instant(from),
            until: Instant(until),
        }
    }

    /// A small generator with a seed, so that a failure can be repeated.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: i64) -> i64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(self.0 >> 33).unwrap() % sides
        }
    }

    /// The slow way: every millisecond asked for itself.
    fn counted(stretches: &[Stretch], bounds: Stretch) -> i64 {
        let milliseconds = (bounds.from.0..bounds.until.0).filter(|at| {
            stretches
                .iter()
                .any(|stretch| (stretch.from.0..stretch.until.0).contains(at))
        });
        i64::try_from(milliseconds.count()).unwrap()
    }

    #[test]
    fn the_union_is_what_counting_every_millisecond_gives() {
        for seed in 0..2_000 {
            let mut dice = Dice(seed);
            let bounds = stretch(20, 20 + dice.roll(100));
            let stretches: Vec<Stretch> = (0..dice.roll(9))
                .map(|_| {
                    let from = dice.roll(150);
                    stretch(from, from + dice.roll(40) - 3)
                })
                .collect();
            let covered = covered_ms(&stretches, bounds);
            assert_eq!(
                covered,
                counted(&stretches, bounds),
                "seed {seed}: {stretches:?}"
            );
            assert!((0..=bounds.length_ms()).contains(&covered));
            let backwards: Vec<Stretch> = stretches.iter().rev().copied().collect();
            assert_eq!(
                covered,
                covered_ms(&backwards, bounds),
                "order matters: seed {seed}"
            );
            let twice = [stretches.clone(), stretches].concat();
            assert_eq!(
                covered,
                covered_ms(&twice, bounds),
                "counted twice: seed {seed}"
            );
        }
    }
}
