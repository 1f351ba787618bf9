//! Random words that are sent to one person, and the hashes of them that we keep.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// 32 random bytes.
pub fn random_bytes() -> Result<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Fault(format!("no random bytes: {error}")))?;
    Ok(bytes)
}

/// A secret that travels in a cookie or a link: 32 random bytes, in base64url.
pub struct Secret(String);

impl Secret {
    /// A new one.
    pub fn new() -> Result<Self> {
        random_bytes().map(|bytes| Self(BASE64URL_NOPAD.encode(&bytes)))
    }

    /// The text that is given to the person.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What we keep of it.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        hash_of(&self.0)
    }
}

/// What we keep of a secret: SHA-256, enough because the secret is long and random.
#[must_use]
pub fn hash_of(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Ten random bytes in base32: sixteen letters and digits that somebody can type from paper.
pub fn short() -> Result<String> {
    let bytes = random_bytes()?;
    Ok(BASE32_NOPAD.encode(&bytes[..10]))
}
