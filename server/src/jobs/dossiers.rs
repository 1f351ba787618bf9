//! Deletes what people told for their stay, some time after they withdrew.

use std::time::Duration;

use domain::admissions::dossier;
use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};

/// Dossiers of people who withdrew so many days ago.
pub(super) struct Dossiers(pub i64);

impl Job for Dossiers {
    const NAME: &'static str = "dossiers";
    const EVERY: Duration = Duration::from_secs(60 * 60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        dossier::forget_withdrawn(db, self.0, now).await
    }
}
