//! Whether an edition lets people in by themselves at a moment, and whether its seats still change hands.

use model::catalogue::{AdmissionWay, Publication};
use model::{Instant, Refusal};

use crate::catalogue::admission_window::AdmissionWindow;
use crate::catalogue::edition;

/// Whether somebody may come in now by a way of admission, or why not. `late`: until when staff let them in after the
/// deadline.
pub(super) fn may_come(
    edition: &edition::Model,
    way: AdmissionWay,
    late: Option<Instant>,
    now: Instant,
) -> Result<(), Refusal> {
    match edition.publication {
        Publication::Draft => return Err(Refusal::NotFound),
        Publication::Cancelled => return Err(Refusal::NotNow),
        Publication::Published | Publication::Archived => {}
    }
    let is_late = may_be_late(edition, now).is_ok() && late.is_some_and(|until| now < until);
    match edition.admission(now) {
        AdmissionWindow::Closed if !is_late => Err(Refusal::Closed {
            closed_at: closed_at(edition, now),
        }),
        _ if edition.admission_way != way => Err(Refusal::AnotherWayIn),
        AdmissionWindow::OpensAt(opens_at) => Err(Refusal::NotOpenYet {
            opens_at: Some(opens_at),
        }),
        AdmissionWindow::Open(_) | AdmissionWindow::Closed => Ok(()),
    }
}

/// Whether staff may let somebody in after the deadline: until the edition is over, where one enrols or applies.
pub(super) fn may_be_late(edition: &edition::Model, now: Instant) -> Result<(), Refusal> {
    if edition.publication != Publication::Published {
        return Err(Refusal::NotNow);
    }
    if edition.admission_way == AdmissionWay::Nomination {
        return Err(Refusal::AnotherWayIn);
    }
    if now >= edition.ends_at {
        return Err(Refusal::Closed {
            closed_at: Some(edition.ends_at),
        });
    }
    Ok(())
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
