//! One round: everything that is due, one mail after the other, in the order in which it was written.

use std::time::Duration;

use app::{Site, Words};
use domain::mail::{Facts, sending};
use domain::outbox;
use domain::{Db, Result};
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
        let Some(url) = &config.smtp_url else {
            return Ok(None);
        };
        Ok(Some(Self {
            config: config.clone(),
            site: config.site(),
            carrier: Carrier::new(url)?,
        }))
    }
}

/// A round ends after so long, because its claims are counted from its beginning.
const LONGEST: Duration = Duration::from_secs(60);

/// Sends what is due at `now`; gives how many mails were sent. Between two mails it asks `stopping`; a mail under way is finished.
///
/// A mail server that cannot be reached ends the round: the rest would only wait for it as well.
pub async fn deliver_due(
    db: &Db,
    post: &Post,
    stopping: impl Fn() -> bool,
    now: Instant,
) -> Result<u64> {
    let began = std::time::Instant::now();
    let mut sent = 0;
    while !stopping() && began.elapsed() < LONGEST {
        let Some(mail) = sending::claim(db, now).await? else {
            break;
        };
        match try_one(db, post, &mail, now).await? {
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
            Outcome::NotReached(answer) => {
                tracing::warn!(mail = %mail.id, answer, "the mail server was not reached");
                sending::not_reached(db, &mail, &answer, now).await?;
                break;
            }
        }
    }
    Ok(sent)
}

async fn try_one(db: &Db, post: &Post, mail: &outbox::Model, now: Instant) -> Result<Outcome> {
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
        Ok(message) => post.carrier.hand_over(message).await,
        Err(what) => Outcome::Refused(what),
    })
}
