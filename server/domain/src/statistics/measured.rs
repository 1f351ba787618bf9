//! What Egret measured itself: the funnel from plays to unique viewers.

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ExprTrait, FromQueryResult, JoinType, QuerySelect, Select};

use super::{Ground, view_total};
use crate::Result;
use crate::media::Whereabouts;

/// Sums of view bins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Measured {
    /// The player started and a first beat arrived.
    pub plays: i64,
    /// Of those, with at least 10 s watched.
    pub long_enough: i64,
    /// Of those, by bots.
    pub bots: i64,
    /// Of the rest, begun 60 minutes or more after the same visitor's last beat.
    pub views: i64,
    /// Distinct visitors of each session, summed over sessions.
    pub session_uniques: i64,
    /// Distinct visitors of each edition, summed over editions.
    pub edition_uniques: i64,
    /// Union of the stretches watched.
    pub watched_ms: i64,
}

impl Measured {
    /// Whole minutes watched.
    #[must_use]
    pub const fn minutes(&self) -> i64 {
        self.watched_ms / 60_000
    }

    /// Plays that were not counted because less than 10 s were watched.
    #[must_use]
    pub const fn too_short(&self) -> i64 {
        self.plays - self.long_enough
    }

    /// Plays that went on with a view begun less than 60 minutes before.
    #[must_use]
    pub const fn continued(&self) -> i64 {
        self.long_enough - self.bots - self.views
    }

    /// Adds another sum.
    pub const fn add(&mut self, other: &Self) {
        self.plays += other.plays;
        self.long_enough += other.long_enough;
        self.bots += other.bots;
        self.views += other.views;
        self.session_uniques += other.session_uniques;
        self.edition_uniques += other.edition_uniques;
        self.watched_ms += other.watched_ms;
    }
}

/// Selects the sums of totals, named as the fields of [`Measured`].
pub(super) fn sums(select: Select<view_total::Entity>) -> Select<view_total::Entity> {
    use view_total::Column;
    [
        (Column::Plays, "plays"),
        (Column::LongEnough, "long_enough"),
        (Column::Bots, "bots"),
        (Column::Views, "views"),
        (Column::SessionUniques, "session_uniques"),
        (Column::EditionUniques, "edition_uniques"),
        (Column::WatchedMs, "watched_ms"),
    ]
    .into_iter()
    .fold(select, |select, (column, name)| {
        select.column_as(sum(column), name)
    })
}

/// A sum as PostgreSQL and SQLite both give it: 64 bits.
pub(super) fn sum(column: impl ColumnTrait) -> Expr {
    ExprTrait::cast_as(ColumnTrait::sum(&column), "bigint")
}

#[derive(FromQueryResult)]
struct Row {
    country: String,
    #[sea_orm(nested)]
    measured: Measured,
}

/// Measured views by detected country; what no list knows and what hides are rows of their own.
pub(super) async fn by_country(
    db: &impl ConnectionTrait,
    ground: &Ground,
) -> Result<Vec<(Whereabouts, Measured)>> {
    let select = view_total::Entity::find()
        .select_only()
        .column(view_total::Column::Country);
    let rows = sums(select)
        .join(JoinType::InnerJoin, view_total::to_session())
        .filter(ground.all_sessions())
        .group_by(view_total::Column::Country)
        .into_model::<Row>()
        .all(db)
        .await?;
    // Codes that are no country (EU, AP) are unknown too.
    let mut countries: BTreeMap<Whereabouts, Measured> = BTreeMap::new();
    for row in rows {
        countries
            .entry(Whereabouts::of_code(&row.country))
            .or_default()
            .add(&row.measured);
    }
    Ok(countries.into_iter().collect())
}
