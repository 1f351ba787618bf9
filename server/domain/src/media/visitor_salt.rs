//! A salt of visitor keys: of an edition, or of a calendar month; and the secret that signs tokens.

use jiff::ToSpan;
use model::{EditionId, EnrolmentId, Instant, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ExprTrait, QuerySelect, QueryTrait};

use super::{edition_viewer, engaged_viewer, play, view_session};
use crate::catalogue::edition;
use crate::schedule::session;
use crate::secret::random_bytes;
use crate::{Db, Error, Result, Tx, clock};

/// A row of `visitor_salt`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visitor_salt")]
pub struct Model {
    /// `edition:…`, `month:2026-11` or `token`
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    pub salt: Vec<u8>,
    pub created_at: Instant,
    /// when it is destroyed; of an edition's, as far as could be told when it was made: the edition's end decides
    pub expires_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Days after an edition's end for which its salt is kept.
const KEPT_DAYS: i64 = 30;
/// What the scope of an edition's salt begins with.
const EDITION: &str = "edition:";
/// Roll-ups are kept in bins so long.
const BIN_MS: i64 = 15 * 60_000;
/// The scope of the secret that signs tokens; every server of a cluster reads the same.
const TOKEN: &str = "token";

/// The salt under which visitors of an edition are hashed at `now`: the edition's own until 30 days after it ends,
/// then one of the calendar month (UTC).
pub async fn of_edition(db: &Db, edition: &edition::Model, now: Instant) -> Result<Vec<u8>> {
    let until = edition.ends_at.plus_days(KEPT_DAYS);
    if now < until {
        return kept(db, format!("{EDITION}{}", edition.id), until, now).await;
    }
    let (month, until) = month_of(now)?;
    kept(db, format!("month:{month}"), until, now).await
}

/// The secret that signs tokens.
pub async fn of_tokens(db: &Db, now: Instant) -> Result<Vec<u8>> {
    kept(db, TOKEN.to_owned(), Instant(i64::MAX), now).await
}

/// Whether an edition has its own salt no more.
pub(super) fn is_long_over(edition: &edition::Model, now: Instant) -> bool {
    edition.ends_at.plus_days(KEPT_DAYS) <= now
}

/// Destroys the salts whose time is over, and what else leads from their keys to people; gives how many.
///
/// An edition that was made shorter or longer since takes its salt along.
pub async fn destroy_salts(db: &Db, now: Instant) -> Result<u64> {
    db.write(async |tx| {
        let salts: Vec<(String, Instant)> = Entity::find()
            .select_only()
            .column(Column::Scope)
            .column(Column::ExpiresAt)
            .into_tuple()
            .all(tx)
            .await?;
        let mut over = Vec::new();
        for (scope, expires_at) in salts {
            match edition_of(&scope) {
                Some(edition) => {
                    let found = edition::Entity::find_by_id(edition).one(tx).await?;
                    if found.is_none_or(|edition| is_long_over(&edition, now)) {
                        sever(tx, edition).await?;
                        over.push(scope);
                    }
                }
                None if expires_at <= now => over.push(scope),
                None => {}
            }
        }
        let destroyed = Entity::delete_many()
            .filter(Column::Scope.is_in(over))
            .exec(tx)
            .await?;
        Ok(destroyed.rows_affected)
    })
    .await
}

fn edition_of(scope: &str) -> Option<EditionId> {
    scope.strip_prefix(EDITION)?.parse().ok()
}

/// Plays forget whose place they belonged to, and times become those of their 15-minute bin: evidence of presence keeps
/// the exact ones, and would tell the key.
async fn sever(tx: &Tx, edition: EditionId) -> Result<()> {
    fn of_its_bin(column: impl ColumnTrait) -> Expr {
        Expr::col(column).sub(Expr::col(column).modulo(BIN_MS))
    }
    let sessions = || {
        session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .filter(session::Column::Edition.eq(edition))
            .into_query()
    };
    use {edition_viewer as ev, engaged_viewer as en, play as p, view_session as vs};
    p::Entity::update_many()
        .col_expr(p::Column::Enrolment, Expr::value(None::<EnrolmentId>))
        .col_expr(p::Column::StartedAt, of_its_bin(p::Column::StartedAt))
        .col_expr(p::Column::LastBeatAt, of_its_bin(p::Column::LastBeatAt))
        .col_expr(p::Column::Unspent, Expr::value(""))
        .filter(p::Column::Session.in_subquery(sessions()))
        .exec(tx)
        .await?;
    vs::Entity::update_many()
        .col_expr(vs::Column::FirstSeenAt, of_its_bin(vs::Column::FirstSeenAt))
        .col_expr(vs::Column::LastBeatAt, of_its_bin(vs::Column::LastBeatAt))
        .col_expr(
            vs::Column::CountedBeatAt,
            of_its_bin(vs::Column::CountedBeatAt),
        )
        .filter(vs::Column::Session.in_subquery(sessions()))
        .exec(tx)
        .await?;
    en::Entity::update_many()
        .col_expr(en::Column::FirstSeenAt, of_its_bin(en::Column::FirstSeenAt))
        .filter(en::Column::Session.in_subquery(sessions()))
        .exec(tx)
        .await?;
    ev::Entity::update_many()
        .col_expr(ev::Column::FirstSeenAt, of_its_bin(ev::Column::FirstSeenAt))
        .filter(ev::Column::Edition.eq(edition))
        .exec(tx)
        .await?;
    Ok(())
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
    if let Some(row) = Entity::find_by_id(scope.clone()).one(db.read()).await? {
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
    let first_wins = OnConflict::column(Column::Scope).do_nothing().to_owned();
    db.write(async |tx| {
        Entity::insert(row)
            .on_conflict(first_wins)
            .exec_without_returning(tx)
            .await?;
        let row = Entity::find_by_id(scope).one(tx).await?;
        row.map(|row| row.salt)
            .ok_or_else(|| Error::Fault("a salt vanished".to_owned()))
    })
    .await
}
