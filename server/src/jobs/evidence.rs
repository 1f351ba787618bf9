//! Turns what people with a place watched into evidence.

use std::time::Duration;

use domain::media::watched_presence;
use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};

/// Watching that is over, or has gone on for a while.
pub(super) struct Evidence;

impl Job for Evidence {
    const NAME: &'static str = "evidence";
    const EVERY: Duration = Duration::from_secs(60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        watched_presence::record_evidence(db, now).await
    }
}
