//! Each thing that must always be true of seats, places and waiting lists, and how it is looked at.

use model::Instant;

use super::invariants::{
    Broken, free_seats_beside_waiting, offers_run_out, two_places, wrong_claims, wrong_counts,
    wrong_places,
};
use crate::{Result, Tx};

/// Something that must always be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// A counter says how many claims there are, and no more than its size.
    Counts,
    /// Who holds a seat claims one, and nobody else does.
    Claims,
    /// Who is accepted has a place, and nobody else has.
    Places,
    /// Nobody has two places in an edition.
    Twice,
    /// No offer is open longer than it was made for.
    Offers,
    /// No seat is free beside somebody waiting whom it fits.
    Waiting,
}

impl Check {
    /// All of them, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Counts,
        Self::Claims,
        Self::Places,
        Self::Twice,
        Self::Offers,
        Self::Waiting,
    ];

    /// Its name in the database and in the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Claims => "claims",
            Self::Places => "places",
            Self::Twice => "twice",
            Self::Offers => "offers",
            Self::Waiting => "waiting",
        }
    }

    /// What breaks it now.
    pub(super) async fn broken(self, tx: &Tx, now: Instant) -> Result<Vec<Broken>> {
        match self {
            Self::Counts => wrong_counts(tx).await,
            Self::Claims => wrong_claims(tx).await,
            Self::Places => wrong_places(tx).await,
            Self::Twice => two_places(tx).await,
            Self::Offers => offers_run_out(tx, now).await,
            Self::Waiting => free_seats_beside_waiting(tx, now).await,
        }
    }
}
