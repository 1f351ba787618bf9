//! One round: everything that is due, one mail after the other, in the order in which it was written.

use std::time::Duration;

use app::{Site, Words};
use domain::mail::{Facts, sending};
use domain::outbox;
use domain::{Db, Result};
use lettre::Message;
use model::Instant;

use super::{Carrier, Outcome, message};
use crate::Config;

/// What sending needs.
#[derive(Clone)]
pub struct Post {
    pub config: Config,
    pub site: Site,
    pub carrier: Carrier,
}

impl Post {
    /// The post of a configuration; none without a mail server, and mail waits.
    pub fn of(config: &Config) -> std::result::Result<Option<Self>, String> {
        Ok(Carrier::of(config)?.map(|carrier| Self {
            config: config.clone(),
            site: config.site(),
            carrier,
        }))
    }
}

/// A round ends after so long, because its claims are counted from its beginning.
pub const LONGEST_ROUND: Duration = Duration::from_secs(60);
/// How long a mail under way may take once the process was asked to stop.
const LAST_PATIENCE: Duration = Duration::from_secs(15);
/// How often that is looked at.
const GLANCE: Duration = Duration::from_millis(200);

/// Sends what is due at `now`; gives how many mails were sent. Between two mails it asks `stopping`; a mail under way is finished, unless
/// the mail server takes too long then.
///
/// Mails leave on one connection. A mail server that cannot be reached ends the round: the rest would only wait for it as well.
pub async fn deliver_due(
    db: &Db,
    post: &Post,
    stopping: impl Fn() -> bool,
    now: Instant,
) -> Result<u64> {
    let sent = round(db, post, &stopping, now).await;
    post.carrier.say_goodbye().await;
    sent
}

async fn round(db: &Db, post: &Post, stopping: &impl Fn() -> bool, now: Instant) -> Result<u64> {
    let began = std::time::Instant::now();
    let mut sent = 0;
    while !stopping() && began.elapsed() < LONGEST_ROUND {
        let Some(mail) = sending::claim(db, now).await? else {
            break;
        };
        match try_one(db, post, &mail, stopping, now).await? {
            Outcome::Taken(answer) => {
                sending::sent(db, &mail, &answer, now).await?;
                sent += 1;
            }
            Outcome::PutOff(answer) => {
                tracing::info!(mail = %mail.id, attempts = mail.attempts, "the mail server put a mail off");
                sending::put_off(db, &mail, &answer, now).await?;
            }
            Outcome::Refused(answer) => {
                tracing::warn!(mail = %mail.id, kind = mail.kind, "a mail was given up");
                sending::give_up(db, &mail, &answer, now).await?;
            }
            Outcome::Unanswered(answer) => {
                tracing::warn!(mail = %mail.id, answer, "the mail server did not say whether it has a mail");
                sending::unanswered(db, &mail, &answer, now).await?;
                break;
            }
            Outcome::NotReached(answer) => {
                tracing::warn!(mail = %mail.id, answer, "the mail server was not reached");
                sending::not_reached(db, &mail, &answer, now).await?;
                break;
            }
        }
    }
    Ok(sent)
}

async fn try_one(
    db: &Db,
    post: &Post,
    mail: &outbox::Model,
    stopping: &impl Fn() -> bool,
    now: Instant,
) -> Result<Outcome> {
    let letter = mail.letter()?;
    let facts = match Facts::of(db.read(), mail).await {
        Ok(facts) => facts,
        Err(error) if error.refusal().is_some() => {
            let gone = "not sent: what it was about no longer exists";
            return Ok(Outcome::Refused(gone.to_owned()));
        }
        Err(error) => return Err(error),
    };
    if let Some(why) = facts.too_late(&letter, now) {
        return Ok(Outcome::Refused(why.to_owned()));
    }
    let rendered = app::mail::render(&letter, Words::of(mail.language), &facts, &post.site);
    Ok(match message(&post.config, mail, rendered) {
        Ok(message) => hand_over(post, &message, stopping).await,
        Err(what) => Outcome::Refused(what),
    })
}

async fn hand_over(post: &Post, message: &Message, stopping: &impl Fn() -> bool) -> Outcome {
    let patience_ends = async {
        while !stopping() {
            tokio::time::sleep(GLANCE).await;
        }
        tokio::time::sleep(LAST_PATIENCE).await;
    };
    tokio::select! {
        outcome = post.carrier.hand_over(message) => outcome,
        () = patience_ends => {
            Outcome::Unanswered("Egret was stopped before the mail server had answered".to_owned())
        }
    }
}
