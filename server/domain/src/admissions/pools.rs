//! The seat pools of an edition, as one who holds the edition's lock sees them: whom they still let in, and taking their seats.

use std::collections::{BTreeSet, HashMap};

use model::admissions::PoolRule;
use model::{ApplicationId, EditionId, PersonId, SeatCounterId, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};

use super::pool_group::{Group, Member};
use super::{picked_person, seat_claim, seat_counter, seat_pool};
use crate::catalogue::edition;
use crate::{Error, Result, Tx};

/// The pools of an edition that still count.
#[derive(Clone, Debug)]
pub struct Pools {
    /// The day on which countries belong to groups: the edition's first.
    on: String,
    live: Vec<Live>,
}

/// A pool with its counters.
#[derive(Clone, Debug)]
pub struct Live {
    /// Its row.
    pub pool: seat_pool::Model,
    /// Whom it counts, or keeps seats for.
    pub group: Group,
    /// By what they count; a country, where each has its own.
    pub counters: HashMap<String, seat_counter::Model>,
    /// What a counter of it is limited to.
    pub cap: i32,
}

impl Live {
    /// Which of its counters counts somebody; none where the pool does not concern them.
    ///
    /// A maximum counts its group. A reserve keeps seats for its group by counting everybody else.
    fn counter_of(&self, member: &Member, on: &str) -> Option<String> {
        let belongs = self.group.has(member, on);
        match (self.pool.rule, &self.group) {
            (PoolRule::Maximum, Group::EachCountry) => Some(member.delegation.code().to_owned()),
            (PoolRule::Maximum, _) => belongs.then(String::new),
            (PoolRule::Reserve, _) => (!belongs).then(String::new),
        }
    }

    /// Seats left on one of its counters.
    #[must_use]
    pub fn left(&self, counter: &str) -> i32 {
        self.cap - self.taken(counter)
    }

    /// Seats taken of one of its counters.
    #[must_use]
    pub fn taken(&self, counter: &str) -> i32 {
        self.counters
            .get(counter)
            .map_or(0, |counter| counter.taken)
    }
}

impl Pools {
    /// Those of an edition. For a decision, read under the edition's lock.
    pub async fn of(db: &impl ConnectionTrait, edition: &edition::Model) -> Result<Self> {
        let pools = seat_pool::Entity::find()
            .filter(seat_pool::Column::Edition.eq(edition.id))
            .filter(seat_pool::Column::Course.is_null())
            .filter(seat_pool::Column::ReleasedAt.is_null())
            .all(db)
            .await?;
        let mut counters = counters(db, &pools).await?;
        let mut picked = picked(db, edition.id).await?;
        let total = pools
            .iter()
            .find(|pool| pool.is_total())
            .map(|pool| pool.size);
        let live = pools
            .into_iter()
            .map(|pool| {
                let group = Group::parse(pool.counted, &pool.counted_value)
                    .ok_or_else(|| Error::Fault(format!("seat pool {} counts nobody", pool.id)))?;
                Ok(Live {
                    group: match group {
                        Group::Picked(_) => {
                            Group::Picked(picked.remove(&pool.id).unwrap_or_default())
                        }
                        group => group,
                    },
                    counters: counters.remove(&pool.id).unwrap_or_default(),
                    cap: pool.cap(total),
                    pool,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            on: edition.starts_on.clone(),
            live,
        })
    }

    /// Each pool.
    #[must_use]
    pub fn live(&self) -> &[Live] {
        &self.live
    }

    /// Whether nobody at all fits in.
    #[must_use]
    pub fn are_full(&self) -> bool {
        self.live
            .iter()
            .any(|live| live.pool.is_total() && live.left("") <= 0)
    }

    /// The pools that have no seat for somebody; they fit in where there is none.
    #[must_use]
    pub fn without_a_seat_for(&self, member: &Member) -> Vec<&Live> {
        self.live
            .iter()
            .filter(|live| {
                live.counter_of(member, &self.on)
                    .is_some_and(|counter| live.left(&counter) <= 0)
            })
            .collect()
    }

    /// The counter of a pool that counts somebody.
    #[must_use]
    pub fn counter_in(&self, live: &Live, member: &Member) -> Option<String> {
        live.counter_of(member, &self.on)
    }

    /// Takes a seat of every counter that counts somebody, or none; says whether it was taken.
    pub(super) async fn take(
        &mut self,
        tx: &Tx,
        application: ApplicationId,
        member: &Member,
    ) -> Result<bool> {
        if !self.without_a_seat_for(member).is_empty() {
            return Ok(false);
        }
        let mut claimed = Vec::new();
        for live in &mut self.live {
            let Some(counter) = live.counter_of(member, &self.on) else {
                continue;
            };
            let counter = open_counter(tx, live, counter).await?;
            counter.taken += 1;
            claimed.push(counter.id);
        }
        claim(tx, application, &claimed).await?;
        Ok(true)
    }
}

/// A pool's counter, made when it first counts somebody.
async fn open_counter<'a>(
    tx: &Tx,
    live: &'a mut Live,
    member: String,
) -> Result<&'a mut seat_counter::Model> {
    use std::collections::hash_map::Entry;
    match live.counters.entry(member) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(none) => {
            let counter = seat_counter::Model {
                id: SeatCounterId::new(),
                pool: live.pool.id,
                member: none.key().clone(),
                taken: 0,
                size: live.cap,
            };
            seat_counter::Entity::insert(counter.clone().into_active_model().reset_all())
                .exec_without_returning(tx)
                .await?;
            Ok(none.insert(counter))
        }
    }
}

/// One statement for all counters: each is raised where it is below its size, or nothing is.
async fn claim(tx: &Tx, application: ApplicationId, counters: &[SeatCounterId]) -> Result<()> {
    if counters.is_empty() {
        return Ok(());
    }
    let taken = seat_counter::Entity::update_many()
        .col_expr(
            seat_counter::Column::Taken,
            Expr::col(seat_counter::Column::Taken).add(1),
        )
        .filter(seat_counter::Column::Id.is_in(counters.iter().copied()))
        .filter(Expr::col(seat_counter::Column::Taken).lt(Expr::col(seat_counter::Column::Size)))
        .exec(tx)
        .await?;
    if usize::try_from(taken.rows_affected) != Ok(counters.len()) {
        return Err(Error::Fault(format!(
            "a seat for application {application} went in spite of the edition's lock"
        )));
    }
    let claims = counters.iter().map(|counter| seat_claim::ActiveModel {
        application: Set(application),
        counter: Set(*counter),
    });
    seat_claim::Entity::insert_many(claims)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn counters(
    db: &impl ConnectionTrait,
    pools: &[seat_pool::Model],
) -> Result<HashMap<SeatPoolId, HashMap<String, seat_counter::Model>>> {
    let rows = seat_counter::Entity::find()
        .filter(seat_counter::Column::Pool.is_in(pools.iter().map(|pool| pool.id)))
        .all(db)
        .await?;
    let mut counters: HashMap<SeatPoolId, HashMap<_, _>> = HashMap::new();
    for row in rows {
        counters
            .entry(row.pool)
            .or_default()
            .insert(row.member.clone(), row);
    }
    Ok(counters)
}

async fn picked(
    db: &impl ConnectionTrait,
    edition: EditionId,
) -> Result<HashMap<SeatPoolId, BTreeSet<PersonId>>> {
    let rows = picked_person::of_edition(edition).all(db).await?;
    let mut picked: HashMap<SeatPoolId, BTreeSet<_>> = HashMap::new();
    for row in rows {
        picked.entry(row.pool).or_default().insert(row.person);
    }
    Ok(picked)
}
