//! Roll-ups of plays in 15-minute UTC bins, by session and detected country.

use model::SessionId;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, OnConflict};
use sea_orm::{ExprTrait, Iterable};

use super::view_total;
use crate::{Result, Tx};

/// Length of a bin. Every zone is a multiple of it away from UTC.
pub const LENGTH_MS: i64 = 15 * 60_000;
/// Keeps a statement's parameters below what both databases take.
pub(super) const ROWS_A_STATEMENT: usize = 500;

/// A row of `view_bin`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "view_bin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    /// minutes since the epoch / 15
    #[sea_orm(primary_key, auto_increment = false)]
    pub bin: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub country: String,
    pub plays: i64,
    /// plays with at least 10 s
    pub long_enough: i64,
    /// of those, by bots
    pub bots: i64,
    pub views: i64,
    /// visitors first seen in the session in this bin
    pub session_uniques: i64,
    /// visitors first seen in the edition in this bin
    pub edition_uniques: i64,
    pub watched_ms: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds counts to bins and to their totals: the only way to write either. The rows hold what is to be added.
pub async fn add(tx: &Tx, mut bins: Vec<Model>) -> Result<()> {
    // In the order of the key, so that two servers never wait for each other in a circle.
    bins.sort_by(|one, other| {
        (one.session, one.bin, &one.country).cmp(&(other.session, other.bin, &other.country))
    });
    bins.dedup_by(joined);
    view_total::add(tx, &bins).await?;
    let rows: Vec<ActiveModel> = bins.into_iter().map(row).collect();
    for some in rows.chunks(ROWS_A_STATEMENT) {
        Entity::insert_many(some.to_vec())
            .on_conflict(adding())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Adds `later` to `earlier` where both are of one bin: a statement may touch a row only once.
fn joined(later: &mut Model, earlier: &mut Model) -> bool {
    let one_bin = (later.session, later.bin) == (earlier.session, earlier.bin)
        && later.country == earlier.country;
    if one_bin {
        earlier.plays += later.plays;
        earlier.long_enough += later.long_enough;
        earlier.bots += later.bots;
        earlier.views += later.views;
        earlier.session_uniques += later.session_uniques;
        earlier.edition_uniques += later.edition_uniques;
        earlier.watched_ms += later.watched_ms;
    }
    one_bin
}

fn row(bin: Model) -> ActiveModel {
    ActiveModel {
        session: Set(bin.session),
        bin: Set(bin.bin),
        country: Set(bin.country),
        plays: Set(bin.plays),
        long_enough: Set(bin.long_enough),
        bots: Set(bin.bots),
        views: Set(bin.views),
        session_uniques: Set(bin.session_uniques),
        edition_uniques: Set(bin.edition_uniques),
        watched_ms: Set(bin.watched_ms),
    }
}

fn adding() -> OnConflict {
    let key = [Column::Session, Column::Bin, Column::Country];
    let mut on_conflict = OnConflict::columns(key);
    for column in Column::iter()
        .filter(|column| !matches!(column, Column::Session | Column::Bin | Column::Country))
    {
        let added = Expr::col((Alias::new("excluded"), column));
        on_conflict.value(column, Expr::col((Entity, column)).add(added));
    }
    on_conflict
}
