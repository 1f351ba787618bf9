//! Deletes the files of recordings that were replaced or removed.

use std::time::Duration;

use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};
use crate::Config;
use crate::media::store;

/// Files that nobody can ask for any more.
pub(super) struct Recordings(pub(super) Config);

impl Job for Recordings {
    const NAME: &'static str = "recordings";
    const EVERY: Duration = Duration::from_secs(30 * 60);

    async fn run(&self, db: &Db, _: &Stop, _: Instant) -> Result<u64> {
        store::sweep(&self.0, db).await
    }
}
