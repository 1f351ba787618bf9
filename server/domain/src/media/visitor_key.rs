//! Who watches, as far as counting needs to know: a keyed hash that nobody can turn back once its salt is destroyed.

use hmac::{Hmac, KeyInit, Mac};
use model::{EditionId, PersonId, PlayId};
use sha2::Sha256;

use crate::{Error, Result};

/// The first 16 bytes of an HMAC-SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitorKey(pub [u8; 16]);

impl VisitorKey {
    /// Of a person.
    pub fn of_person(salt: &[u8], edition: EditionId, person: PersonId) -> Result<Self> {
        Self::of(salt, edition, "person", person.0.as_bytes())
    }

    /// Of the random id in a first-party cookie.
    pub fn of_cookie(salt: &[u8], edition: EditionId, cookie: &str) -> Result<Self> {
        Self::of(salt, edition, "cookie", cookie.as_bytes())
    }

    /// Of a play that is all there is; such a key counts as a view and never as a unique viewer.
    pub fn of_play(self, play: PlayId) -> Result<Self> {
        hashed(&self.0, &[b"play", play.0.as_bytes()])
    }

    // The edition is part of it, because a salt of a calendar month belongs to several.
    fn of(salt: &[u8], edition: EditionId, kind: &str, id: &[u8]) -> Result<Self> {
        hashed(salt, &[edition.0.as_bytes(), kind.as_bytes(), id])
    }
}

fn hashed(salt: &[u8], parts: &[&[u8]]) -> Result<VisitorKey> {
    let mut mac = Hmac::<Sha256>::new_from_slice(salt)
        .map_err(|error| Error::Fault(format!("no key for visitors: {error}")))?;
    for part in parts {
        mac.update(part);
    }
    let mut key = [0; 16];
    key.copy_from_slice(&mac.finalize().into_bytes()[..16]);
    Ok(VisitorKey(key))
}
