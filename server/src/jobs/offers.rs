//! Ends offers that nobody answered, and passes their seats on.

use std::time::Duration;

use domain::admissions::offering;
use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};

/// Offers that have run out.
pub(super) struct Offers;

impl Job for Offers {
    const NAME: &'static str = "offers";
    const EVERY: Duration = Duration::from_secs(60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        offering::expire(db, now).await
    }
}
