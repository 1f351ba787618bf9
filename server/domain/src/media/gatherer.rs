//! Gathers beats for a moment and writes them together; each is answered after its commit and not before.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant as Tick, timeout};

use super::beat::Heard;
use super::ledger;
use crate::{Db, Error, Result};

/// No beat waits longer for company.
const LONGEST: Duration = Duration::from_millis(100);
/// When none came for so long, those that are there are written.
const QUIET: Duration = Duration::from_millis(4);
/// Beats of one transaction.
const MOST: usize = 1_000;
/// Beats that wait while a transaction is written; further ones wait at the door.
const WAITING: usize = 10_000;

struct Waiting {
    heard: Heard,
    answer: oneshot::Sender<bool>,
}

/// Takes beats. Cheap to clone; ends with its last clone, after writing what it has.
#[derive(Clone, Debug)]
pub struct Gatherer(mpsc::Sender<Waiting>);

impl Gatherer {
    /// One that writes to `db`. To be called inside a runtime.
    #[must_use]
    pub fn start(db: Db) -> Self {
        let (sender, waiting) = mpsc::channel(WAITING);
        tokio::spawn(gather(db, waiting));
        Self(sender)
    }

    /// Answers once the beat is committed.
    pub async fn beat(&self, heard: Heard) -> Result<()> {
        let (answer, written) = oneshot::channel();
        let waiting = Waiting { heard, answer };
        let lost = || Error::Fault("a beat was not written".to_owned());
        self.0.send(waiting).await.map_err(|_| lost())?;
        match written.await {
            Ok(true) => Ok(()),
            _ => Err(lost()),
        }
    }
}

async fn gather(db: Db, mut waiting: mpsc::Receiver<Waiting>) {
    while let Some(first) = waiting.recv().await {
        let until = Tick::now() + LONGEST;
        let mut batch = vec![first];
        while batch.len() < MOST {
            let patience = QUIET.min(until.saturating_duration_since(Tick::now()));
            match timeout(patience, waiting.recv()).await {
                Ok(Some(next)) => batch.push(next),
                _ => break,
            }
        }
        settle(&db, batch).await;
    }
}

/// Writes a batch. One beat that cannot be written must not take the others along: they are then tried one by one.
async fn settle(db: &Db, batch: Vec<Waiting>) {
    let (beats, answers): (Vec<Heard>, Vec<_>) = batch
        .into_iter()
        .map(|waiting| (waiting.heard, waiting.answer))
        .unzip();
    let written = ledger::write(db, &beats).await;
    if let Err(error) = &written {
        tracing::error!(%error, beats = beats.len(), "beats could not be written together");
    }
    let alone = written.is_err() && beats.len() > 1;
    let mut failed = 0;
    for (heard, answer) in beats.into_iter().zip(answers) {
        let done = match alone && failed < 3 {
            true => ledger::write(db, &[heard]).await.is_ok(),
            false => written.is_ok(),
        };
        failed += u8::from(alone && !done);
        // Whoever asked may have gone; the beat counts all the same.
        let _ = answer.send(done);
    }
}
