//! Work that goes on beside answering requests, a file a job. Every server runs all of them: a job's writes must stand that.

mod cleanup;
mod evidence;
mod invariants;
mod offers;
mod outbox;
mod recordings;
mod reminders;
mod seat_pools;
mod viewers;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use domain::{Db, Result};
use futures::FutureExt;
use model::Instant;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Config;
use crate::mail::Post;

/// Something that is done again and again.
pub trait Job: Send + Sync + 'static {
    /// Its name in the log.
    const NAME: &'static str;
    /// The pause between two runs.
    const EVERY: Duration;

    /// One run at `now`; gives how many things it did. Never cut short: long runs look at `stop` between two things.
    fn run(&self, db: &Db, stop: &Stop, now: Instant) -> impl Future<Output = Result<u64>> + Send;
}

/// Whether the process has been asked to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Whether it has.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits so long, or until it has.
    async fn pause(&mut self, time: Duration) {
        let asked = self.0.wait_for(|asked| *asked);
        // Only the pause is cut short, never a run.
        let _over = tokio::time::timeout(time, asked).await;
    }
}

/// The jobs of one server.
#[derive(Debug)]
pub struct Jobs {
    running: JoinSet<()>,
    ask_to_stop: watch::Sender<bool>,
}

impl Jobs {
    /// Starts all jobs.
    #[must_use]
    pub fn start(config: &Config, db: &Db) -> Self {
        let mut jobs = Self {
            running: JoinSet::new(),
            ask_to_stop: watch::Sender::new(false),
        };
        jobs.add(db, cleanup::Cleanup);
        jobs.add(db, reminders::Reminders);
        jobs.add(db, seat_pools::SeatPools);
        jobs.add(db, offers::Offers);
        jobs.add(db, evidence::Evidence);
        jobs.add(db, viewers::Viewers);
        jobs.add(db, invariants::Invariants(config.centre_zone.clone()));
        jobs.add(db, recordings::Recordings(config.clone()));
        match Post::of(config) {
            Ok(Some(post)) => jobs.add(db, outbox::Outbox(post)),
            Ok(None) => tracing::warn!("no mail server is set (smtp_url): mail waits"),
            Err(error) => tracing::error!(error, "smtp_url does not do: mail waits"),
        }
        jobs
    }

    fn add<J: Job>(&mut self, db: &Db, job: J) {
        let stop = Stop(self.ask_to_stop.subscribe());
        self.running.spawn(keep_doing(job, db.clone(), stop));
    }

    /// Asks the jobs to stop and waits until what each has under way is finished.
    pub async fn stop(mut self) {
        self.ask_to_stop.send_replace(true);
        while self.running.join_next().await.is_some() {}
    }
}

async fn keep_doing<J: Job>(job: J, db: Db, mut stop: Stop) {
    while !stop.is_asked() {
        let run = AssertUnwindSafe(job.run(&db, &stop, domain::clock::now()));
        match run.catch_unwind().await {
            Ok(Ok(0)) => tracing::trace!(job = J::NAME, "nothing to do"),
            Ok(Ok(done)) => tracing::info!(job = J::NAME, done, "ran"),
            Ok(Err(error)) => tracing::error!(job = J::NAME, %error, "failed; it is tried again"),
            Err(_) => tracing::error!(job = J::NAME, "broke off; it is tried again"),
        }
        stop.pause(J::EVERY).await;
    }
}
