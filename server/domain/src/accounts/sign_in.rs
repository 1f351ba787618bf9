//! Sign-ins: a secret in the person's cookie, its hash in a row. Ending the row ends the sign-in at once.

use model::{Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::{attempt, password, person};
use crate::secret::{Secret, hash_of};
use crate::{Db, Result, Tx, audit, typed};

/// A sign-in of one person on one device.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub person: PersonId,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub expires_at: Instant,
    /// What the browser says of itself, shortened; for the person to recognise it.
    pub device: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Characters kept of what a browser says of itself; what tells one from another often comes last.
const LONGEST_DEVICE: usize = 400;

/// Days for which a sign-in lasts when it is not used.
pub const DAYS: i64 = 30;

/// Under what name tries for an account are counted.
#[must_use]
pub fn account_key(email: &str) -> String {
    format!("account:{email}")
}

/// Where a sign-in comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct From<'a> {
    /// The network that asks.
    pub network: &'a str,
    /// What the browser says of itself.
    pub device: &'a str,
    /// The sign-in that this browser had until now; it ends with the new one.
    pub instead_of: Option<&'a [u8]>,
}

/// Signs somebody in and gives the new cookie's secret.
///
/// Wrong address, wrong password and unconfirmed account get the same answer after the same time.
pub async fn sign_in(
    db: &Db,
    typed_email: &str,
    typed_password: &str,
    from: From<'_>,
    now: Instant,
) -> Result<Secret> {
    let email = typed::email(typed_email).map_err(|reason| Refusal::field("email", reason))?;
    let account = account_key(&email);
    let network = format!("address:{}", from.network);
    let names = [
        (account.as_str(), attempt::PER_ACCOUNT),
        (network.as_str(), attempt::PER_NETWORK),
    ];
    let taken = attempt::take(db, &names, now).await?;

    let known = person::find_by_email(db.read(), &email).await?;
    let kept = known
        .as_ref()
        .and_then(|person| person.password_hash.as_deref());
    let fits = password::fits(typed_password, kept).await?;
    let Some(known) = known.filter(|person| fits && person.email_confirmed_at.is_some()) else {
        return Err(Refusal::WrongPassword.into());
    };
    db.write(async |tx| {
        let person = person::locked(tx, known.id).await?;
        // While it was looked at, a new one may have been set: then every older sign-in has ended, and this one does not begin.
        if person.password_hash != known.password_hash || person.email != known.email {
            return Err(Refusal::WrongPassword.into());
        }
        attempt::forget(tx, &account).await?;
        attempt::give_back(tx, &taken).await?;
        let (who, subject) = (Some(person.id), person.id.0);
        audit::note(tx, who, "sign_in", "person", subject, "", now).await?;
        begin_instead(tx, person.id, from, now).await
    })
    .await
}

/// Writes a new sign-in in place of the one that the browser had, if it had one.
pub async fn begin_instead(
    tx: &Tx,
    person: PersonId,
    from: From<'_>,
    now: Instant,
) -> Result<Secret> {
    if let Some(old) = from.instead_of {
        Entity::delete_by_id(old.to_vec()).exec(tx).await?;
    }
    begin(tx, person, from.device, now).await
}

/// Writes a new sign-in.
pub async fn begin(tx: &Tx, person: PersonId, device: &str, now: Instant) -> Result<Secret> {
    let secret = Secret::new()?;
    let row = ActiveModel {
        token_hash: Set(secret.hash()),
        person: Set(person),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now.plus_days(DAYS)),
        device: Set(device.chars().take(LONGEST_DEVICE).collect()),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(secret)
}

/// The sign-in of a cookie's secret, if it still holds.
pub async fn find(db: &impl ConnectionTrait, secret: &str, now: Instant) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(hash_of(secret))
        .filter(Column::ExpiresAt.gt(now))
        .one(db)
        .await?)
}

/// Whether a sign-in that is used now should be noted and last again: once an hour.
#[must_use]
pub fn is_due(sign_in: &Model, now: Instant) -> bool {
    now.since(sign_in.last_seen_at) >= 3_600_000
}

/// Notes that a sign-in was used and lets it last again.
pub async fn keep_alive(db: &Db, token_hash: &[u8], now: Instant) -> Result<()> {
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(Column::LastSeenAt, Expr::value(now))
            .col_expr(Column::ExpiresAt, Expr::value(now.plus_days(DAYS)))
            .filter(Column::TokenHash.eq(token_hash))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Ends one sign-in; without a row nothing happens.
pub async fn end(db: &Db, person: PersonId, token_hash: &[u8]) -> Result<()> {
    db.write(async |tx| {
        Entity::delete_many()
            .filter(Column::TokenHash.eq(token_hash))
            .filter(Column::Person.eq(person))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Ends a person's other sign-ins.
pub async fn end_others(db: &Db, person: PersonId, this: &[u8], now: Instant) -> Result<()> {
    db.write(async |tx| {
        end_all(tx, person, Some(this)).await?;
        audit::note(
            tx,
            Some(person),
            "end_sign_ins",
            "person",
            person.0,
            "",
            now,
        )
        .await
    })
    .await
}

/// Ends all sign-ins of a person, `but` one if given.
pub async fn end_all(tx: &Tx, person: PersonId, but: Option<&[u8]>) -> Result<()> {
    let mut these = Entity::delete_many().filter(Column::Person.eq(person));
    if let Some(but) = but {
        these = these.filter(Column::TokenHash.ne(but));
    }
    these.exec(tx).await?;
    Ok(())
}

/// A person's sign-ins that hold, last used first.
pub async fn of_person(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: Instant,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Person.eq(person))
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::LastSeenAt)
        .all(db)
        .await?)
}

/// Removes sign-ins that have run out; gives how many.
pub async fn sweep(db: &Db, now: Instant) -> Result<u64> {
    db.write(async |tx| {
        let old = Entity::delete_many()
            .filter(Column::ExpiresAt.lte(now))
            .exec(tx)
            .await?;
        Ok(old.rows_affected)
    })
    .await
}
