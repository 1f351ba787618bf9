//! An edition's seat pools, as its staff see them.

use model::admissions::{PoolGroup, PoolRule};
use model::{Country, EditionId, Language, Refusal, SeatPoolId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::edition_title::titles;
use super::pools::{Live, Pools};
use super::{admission, people, permission, seat_pool};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::{Db, Result};

/// An edition's pools.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The edition.
    pub edition: edition::Model,
    /// Its title.
    pub title: String,
    /// Seats in all.
    pub seats: admission::Seats,
    /// Pools beside the total that count, as they were added.
    pub counting: Vec<Line>,
    /// Pools whose cap was lifted.
    pub released: Vec<seat_pool::Model>,
    /// Seats kept for groups, where that is more than there are: some must then go to people of several groups.
    pub kept_more_than: Option<i32>,
    /// Whether the visitor may change them.
    pub may_change: bool,
}

/// A pool that counts.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its row.
    pub pool: seat_pool::Model,
    /// Seats it lets in, of each counter.
    pub cap: i32,
    /// Seats taken; of a pool with a counter per country, of the fullest.
    pub taken: i32,
    /// The countries that have no seat left, of a pool with a counter per country.
    pub full: Vec<Country>,
}

impl Line {
    fn of(live: &Live) -> Self {
        let counters = live.counters.values();
        let mut full: Vec<Country> = counters
            .clone()
            .filter(|counter| counter.taken >= live.cap)
            .filter_map(|counter| Country::parse(&counter.member))
            .collect();
        full.sort();
        Self {
            cap: live.cap,
            taken: counters.map(|counter| counter.taken).max().unwrap_or(0),
            full: match live.pool.counted {
                PoolGroup::EachCountry => full,
                _ => Vec::new(),
            },
            pool: live.pool.clone(),
        }
    }
}

/// The pools of an edition; for its staff and for auditors.
pub async fn overview(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<Overview> {
    people::may_look(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    let pools = Pools::of(db.read(), &edition).await?;
    let mut counting: Vec<Line> = pools
        .live()
        .iter()
        .filter(|live| !live.pool.is_total())
        .map(Line::of)
        .collect();
    counting.sort_by_key(|line| (line.pool.created_at, line.pool.id));
    let released = seat_pool::Entity::find()
        .filter(seat_pool::Column::Edition.eq(edition.id))
        .filter(seat_pool::Column::ReleasedAt.is_not_null())
        .order_by_asc(seat_pool::Column::ReleasedAt)
        .all(db.read())
        .await?;
    let seats = admission::total(db, edition.id).await?;
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    Ok(Overview {
        title: titles.remove(&edition.id).unwrap_or_default(),
        kept_more_than: kept_more_than(&counting, seats.size),
        may_change: permission::may_change(visitor, edition.id).is_ok(),
        seats,
        counting,
        released,
        edition,
    })
}

/// One pool that counts, with its edition's; for those who may change it.
pub async fn one(
    db: &Db,
    visitor: &Visitor,
    pool: SeatPoolId,
    language: Language,
) -> Result<(Overview, seat_pool::Model)> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let pool = seat_pool::Entity::find_by_id(pool)
        .filter(seat_pool::Column::ReleasedAt.is_null())
        .one(db.read())
        .await?
        .filter(|pool| visitor.may_see_figures_of(pool.edition) && !pool.is_total())
        .ok_or(Refusal::NotFound)?;
    permission::may_change(visitor, pool.edition)?;
    Ok((overview(db, visitor, pool.edition, language).await?, pool))
}

fn kept_more_than(counting: &[Line], total: Option<i32>) -> Option<i32> {
    let kept: i32 = counting
        .iter()
        .filter(|line| line.pool.rule == PoolRule::Reserve)
        .map(|line| line.pool.size)
        .sum();
    total.filter(|total| kept > *total).map(|_| kept)
}
