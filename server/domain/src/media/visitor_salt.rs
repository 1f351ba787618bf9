//! A salt of visitor keys: of an edition, or of a calendar month; and the secret that signs tokens.

use jiff::ToSpan;
use model::{Instant, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::catalogue::edition;
use crate::secret::random_bytes;
use crate::{Db, Error, Result, clock};

/// A row of `visitor_salt`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visitor_salt")]
pub struct Model {
    /// `edition:…`, `month:2026-11` or `token`
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    pub salt: Vec<u8>,
    pub created_at: Instant,
    /// when it is destroyed
    pub expires_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Days after an edition's end for which its salt is kept.
const KEPT_DAYS: i64 = 30;
/// The scope of the secret that signs tokens; every server of a cluster reads the same.
const TOKEN: &str = "token";

/// The salt under which visitors of an edition are hashed at `now`: the edition's own until 30 days after it ends,
/// then one of the calendar month (UTC).
pub async fn of_edition(db: &Db, edition: &edition::Model, now: Instant) -> Result<Vec<u8>> {
    let until = edition.ends_at.plus_days(KEPT_DAYS);
    if now < until {
        return kept(db, format!("edition:{}", edition.id), until, now).await;
    }
    let (month, until) = month_of(now)?;
    kept(db, format!("month:{month}"), until, now).await
}

/// The secret that signs tokens.
pub async fn of_tokens(db: &Db, now: Instant) -> Result<Vec<u8>> {
    kept(db, TOKEN.to_owned(), Instant(i64::MAX), now).await
}

/// Destroys the salts whose time is over; gives how many. What was hashed under them can never be told again.
pub async fn destroy_salts(db: &Db, now: Instant) -> Result<u64> {
    db.write(async |tx| {
        let old = Entity::delete_many()
            .filter(Column::ExpiresAt.lte(now))
            .exec(tx)
            .await?;
        Ok(old.rows_affected)
    })
    .await
}

fn month_of(now: Instant) -> Result<(String, Instant)> {
    let day = clock::wall_of(now, &Zone::utc()).date();
    let next = day
        .first_of_month()
        .checked_add(1.month())
        .map_err(|error| Error::Fault(format!("no next month: {error}")))?;
    Ok((
        day.strftime("%Y-%m").to_string(),
        clock::day_begins(next, &Zone::utc()),
    ))
}

/// The salt of a scope. Made when it is first asked for, by whichever server comes first.
async fn kept(db: &Db, scope: String, until: Instant, now: Instant) -> Result<Vec<u8>> {
    if let Some(row) = Entity::find_by_id(scope.clone()).one(db.read()).await?
        && row.expires_at >= until
    {
        return Ok(row.salt);
    }
    let db = db.clone();
    // In a task of its own: pages are reads, and a reader who leaves must not leave a transaction open.
    let made = tokio::spawn(async move { make(&db, scope, until, now).await });
    made.await
        .map_err(|error| Error::Fault(format!("a salt was not made: {error}")))?
}

async fn make(db: &Db, scope: String, until: Instant, now: Instant) -> Result<Vec<u8>> {
    let row = ActiveModel {
        scope: Set(scope.clone()),
        salt: Set(random_bytes()?.to_vec()),
        created_at: Set(now),
        expires_at: Set(until),
    };
    // An edition that was made longer keeps its salt longer.
    let longer = OnConflict::column(Column::Scope)
        .update_column(Column::ExpiresAt)
        .to_owned();
    db.write(async |tx| {
        Entity::insert(row)
            .on_conflict(longer)
            .exec_without_returning(tx)
            .await?;
        let row = Entity::find_by_id(scope).one(tx).await?;
        row.map(|row| row.salt)
            .ok_or_else(|| Error::Fault("a salt vanished".to_owned()))
    })
    .await
}
