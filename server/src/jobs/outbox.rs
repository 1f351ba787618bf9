//! Sends mail.

use std::time::Duration;

use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};
use crate::mail::{Post, deliver_due};

/// Sends what is due.
pub(super) struct Outbox(pub(super) Post);

impl Job for Outbox {
    const NAME: &'static str = "outbox";
    const EVERY: Duration = Duration::from_secs(2);

    async fn run(&self, db: &Db, stop: &Stop, now: Instant) -> Result<u64> {
        deliver_due(db, &self.0, || stop.is_asked(), now).await
    }
}
