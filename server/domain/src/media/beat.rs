//! What one beat adds: the rules of product figures, without the database.

use model::{EditionId, EnrolmentId, Instant, PlayId, SessionId};

use super::stretch::{Stretch, Union};
use super::unspent::Unspent;
use super::{VisitorKey, Whereabouts, play, view_session};

/// A beat whose token was ours.
#[derive(Clone, Debug)]
pub struct Heard {
    pub play: PlayId,
    pub session: SessionId,
    pub edition: EditionId,
    pub visitor: VisitorKey,
    /// Whether the key stands for somebody who can be told apart.
    pub keyed: bool,
    pub enrolment: Option<EnrolmentId>,
    pub country: Whereabouts,
    pub bot: bool,
    pub sequence: u32,
    pub from_ms: i64,
    pub to_ms: i64,
    /// In hundredths.
    pub rate: u32,
    pub at: Instant,
}

/// A play this long is long enough for a view.
pub(super) const LONG_ENOUGH_MS: i64 = 10_000;
/// Watching again after so long begins another view; before that it goes on.
const NEW_SITTING_MS: i64 = 60 * 60_000;
/// What a play may be ahead of the clock: sound cards and clocks drift.
const TOLERANCE_MS: i64 = 2_000;
/// How many sequence numbers below the highest a play tells apart.
const KEPT_SEQUENCES: i32 = 64;
/// The fastest playback that counts as watching, in hundredths.
const FASTEST: i64 = 400;
/// No recording is longer.
pub(super) const LONGEST_MS: i64 = 24 * 3_600_000;

/// What a beat changed, beside the rows themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Added {
    /// The play's first beat.
    pub(super) play: bool,
    /// The play reached ten seconds.
    pub(super) long_enough: bool,
    /// It is a view.
    pub(super) view: bool,
    /// Milliseconds of the recording that this visitor had not watched before.
    pub(super) watched_ms: i64,
    /// When they watched, by our clock.
    pub(super) present: Vec<(Instant, Instant)>,
}

/// Adds a beat to its play, and to its visitor's view session unless it is a bot's. A beat told again adds nothing.
///
/// `longest_ms` is the recording's length, as far as it is known: nobody watches what lies behind its end.
pub(super) fn add(
    heard: &Heard,
    longest_ms: i64,
    play: &mut play::Model,
    viewer: Option<(&mut view_session::Model, &mut Union)>,
) -> Option<Added> {
    let mut added = Added {
        play: play.last_sequence == 0,
        ..Added::default()
    };
    if !is_news(heard, play) {
        return None;
    }
    let now = heard.at.max(play.last_beat_at);
    let mut unspent = Unspent::read(&play.unspent, play.unspent_ms);
    if added.play {
        play.started_at = now;
        unspent = Unspent::tolerating(TOLERANCE_MS);
    } else {
        unspent.pass(play.last_beat_at, now);
    }
    play.last_beat_at = now;
    let (stretch, spent_ms) = believed(heard, longest_ms, unspent.length_ms());
    added.present = unspent.spend(spent_ms);
    (play.unspent, play.unspent_ms) = unspent.written();
    play.watched_ms += stretch.1 - stretch.0;
    if !play.counted && play.watched_ms >= LONG_ENOUGH_MS {
        play.counted = true;
        play.starts_view = viewer
            .as_ref()
            .is_some_and(|(viewer, _)| begins_a_view(play, viewer));
        added.long_enough = true;
        added.view = play.starts_view;
    }
    if let Some((viewer, union)) = viewer {
        added.watched_ms = union.add(stretch);
        viewer.plays += i32::from(added.play);
        viewer.views += i32::from(added.view);
        viewer.watched_ms += added.watched_ms;
        viewer.last_beat_at = viewer.last_beat_at.max(now);
        if play.counted {
            viewer.counted_beat_at = viewer.counted_beat_at.max(Some(now));
        }
    }
    Some(added)
}

/// Notes a beat's sequence number, unless it was heard before. They may arrive in any order; what lies
/// more than [`KEPT_SEQUENCES`] behind the highest is no longer told apart and counts as heard.
fn is_news(heard: &Heard, play: &mut play::Model) -> bool {
    let Ok(sequence) = i32::try_from(heard.sequence) else {
        return false;
    };
    let ahead = sequence.saturating_sub(play.last_sequence);
    let kept = play.heard.cast_unsigned();
    let (kept, this) = if ahead > 0 {
        let shifted = kept.checked_shl(ahead.unsigned_abs()).unwrap_or(0);
        (shifted, 1)
    } else if ahead > -KEPT_SEQUENCES {
        (kept, 1 << ahead.unsigned_abs())
    } else {
        return false;
    };
    let is_news = sequence > 0 && kept & this == 0;
    if is_news {
        play.heard = (kept | this).cast_signed();
        play.last_sequence = play.last_sequence.max(sequence);
    }
    is_news
}

/// Only a visitor who saw nothing for an hour begins a view; a play that was too short to count is no reason against it.
fn begins_a_view(play: &play::Model, viewer: &view_session::Model) -> bool {
    viewer
        .counted_beat_at
        .is_none_or(|last| play.started_at.since(last) >= NEW_SITTING_MS)
}

