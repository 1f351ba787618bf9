//! Whether a letter that somebody holds in their hands was issued by us, and still holds.

use model::{Instant, Refusal};
use sea_orm::entity::prelude::*;

use super::invitation::{Column, Entity, Model};
use crate::accounts::attempt::{self, Limit};
use crate::{Db, Result};

/// Wrong numbers from one network; a consulate may sit behind it.
const PER_NETWORK: Limit = Limit {
    most: 30,
    minutes: 15,
};

/// The letter with this number and secret, `EG-2026-000123-SECRET`, valid or not.
///
/// Whoever tries too many that do not exist has to wait; who holds a letter never has to.
pub async fn verify(db: &Db, written: &str, network: &str, now: Instant) -> Result<Model> {
    if let Some(letter) = find(db, written).await? {
        return Ok(letter);
    }
    // A page is a read, which ends when its reader leaves; a write must not end in the middle.
    let (db, key) = (db.clone(), format!("verify:{network}"));
    let noted = tokio::spawn(async move {
        attempt::take(&db, &[(key.as_str(), PER_NETWORK)], now)
            .await
            .map(|_| ())
    });
    noted
        .await
        .map_err(|error| crate::Error::Fault(format!("a try was not noted: {error}")))??;
    Err(Refusal::NotFound.into())
}

async fn find(db: &Db, written: &str) -> Result<Option<Model>> {
    let written = written.trim().to_uppercase();
    let mut parts = written.split('-');
    let (Some("EG"), Some(year), Some(ordinal), Some(secret), None) = (
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
    ) else {
        return Ok(None);
    };
    let (Ok(year), Ok(ordinal)) = (year.parse::<i32>(), ordinal.parse::<i32>()) else {
        return Ok(None);
    };
    Ok(Entity::find()
        .filter(Column::Year.eq(year))
        .filter(Column::Ordinal.eq(ordinal))
        .filter(Column::Secret.eq(secret))
        .one(db.read())
        .await?)
}
