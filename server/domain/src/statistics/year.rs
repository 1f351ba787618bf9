//! Figures of a year. A session belongs to the year of its start in the centre's zone, and so does all that was watched of it.

use model::{Instant, Refusal, Zone};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, JoinType, QuerySelect, QueryTrait, RelationDef};

use super::seen::Seen;
use super::{Gathered, Glance, Ground, ground, left_out};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::clock;
use crate::schedule::session;
use crate::{Db, Result};

/// The years that can be asked for.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=9998;

/// The year that an instant lies in, in a zone.
#[must_use]
pub fn year_of(at: Instant, zone: &Zone) -> i16 {
    clock::wall_of(at, zone).year()
}

/// The year's figures over all that the visitor may see: everything for administrators and auditors, else the editions they coordinate.
pub async fn figures(
    db: &Db,
    visitor: &Visitor,
    year: i16,
    zone: &Zone,
    now: Instant,
) -> Result<Gathered> {
    let ground = ground(db, visitor, year, zone).await?;
    Gathered::on(db.read(), ground, now).await
}

/// What the visitor may see figures of, in this year.
pub async fn ground(db: &Db, visitor: &Visitor, year: i16, zone: &Zone) -> Result<Ground> {
    let seen = Seen::by(visitor)?;
    let whole = in_year(db, year, zone, seen.editions()).await?;
    Ok(Ground {
        partial: seen.is_partial(),
        ..whole
    })
}

/// The figures that everybody may see: of a year that is over.
pub async fn published(db: &Db, year: i16, zone: &Zone, now: Instant) -> Result<Gathered> {
    if year >= year_of(now, zone) {
        return Err(Refusal::NotFound.into());
    }
    let mut gathered = of_all(db, year, zone, now).await?;
    // Nobody outside is told how many drafts there are.
    gathered.ground.left_out.drafts = 0;
    Ok(gathered)
}

/// The few of them that the start page shows.
pub async fn glance(db: &Db, year: i16, zone: &Zone, now: Instant) -> Result<Glance> {
    if year >= year_of(now, zone) {
        return Err(Refusal::NotFound.into());
    }
    let ground = in_year(db, year, zone, Condition::all()).await?;
    Glance::at(db.read(), &ground, now).await
}

/// The figures of all that counts in a year, whoever asks: for the command line.
pub async fn of_all(db: &Db, year: i16, zone: &Zone, now: Instant) -> Result<Gathered> {
    let ground = in_year(db, year, zone, Condition::all()).await?;
    Gathered::on(db.read(), ground, now).await
}

async fn in_year(db: &Db, year: i16, zone: &Zone, seen: Condition) -> Result<Ground> {
    if !YEARS.contains(&year) {
        return Err(Refusal::NotFound.into());
    }
    let (from, until) = clock::year_bounds(year, zone);
    let meeting = session::Entity::find()
        .select_only()
        .column(session::Column::Edition)
        .filter(session::Column::StartsAt.gte(from))
        .filter(session::Column::StartsAt.lt(until))
        .into_query();
    let which = seen.add(edition::Column::Id.in_subquery(meeting));
    let counting = which.clone().add(ground::counting());
    let (editions, left_out) = tokio::try_join!(
        ground::editions(db.read(), counting),
        left_out::editions(db.read(), which),
    )?;
    Ok(Ground {
        between: Some((from, until)),
        left_out,
        ..Ground::of(editions)
    })
}

/// The years that are over and in which sessions were held, the last one first.
pub async fn completed(db: &Db, zone: &Zone, now: Instant) -> Result<Vec<i16>> {
    let (this_year, _) = clock::year_bounds(year_of(now, zone), zone);
    let mut years = Vec::new();
    let mut before = this_year;
    // One step down an index for each year, however many sessions there are.
    while let Some(last) = last_held(db, before, now).await? {
        let year = year_of(last, zone);
        years.push(year);
        (before, _) = clock::year_bounds(year, zone);
    }
    Ok(years)
}

/// The last completed year in which sessions were held.
pub async fn latest(db: &Db, zone: &Zone, now: Instant) -> Result<Option<i16>> {
    let (this_year, _) = clock::year_bounds(year_of(now, zone), zone);
    let last = last_held(db, this_year, now).await?;
    Ok(last.map(|last| year_of(last, zone)))
}

async fn last_held(db: &Db, before: Instant, now: Instant) -> Result<Option<Instant>> {
    use sea_orm::QueryOrder;
    let to_edition: RelationDef = session::Entity::belongs_to(edition::Entity)
        .from(session::Column::Edition)
        .to(edition::Column::Id)
        .into();
    Ok(session::Entity::find()
        .select_only()
        .column(session::Column::StartsAt)
        .join(JoinType::InnerJoin, to_edition)
        .filter(session::Column::StartsAt.lt(before))
        .filter(ground::counting())
        .filter(ground::held(now))
        .order_by_desc(session::Column::StartsAt)
        .limit(1)
        .into_tuple()
        .one(db.read())
        .await?)
}
