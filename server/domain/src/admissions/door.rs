//! Whether an edition lets people in by themselves at a moment.

use model::catalogue::{AdmissionWay, Publication};
use model::{Instant, Refusal};

use crate::catalogue::edition;

/// Whether somebody may enrol now, or why not.
pub(super) fn may_enter(edition: &edition::Model, now: Instant) -> Result<(), Refusal> {
    match edition.publication {
        Publication::Draft => return Err(Refusal::NotFound),
        Publication::Cancelled => return Err(Refusal::NotNow),
        Publication::Archived => {
            return Err(Refusal::Closed {
                closed_at: edition.admission_closes_at,
            });
        }
        Publication::Published => {}
    }
    if now >= edition.ends_at {
        return Err(Refusal::Closed {
            closed_at: Some(edition.ends_at),
        });
    }
    if edition.admission_way != AdmissionWay::Open {
        return Err(Refusal::AnotherWayIn);
    }
    if let Some(opens_at) = edition.admission_opens_at
        && now < opens_at
    {
        return Err(Refusal::NotOpenYet {
            opens_at: Some(opens_at),
        });
    }
    match edition.admission_closes_at {
        Some(closed_at) if now >= closed_at => Err(Refusal::Closed {
            closed_at: Some(closed_at),
        }),
        _ => Ok(()),
    }
}

/// Whether seats still change hands: places are given until the edition is over or called off.
pub(super) fn gives_places(edition: &edition::Model, now: Instant) -> bool {
    edition.publication == Publication::Published && now < edition.ends_at
}
