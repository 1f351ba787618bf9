//! Until when one nominates, completes and endorses. The deadlines are the edition's, in its zone.

use model::catalogue::{AdmissionWay, Publication};
use model::{Instant, Refusal};

use crate::catalogue::admission_window::AdmissionWindow;
use crate::catalogue::edition;

/// When nominations close: with the edition's admission, or with its first day where that has no deadline.
#[must_use]
pub fn deadline(edition: &edition::Model) -> Instant {
    edition
        .admission_closes_at
        .map_or(edition.starts_at, |closes| closes.min(edition.ends_at))
}

/// Whether focal points may nominate now, or why not.
pub fn may_nominate(edition: &edition::Model, now: Instant) -> Result<(), Refusal> {
    if edition.admission_way != AdmissionWay::Nomination {
        return Err(Refusal::AnotherWayIn);
    }
    if let AdmissionWindow::OpensAt(opens_at) = edition.admission(now) {
        return Err(Refusal::NotOpenYet {
            opens_at: Some(opens_at),
        });
    }
    may_complete(edition, now)
}

/// Whether a nominee may still complete: until the same deadline.
pub fn may_complete(edition: &edition::Model, now: Instant) -> Result<(), Refusal> {
    before(edition, deadline(edition), now)
}

/// Whether a focal point may still endorse, order or withdraw: until the edition begins, since somebody may
/// complete a minute before the deadline.
pub fn may_endorse(edition: &edition::Model, now: Instant) -> Result<(), Refusal> {
    before(edition, edition.starts_at, now)
}

fn before(edition: &edition::Model, end: Instant, now: Instant) -> Result<(), Refusal> {
    if edition.publication != Publication::Published {
        return Err(Refusal::NotNow);
    }
    if now >= end {
        return Err(Refusal::Closed {
            closed_at: Some(end),
        });
    }
    Ok(())
}
