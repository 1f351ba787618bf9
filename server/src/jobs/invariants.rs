//! Looks every night whether what must always be true of seats and places is true.

use std::time::Duration;

use domain::admissions::invariant_check;
use domain::{Db, Result};
use model::{Instant, Zone};

use super::{Job, Stop};

/// The nightly check, in the centre's zone. Two servers that make it at once keep the same rows.
pub(super) struct Invariants(pub(super) Zone);

impl Job for Invariants {
    const NAME: &'static str = "invariants";
    const EVERY: Duration = Duration::from_secs(10 * 60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        invariant_check::check_due(db, &self.0, now).await
    }
}
