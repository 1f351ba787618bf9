//! Reminds people of sessions.

use std::time::Duration;

use domain::mail::reminder;
use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};

/// Posts reminders of the sessions of the next day.
pub(super) struct Reminders;

impl Job for Reminders {
    const NAME: &'static str = "reminders";
    const EVERY: Duration = Duration::from_secs(5 * 60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        reminder::remind(db, now).await
    }
}
