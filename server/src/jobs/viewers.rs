//! Settles who watched half, and forgets what tells viewers apart when its time is over.

use std::time::Duration;

use domain::media::{concurrent_viewer, engaged_viewer, visitor_salt};
use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};

/// Engaged viewers, salts of visitor keys, and viewers by the minute.
pub(super) struct Viewers;

impl Job for Viewers {
    const NAME: &'static str = "viewers";
    const EVERY: Duration = Duration::from_secs(30 * 60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        Ok(engaged_viewer::settle(db, now).await?
            + visitor_salt::destroy_salts(db, now).await?
            + concurrent_viewer::sweep(db, now).await?)
    }
}