/// As much of the stretch as the clock allows, and the wall-clock time it takes. The rest was jumped over, or made up.
fn believed(heard: &Heard, longest_ms: i64, available_ms: i64) -> (Stretch, i64) {
    let rate = i64::from(heard.rate).min(FASTEST);
    let (from, to) = (heard.from_ms.max(0), heard.to_ms.min(longest_ms));
    let told = to.saturating_sub(from).max(0);
    let counted = told.min(available_ms * rate / 100);
    if counted == 0 {
        return ((from, from), 0);
    }
    // Rounded up: a stretch that cost nothing could be told without end.
    let spent_ms = (counted * 100 + rate - 1) / rate;
    ((from, from + counted), spent_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: Instant = Instant(1_795_510_800_000);

    /// A small generator with a seed, so that a failure can be repeated.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, most: u64) -> i64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
            self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) % most).cast_signed()
        }
    }

    struct Scene {
        heard: Heard,
        play: play::Model,
        viewer: view_session::Model,
        union: Union,
    }

    impl Scene {
        fn new() -> Self {
            let heard = Heard {
                play: PlayId::new(),
                session: SessionId::new(),
                edition: EditionId::new(),
                visitor: VisitorKey([1; 16]),
                keyed: true,
                enrolment: None,
                country: Whereabouts::Unknown,
                bot: false,
                sequence: 0,
                from_ms: 0,
                to_ms: 0,
                rate: 100,
                at: BEGAN,
            };
            Self {
                play: play::Model::new(&heard),
                viewer: view_session::Model::new(heard.session, vec![1; 16], "", BEGAN),
                union: Union::default(),
                heard,
            }
        }

        fn tell(
            &mut self,
            sequence: u32,
            passed_ms: i64,
            from_ms: i64,
            to_ms: i64,
        ) -> Option<Added> {
            self.heard.sequence = sequence;
            self.heard.at = self.heard.at.plus_ms(passed_ms);
            (self.heard.from_ms, self.heard.to_ms) = (from_ms, to_ms);
            let viewer = Some((&mut self.viewer, &mut self.union));
            add(&self.heard, LONGEST_MS, &mut self.play, viewer)
        }
    }

    #[test]
    fn whatever_is_told_nobody_watches_longer_than_the_clock_allows() {
        for seed in 0..300 {
            let mut dice = Dice(seed);
            let mut scene = Scene::new();
            let rate = [25, 100, 130, 300, 400, 1_000][usize::try_from(dice.below(6)).unwrap()];
            scene.heard.rate = rate;
            // Short stretches with gaps between, or long ones anywhere: whatever a forger may try.
            let (longest, widest) = [(3, 510), (40_000, 1), (2_000, 700), (90_000, 500_000)]
                [usize::try_from(dice.below(4)).unwrap()];
            let pause = [2, 40, 30_000][usize::try_from(dice.below(3)).unwrap()];
            let (mut gains, mut present) = (0, 0);
            let mut at = 0;
            for sequence in 1..500 {
                let to = at + dice.below(longest);
                let passed = dice.below(pause);
                let added = scene.tell(sequence, passed, at, to).unwrap();
                gains += added.watched_ms;
                present += added
                    .present
                    .iter()
                    .map(|(from, until)| until.since(*from))
                    .sum::<i64>();
                at = to + dice.below(widest);
            }
            let passed = scene.heard.at.since(BEGAN);
            let rate = i64::from(rate).min(FASTEST);
            assert!(
                gains * 100 <= (passed + TOLERANCE_MS) * rate,
                "seed {seed}: {gains} ms in {passed} ms at {rate}"
            );
            assert!(present <= passed, "seed {seed}");
            assert!(gains <= scene.union.length_ms(), "seed {seed}");
        }
    }

    #[test]
    fn beats_that_overtake_each_other_count_once_each() {
        let mut scene = Scene::new();
        assert!(scene.tell(1, 0, 0, 0).is_some());
        assert_eq!(
            scene.tell(3, 60_000, 30_000, 60_000).unwrap().watched_ms,
            30_000
        );
        assert_eq!(scene.tell(2, 0, 0, 30_000).unwrap().watched_ms, 30_000);
        for sequence in [0, 1, 2, 3] {
            assert_eq!(scene.tell(sequence, 30_000, 0, 30_000), None);
        }
        assert!(scene.tell(100, 0, 60_000, 60_000).is_some());
        assert!(scene.tell(99, 0, 60_000, 60_000).is_some());
        assert_eq!(scene.tell(4, 0, 0, 0), None, "too late to be told apart");
    }

    #[test]
    fn nothing_is_watched_behind_the_end() {
        let mut scene = Scene::new();
        scene.tell(1, 0, 0, 0).unwrap();
        scene.heard.sequence = 2;
        scene.heard.at = BEGAN.plus_seconds(60);
        (scene.heard.from_ms, scene.heard.to_ms) = (10_000, 60_000);
        let viewer = Some((&mut scene.viewer, &mut scene.union));
        let added = add(&scene.heard, 25_000, &mut scene.play, viewer).unwrap();
        assert_eq!(added.watched_ms, 15_000);
    }
}
