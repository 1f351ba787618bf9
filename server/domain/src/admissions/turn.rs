//! What somebody's turn on a waiting list depends on: the pools that have no seat for them, and who stands before them there.

use model::EditionId;
use model::admissions::{PoolGroup, PoolRule};
use sea_orm::QueryOrder;

use super::pool_group::Member;
use super::pools::{Live, Pools};
use super::{application, waiting_list};
use crate::catalogue::edition;
use crate::{Db, Result};

/// A pool that has no seat for somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldUp {
    /// Whether it caps their group or keeps seats for another.
    pub rule: PoolRule,
    /// Whom it counts.
    pub counted: PoolGroup,
    /// Which of them, as stored; for a counter per country their delegation.
    pub value: String,
    /// Seats it lets in.
    pub cap: i32,
    /// From 1, among those who wait for the same seats.
    pub position: u64,
}

/// Every pool without a seat for an application, the narrowest first; none for somebody who does not wait.
pub(super) async fn held_up_by(
    db: &Db,
    edition: &edition::Model,
    application: &application::Model,
) -> Result<Vec<HeldUp>> {
    let pools = Pools::of(db.read(), edition).await?;
    let waiting = in_order(db, edition.id).await?;
    let Some(place) = waiting.iter().position(|one| one.id == application.id) else {
        return Ok(Vec::new());
    };
    let members = Member::of_all(db.read(), &waiting).await?;
    let Some(member) = members.get(&application.id) else {
        return Ok(Vec::new());
    };
    let before: Vec<&Member> = waiting
        .iter()
        .take(place)
        .filter_map(|one| members.get(&one.id))
        .collect();
    let mut held: Vec<HeldUp> = pools
        .without_a_seat_for(member)
        .into_iter()
        .map(|live| one(&pools, live, member, &before))
        .collect();
    held.sort_by_key(|held| (held.position, held.cap));
    Ok(held)
}

fn one(pools: &Pools, live: &Live, member: &Member, before: &[&Member]) -> HeldUp {
    let counter = pools.counter_in(live, member);
    let same = before
        .iter()
        .filter(|one| pools.counter_in(live, one) == counter)
        .count();
    let value = match live.pool.counted {
        PoolGroup::EachCountry => member.delegation.code().to_owned(),
        _ => live.pool.counted_value.clone(),
    };
    HeldUp {
        rule: live.pool.rule,
        counted: live.pool.counted,
        value,
        cap: live.cap,
        position: same as u64 + 1,
    }
}

async fn in_order(db: &Db, edition: EditionId) -> Result<Vec<application::Model>> {
    Ok(waiting_list::waiting(edition)
        .order_by_asc(application::Column::QueueNumber)
        .all(db.read())
        .await?)
}
