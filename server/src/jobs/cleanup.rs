//! Removes what nobody needs any more.

use std::time::Duration;

use domain::accounts::{attempt, mailed_link, registration, sign_in};
use domain::mail::sending;
use domain::{Db, Result};
use model::Instant;

use super::{Job, Stop};

/// Old tries, sign-ins and links, addresses that nobody confirmed, and secrets in mails that were never sent.
pub(super) struct Cleanup;

impl Job for Cleanup {
    const NAME: &'static str = "cleanup";
    const EVERY: Duration = Duration::from_secs(60 * 60);

    async fn run(&self, db: &Db, _: &Stop, now: Instant) -> Result<u64> {
        Ok(attempt::sweep(db, now).await?
            + sign_in::sweep(db, now).await?
            + mailed_link::sweep(db, now).await?
            + registration::sweep(db, now).await?
            + sending::forget_stale_secrets(db, now).await?)
    }
}
