//! Links sent by mail: used once, within their time, by whoever reads the mail.

use model::accounts::LinkPurpose;
use model::{Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use crate::secret::{Secret, hash_of};
use crate::{Db, Result, Tx};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailed_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub person: PersonId,
    pub purpose: LinkPurpose,
    /// The address it was sent to; it confirms that one only.
    pub email: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Hours for which a link can be used.
#[must_use]
pub const fn hours(purpose: LinkPurpose) -> i64 {
    match purpose {
        LinkPurpose::ConfirmEmail => 72,
        LinkPurpose::ResetPassword => 2,
    }
}

/// Makes a link; earlier ones of the same purpose stop working.
pub async fn make(
    tx: &Tx,
    person: PersonId,
    email: &str,
    purpose: LinkPurpose,
    now: Instant,
) -> Result<Secret> {
    Entity::delete_many()
        .filter(Column::Person.eq(person))
        .filter(Column::Purpose.eq(purpose))
        .exec(tx)
        .await?;
    let secret = Secret::new()?;
    let row = ActiveModel {
        token_hash: Set(secret.hash()),
        person: Set(person),
        purpose: Set(purpose),
        email: Set(email.to_owned()),
        created_at: Set(now),
        expires_at: Set(now.plus_minutes(hours(purpose) * 60)),
        used_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(secret)
}

/// Uses a link up and says whose it was.
pub async fn spend(tx: &Tx, secret: &str, purpose: LinkPurpose, now: Instant) -> Result<Model> {
    let link = Entity::find_by_id(hash_of(secret))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(tx)
        .await?
        .ok_or(Refusal::LinkSpent)?;
    let mut used = link.clone().into_active_model();
    used.used_at = Set(Some(now));
    used.update(tx).await?;
    Ok(link)
}

/// Whether a link would still be taken.
pub async fn is_good(
    db: &impl ConnectionTrait,
    secret: &str,
    purpose: LinkPurpose,
    now: Instant,
) -> Result<bool> {
    Ok(Entity::find_by_id(hash_of(secret))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(db)
        .await?
        .is_some())
}

/// Removes links that ran out a week ago; gives how many.
pub async fn sweep(db: &Db, now: Instant) -> Result<u64> {
    db.write(async |tx| {
        let old = Entity::delete_many()
            .filter(Column::ExpiresAt.lt(now.plus_days(-7)))
            .exec(tx)
            .await?;
        Ok(old.rows_affected)
    })
    .await
}
