//! What one beat adds: the rules of product figures, without the database.

use model::{Country, EditionId, EnrolmentId, Instant, PlayId, SessionId};

use super::stretch::Union;
use super::{VisitorKey, play, view_session};

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
    pub country: Option<Country>,
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
/// How much unused time a play keeps for beats that arrive late and together.
const MOST_UNSPENT_MS: i64 = 5 * 60_000;
/// The fastest playback that counts as watching, in hundredths.
const FASTEST: i64 = 400;
/// No recording is longer.
const LONGEST_MS: i64 = 24 * 3_600_000;

/// What a beat changed, beside the rows themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Added {
    /// The play's first beat.
    pub(super) play: bool,
    /// The play reached ten seconds.
    pub(super) long_enough: bool,
    /// It is a view.
    pub(super) view: bool,
    /// Milliseconds of the recording that this visitor had not watched before.
    pub(super) watched_ms: i64,
    /// Wall-clock time before the beat in which they watched.
    pub(super) present_ms: i64,
}

/// Adds a beat to its play, and to its visitor's view session unless it is a bot's. A beat told again adds nothing.
pub(super) fn add(
    heard: &Heard,
    play: &mut play::Model,
    viewer: Option<(&mut view_session::Model, &mut Union)>,
) -> Option<Added> {
    let sequence = i32::try_from(heard.sequence).ok()?;
    if sequence <= play.last_sequence {
        return None;
    }
    let mut added = Added {
        play: play.last_sequence == 0,
        ..Added::default()
    };
    let now = heard.at.max(play.last_beat_at);
    let passed_ms = now.since(play.last_beat_at);
    play.last_sequence = sequence;
    play.last_beat_at = now;
    if added.play {
        begin(play, viewer.as_ref().map(|(viewer, _)| &**viewer), now);
    }
    let (stretch, spent_ms) = believed(heard, play, if added.play { 0 } else { passed_ms });
    added.present_ms = spent_ms.min(passed_ms);
    play.watched_ms += stretch.1 - stretch.0;
    if !play.counted && play.watched_ms >= LONG_ENOUGH_MS {
        play.counted = true;
        added.long_enough = true;
        added.view = play.starts_view;
    }
    if let Some((viewer, union)) = viewer {
        added.watched_ms = union.add(stretch);
        viewer.plays += i32::from(added.play);
        viewer.views += i32::from(added.view);
        viewer.watched_ms += added.watched_ms;
        viewer.last_beat_at = viewer.last_beat_at.max(now);
    }
    Some(added)
}

/// The first beat. Only a visitor who was not here for an hour starts a view; a bot never does.
fn begin(play: &mut play::Model, viewer: Option<&view_session::Model>, now: Instant) {
    play.started_at = now;
    play.unspent_ms = TOLERANCE_MS;
    play.starts_view = viewer.is_some_and(|viewer| {
        viewer.plays == 0 || now.since(viewer.last_beat_at) >= NEW_SITTING_MS
    });
}

/// As much of the stretch as the clock allows, and the wall-clock time it takes. The rest was jumped over, or made up.
fn believed(heard: &Heard, play: &mut play::Model, passed_ms: i64) -> ((i64, i64), i64) {
    let available_ms = play.unspent_ms.min(MOST_UNSPENT_MS) + passed_ms;
    let rate = i64::from(heard.rate).min(FASTEST);
    let (from, to) = (heard.from_ms.max(0), heard.to_ms.min(LONGEST_MS));
    let told = (to - from).max(0);
    let counted = told.min(available_ms * rate / 100);
    let spent_ms = if counted == 0 {
        0
    } else {
        counted * 100 / rate
    };
    play.unspent_ms = available_ms - spent_ms;
    ((from, from + counted), spent_ms)
}
