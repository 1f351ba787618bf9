//! Whether an edition lets people in by themselves at a moment, and whether its seats still change hands.

use model::catalogue::{AdmissionWay, Publication};
use model::{Instant, Refusal};

use crate::catalogue::admission_window::AdmissionWindow;
use crate::catalogue::edition;

/// Whether somebody may enrol now, or why not.
pub(super) fn may_enter(edition: &edition::Model, now: Instant) -> Result<(), Refusal> {
    lets_in(edition, AdmissionWay::Open, now)
}

/// Whether somebody may apply now to be decided on, or why not.
pub(super) fn may_apply(edition: &edition::Model, now: Instant) -> Result<(), Refusal> {
    lets_in(edition, AdmissionWay::Approval, now)
}

fn lets_in(edition: &edition::Model, way: AdmissionWay, now: Instant) -> Result<(), Refusal> {
    match edition.publication {
        Publication::Draft => return Err(Refusal::NotFound),
        Publication::Cancelled => return Err(Refusal::NotNow),
        Publication::Published | Publication::Archived => {}
    }
    match edition.admission(now) {
        AdmissionWindow::Closed => Err(Refusal::Closed {
            closed_at: closed_at(edition, now),
        }),
        _ if edition.admission_way != way => Err(Refusal::AnotherWayIn),
        AdmissionWindow::OpensAt(opens_at) => Err(Refusal::NotOpenYet {
            opens_at: Some(opens_at),
        }),
        AdmissionWindow::Open(_) => Ok(()),
    }
}

/// When it closed: at the deadline, or with the edition's end where that came first.
fn closed_at(edition: &edition::Model, now: Instant) -> Option<Instant> {
    match edition.admission_closes_at {
        Some(deadline) => Some(deadline.min(edition.ends_at)),
        None => (now >= edition.ends_at).then_some(edition.ends_at),
    }
}

/// Whether seats still change hands: places are given until the edition is over or called off, and where they are
/// offered, until it begins.
pub(super) fn gives_places(edition: &edition::Model, now: Instant) -> bool {
    let until = match edition.admission_way {
        AdmissionWay::Open => edition.ends_at,
        AdmissionWay::Approval | AdmissionWay::Nomination => edition.starts_at,
    };
    edition.publication == Publication::Published && now < until
}
