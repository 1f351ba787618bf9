//! The seat pools of an edition or an elective, as staff see them.

use model::admissions::{PoolGroup, PoolRule};
use model::{Country, CourseId, EditionId, Language, Refusal, SeatPoolId};
use sea_orm::QueryOrder;

use super::edition_title::titles;
use super::my_editions::course_titles;
use super::pools::{Live, Pools};
use super::seat_pool::{self, Whose};
use super::{admission, people, permission, pool_setup};
use crate::accounts::Visitor;
use crate::catalogue::{course, edition};
use crate::{Db, Result};

/// An edition's pools.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The edition.
    pub edition: edition::Model,
    /// Whose pools these are.
    pub whose: Whose,
    /// The title of the edition, or of the elective.
    pub title: String,
    /// The title of the edition.
    pub edition_title: String,
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
    let mut titles = titles(db.read(), vec![edition], language).await?;
    let title = titles.remove(&edition).unwrap_or_default();
    let whose = Whose::edition(edition);
    load(db, visitor, whose, title.clone(), title).await
}

/// The pools of an elective; for its edition's staff and for auditors.
pub async fn overview_of_elective(
    db: &Db,
    visitor: &Visitor,
    course: CourseId,
    language: Language,
) -> Result<Overview> {
    let course = course::for_staff(db.read(), visitor, course).await?;
    if course.required {
        return Err(Refusal::NotFound.into());
    }
    let mut editions = titles(db.read(), vec![course.edition], language).await?;
    let edition_title = editions.remove(&course.edition).unwrap_or_default();
    let mut titles = course_titles(db.read(), &[course.id], language).await?;
    let title = titles.remove(&course.id).unwrap_or_default();
    let whose = Whose {
        edition: course.edition,
        course: Some(course.id),
    };
    load(db, visitor, whose, title, edition_title).await
}

async fn load(
    db: &Db,
    visitor: &Visitor,
    whose: Whose,
    title: String,
    edition_title: String,
) -> Result<Overview> {
    let (edition, _) = admission::visible(db, visitor, whose.edition).await?;
    let pools = Pools::counting(db.read(), &edition, whose).await?;
    let mut counting: Vec<Line> = pools
        .live()
        .iter()
        .filter(|live| !live.pool.is_total())
        .map(Line::of)
        .collect();
    counting.sort_by_key(|line| (line.pool.created_at, line.pool.id));
    let released = seat_pool::released(whose)
        .order_by_asc(seat_pool::Column::ReleasedAt)
        .all(db.read())
        .await?;
    let seats = admission::total_of(db, whose).await?;
    Ok(Overview {
        whose,
        title,
        edition_title,
        kept_more_than: kept_more_than(&counting, seats.size),
        may_change: permission::may_change(visitor, edition.id).is_ok(),
        seats,
        counting,
        released,
        edition,
    })
}

/// One pool that counts, with those beside it; for those who may change it.
pub async fn one(
    db: &Db,
    visitor: &Visitor,
    pool: SeatPoolId,
    language: Language,
) -> Result<(Overview, seat_pool::Model)> {
    let (pool, _) = pool_setup::changeable(db, visitor, pool).await?;
    let overview = match pool.course {
        Some(course) => overview_of_elective(db, visitor, course, language).await?,
        None => overview(db, visitor, pool.edition, language).await?,
    };
    Ok((overview, pool))
}

fn kept_more_than(counting: &[Line], total: Option<i32>) -> Option<i32> {
    let kept: i32 = counting
        .iter()
        .filter(|line| line.pool.rule == PoolRule::Reserve)
        .map(|line| line.pool.size)
        .sum();
    total.filter(|total| kept > *total).map(|_| kept)
}
