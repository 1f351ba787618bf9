//! Lifts the cap of seat pools whose day has come, and lets in whom they held back.

use std::time::Duration;

use domain::admissions::pool_setup;
use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};

/// Pools with a release date.
pub(super) struct SeatPools;

impl Job for SeatPools {
    const NAME: &'static str = "seat pools";
    const EVERY: Duration = Duration::from_secs(60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        pool_setup::release_due(db, now).await
    }
}
