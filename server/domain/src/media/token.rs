//! The signed word of a page's player: which play, whose, from where, until when. Nothing in it comes from the browser.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use model::{EditionId, EnrolmentId, Instant, PlayId, SessionId};
use sha2::Sha256;
use uuid::Uuid;

use super::{VisitorKey, Whereabouts};
use crate::{Error, Result};

/// How long a page's player is heard.
pub const HOURS: i64 = 24;

/// What the visitor key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOf {
    /// A person who is signed in.
    Person,
    /// A cookie; only a beat that brings it shows that the browser keeps it.
    Cookie,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub play: PlayId,
    pub session: SessionId,
    pub edition: EditionId,
    pub visitor: VisitorKey,
    pub key_of: KeyOf,
    pub enrolment: Option<EnrolmentId>,
    /// Detected.
    pub country: Whereabouts,
    pub bot: bool,
    pub expires_at: Instant,
}

const VERSION: u8 = 1;
const WORD: usize = 1 + 16 * 5 + 2 + 1 + 8;
const SIGNATURE: usize = 32;

impl Ticket {
    /// The token: 92 bytes and their HMAC-SHA-256, in base64url.
    pub fn sign(&self, secret: &[u8]) -> Result<String> {
        let mut word = Vec::with_capacity(WORD + SIGNATURE);
        word.push(VERSION);
        for id in [
            self.play.0,
            self.session.0,
            self.edition.0,
            self.enrolment.map_or(Uuid::nil(), |enrolment| enrolment.0),
        ] {
            word.extend_from_slice(id.as_bytes());
        }
        word.extend_from_slice(&self.visitor.0);
        word.extend_from_slice(match self.country {
            Whereabouts::Unknown => b"??",
            known => known.code().as_bytes(),
        });
        word.push(u8::from(self.bot) | (u8::from(self.key_of == KeyOf::Cookie) << 1));
        word.extend_from_slice(&self.expires_at.0.to_be_bytes());
        let signature = signing(secret, &word)?.finalize().into_bytes();
        word.extend_from_slice(&signature);
        Ok(BASE64URL_NOPAD.encode(&word))
    }

    /// The ticket of a token that we signed and that has not expired.
    #[must_use]
    pub fn read(token: &str, secret: &[u8], now: Instant) -> Option<Self> {
        let word = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        if word.len() != WORD + SIGNATURE || word[0] != VERSION {
            return None;
        }
        let (word, signature) = word.split_at(WORD);
        signing(secret, word).ok()?.verify_slice(signature).ok()?;
        let ticket = Self::parse(word)?;
        (now < ticket.expires_at).then_some(ticket)
    }

    fn parse(word: &[u8]) -> Option<Self> {
        let id = |at: usize| Uuid::from_slice(&word[1 + at * 16..17 + at * 16]).ok();
        let rest = &word[1 + 16 * 5..];
        let enrolment = id(3)?;
        Some(Self {
            play: PlayId(id(0)?),
            session: SessionId(id(1)?),
            edition: EditionId(id(2)?),
            visitor: VisitorKey(*id(4)?.as_bytes()),
            key_of: if rest[2] & 2 == 0 {
                KeyOf::Person
            } else {
                KeyOf::Cookie
            },
            enrolment: (!enrolment.is_nil()).then_some(EnrolmentId(enrolment)),
            country: std::str::from_utf8(&rest[..2])
                .ok()
                .map(Whereabouts::of_code)
                .unwrap_or_default(),
            bot: rest[2] & 1 == 1,
            expires_at: Instant(i64::from_be_bytes(rest[3..11].try_into().ok()?)),
        })
    }

    /// The key under which this ticket's beats count, and whether it stands for somebody who can be told apart.
    pub fn counted_as(&self, cookie_came: bool) -> Result<(VisitorKey, bool)> {
        if self.key_of == KeyOf::Cookie && !cookie_came {
            Ok((self.visitor.of_play(self.play)?, false))
        } else {
            Ok((self.visitor, true))
        }
    }
}

fn signing(secret: &[u8], word: &[u8]) -> Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret)
        .map_err(|error| Error::Fault(format!("no key for tokens: {error}")))?;
    mac.update(word);
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_795_510_800_000);

    fn ticket() -> Ticket {
        Ticket {
            play: PlayId::new(),
            session: SessionId::new(),
            edition: EditionId::new(),
            visitor: VisitorKey([7; 16]),
            key_of: KeyOf::Cookie,
            enrolment: Some(EnrolmentId::new()),
            country: Whereabouts::of_code("KE"),
            bot: false,
            expires_at: NOW.plus_minutes(5),
        }
    }

    #[test]
    fn a_token_comes_back_as_it_was_signed() {
        for (enrolment, country, bot, key_of) in [
            (None, Whereabouts::Unknown, true, KeyOf::Person),
            (None, Whereabouts::Anonymiser, false, KeyOf::Person),
            (
                Some(EnrolmentId::new()),
                Whereabouts::of_code("CN"),
                false,
                KeyOf::Cookie,
            ),
        ] {
            let ticket = Ticket {
                enrolment,
                country,
                bot,
                key_of,
                ..ticket()
            };
            let token = ticket.sign(b"secret").unwrap();
            assert_eq!(Ticket::read(&token, b"secret", NOW), Some(ticket));
        }
    }

    #[test]
    fn a_token_that_was_changed_signed_elsewhere_or_has_expired_says_nothing() {
        let token = ticket().sign(b"secret").unwrap();
        assert_eq!(Ticket::read(&token, b"other", NOW), None);
        assert_eq!(Ticket::read(&token, b"secret", NOW.plus_minutes(5)), None);
        assert_eq!(Ticket::read("", b"secret", NOW), None);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Ticket::read(&changed, b"secret", NOW), None, "{at}");
        }
    }
}
