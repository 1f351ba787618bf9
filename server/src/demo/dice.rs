//! Numbers that look random and are the same every time.

/// SplitMix64.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for each purpose, so that a change in one place leaves the others alone.
    #[must_use]
    pub fn new(purpose: &str) -> Self {
        Self(
            super::name::digest("dice", purpose)
                .into_iter()
                .take(8)
                .fold(0, |seed, byte| (seed << 8) | u64::from(byte)),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number from 0 up to, but not including, `sides`; 0 when there are none.
    pub fn below(&mut self, sides: i64) -> i64 {
        let sides = u64::try_from(sides).unwrap_or(0).max(1);
        i64::try_from(self.next() % sides).unwrap_or(0)
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    /// Whether something happens that happens `per_cent` times in a hundred.
    pub fn says(&mut self, per_cent: i64) -> bool {
        self.below(100) < per_cent
    }

    /// One of several things, each as often as its weight says.
    pub fn pick<'a, T>(&mut self, things: &'a [(T, i64)]) -> Option<&'a T> {
        let mut left = self.below(things.iter().map(|(_, weight)| weight).sum());
        things
            .iter()
            .find(|(_, weight)| {
                left -= weight;
                left < 0
            })
            .map(|(thing, _)| thing)
    }
}
