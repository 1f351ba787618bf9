//! Ids that follow from names, so that the demonstration has the same addresses everywhere.

use domain::sea_orm::prelude::Uuid;
use domain::{Error, Result};
use model::Slug;
use sha2::{Digest, Sha256};

/// The id of the thing that a name names: SHA-256 of it, in the shape of a version 8 UUID.
#[must_use]
pub fn id_of(kind: &str, name: &str) -> Uuid {
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest(kind, name)[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Uuid::from_bytes(bytes)
}

/// A key of 32 bytes that follows from a name.
#[must_use]
pub fn digest(kind: &str, name: &str) -> Vec<u8> {
    Sha256::digest(format!("egret demonstration/{kind}/{name}")).to_vec()
}

/// A slug of ours.
pub fn slug(text: &str) -> Result<Slug> {
    text.parse()
        .map_err(|_| Error::Fault(format!("{text} is no slug")))
}
