//! The lock that everybody takes who touches an edition's seats or its waiting list.

use model::{EditionId, Refusal};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use crate::catalogue::edition;
use crate::{Result, Tx};

/// Locks the edition's row until the transaction ends, and gives it.
///
/// Without it an applicant's conditional update could match nothing and lock nothing, a withdrawal beside it see
/// nobody waiting, and a seat stay empty beside a waiting person. On SQLite the transaction itself is the lock.
pub(super) async fn lock(tx: &Tx, edition: EditionId) -> Result<edition::Model> {
    edition::Entity::find_by_id(edition)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}
