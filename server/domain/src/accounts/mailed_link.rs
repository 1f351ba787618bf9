//! Links that are used once, within their time: by whoever reads the mail, or was given one by an administrator.

use model::accounts::LinkPurpose;
use model::{Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::person;
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
        LinkPurpose::ConfirmEmail | LinkPurpose::SetPassword => 72,
        LinkPurpose::ResetPassword => 2,
    }
}

/// What sets a password: asked for by its owner, or given by an administrator.
pub const SETS_PASSWORD: &[LinkPurpose] = &[LinkPurpose::ResetPassword, LinkPurpose::SetPassword];

/// Makes a link. Earlier ones of the same purpose stop working, except those that confirm an address: each belongs to a registration of its own.
pub async fn make(
    tx: &Tx,
    person: PersonId,
    email: &str,
    purpose: LinkPurpose,
    now: Instant,
) -> Result<Secret> {
    if purpose != LinkPurpose::ConfirmEmail {
        forget(tx, person, purpose).await?;
    }
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

/// Forgets a person's links of one purpose, used or not, and what belongs to them.
pub async fn forget(tx: &Tx, person: PersonId, purpose: LinkPurpose) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Person.eq(person))
        .filter(Column::Purpose.eq(purpose))
        .exec(tx)
        .await?;
    Ok(())
}

/// A link that would still be taken.
pub async fn good(
    db: &impl ConnectionTrait,
    secret: &str,
    purposes: &[LinkPurpose],
    now: Instant,
) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(hash_of(secret))
        .filter(Column::Purpose.is_in(purposes.iter().copied()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(db)
        .await?)
}

/// Uses a link up, and gives whose it was: of several who use it at once, one.
pub async fn spend(
    tx: &Tx,
    secret: &str,
    purposes: &[LinkPurpose],
    now: Instant,
) -> Result<(Model, person::Model)> {
    let link = good(tx, secret, purposes, now)
        .await?
        .ok_or(Refusal::LinkSpent)?;
    let person = person::locked(tx, link.person).await?;
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::TokenHash.eq(link.token_hash.clone()))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    if used.rows_affected == 0 {
        return Err(Refusal::LinkSpent.into());
    }
    Ok((link, person))
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
