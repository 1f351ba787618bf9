//! When an edition takes applications.

use model::Instant;
use model::catalogue::Publication;

/// Where a moment lies in an edition's admission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmissionWindow {
    /// Opens at a moment to come.
    OpensAt(Instant),
    /// Open, until the deadline if it has one.
    Open(Option<Instant>),
    /// Over: closed, ended, cancelled, or not published.
    Closed,
}

impl AdmissionWindow {
    /// The window at `now`. Without a deadline an edition takes people until it ends.
    #[must_use]
    pub fn at(
        now: Instant,
        publication: Publication,
        opens_at: Option<Instant>,
        closes_at: Option<Instant>,
        ends_at: Instant,
    ) -> Self {
        if publication != Publication::Published || closes_at.unwrap_or(ends_at) <= now {
            return Self::Closed;
        }
        match opens_at {
            Some(opens_at) if opens_at > now => Self::OpensAt(opens_at),
            _ => Self::Open(closes_at),
        }
    }

    /// Whether people can apply or enrol.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open(_))
    }
}
