//! What counting needs of the house: where a request comes from, whether a program sent it, and where beats go.

use std::net::IpAddr;
use std::sync::Arc;

use model::media::Beat;
use model::{Instant, Refusal};
use tokio::sync::OnceCell;

use super::{Gatherer, Heard, Ticket, Whereabouts, visitor_salt};
use crate::{Db, Result};

/// The cookie with a random id by which a browser is told from another.
pub const COOKIE: &str = "egret-viewer";

/// The id in a request's `Cookie` header.
#[must_use]
pub fn cookie_in(header: &str) -> Option<&str> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, id)| *name == COOKIE && !id.is_empty())
        .map(|(_, id)| id)
}

type Whence = dyn Fn(IpAddr) -> Whereabouts + Send + Sync;
type IsBot = dyn Fn(&str) -> bool + Send + Sync;

/// Found in the context of pages and server functions. Cheap to clone.
#[derive(Clone)]
pub struct Counting {
    db: Db,
    gatherer: Gatherer,
    secret: Arc<OnceCell<Vec<u8>>>,
    whence: Arc<Whence>,
    is_bot: Arc<IsBot>,
}

impl Counting {
    /// Counts into `db`. To be called inside a runtime.
    pub fn start(
        db: Db,
        whence: impl Fn(IpAddr) -> Whereabouts + Send + Sync + 'static,
        is_bot: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            gatherer: Gatherer::start(db.clone()),
            db,
            secret: Arc::default(),
            whence: Arc::new(whence),
            is_bot: Arc::new(is_bot),
        }
    }

    /// Where a network address lies.
    #[must_use]
    pub fn whereabouts_of(&self, network: &str) -> Whereabouts {
        network
            .parse()
            .map_or(Whereabouts::Unknown, |address| (self.whence)(address))
    }

    /// Whether a browser that calls itself so is a program.
    #[must_use]
    pub fn is_bot(&self, device: &str) -> bool {
        (self.is_bot)(device)
    }

    /// The token of a ticket.
    pub async fn sign(&self, ticket: &Ticket, now: Instant) -> Result<String> {
        ticket.sign(self.secret(now).await?)
    }

    /// Hears a beat: a forged or expired token counts nothing and is refused. Answers after the commit.
    pub async fn hear(&self, beat: &Beat, cookie_came: bool, now: Instant) -> Result<()> {
        let ticket =
            Ticket::read(&beat.token, self.secret(now).await?, now).ok_or(Refusal::NotAllowed)?;
        if beat.sequence == 0 {
            return Err(Refusal::Unreadable.into());
        }
        let (visitor, keyed) = ticket.counted_as(cookie_came)?;
        let heard = Heard {
            play: ticket.play,
            session: ticket.session,
            edition: ticket.edition,
            visitor,
            keyed,
            enrolment: ticket.enrolment,
            country: ticket.country,
            bot: ticket.bot,
            sequence: beat.sequence,
            from_ms: beat.from_ms,
            to_ms: beat.to_ms,
            rate: beat.rate,
            at: now,
        };
        self.gatherer.beat(heard).await
    }

    async fn secret(&self, now: Instant) -> Result<&[u8]> {
        self.secret
            .get_or_try_init(|| visitor_salt::of_tokens(&self.db, now))
            .await
            .map(Vec::as_slice)
    }
}
