//! The seat pools of an edition, as one who holds the edition's lock sees them: whom they still let in, and taking their seats.

use std::collections::{BTreeSet, HashMap};

use model::admissions::{PoolGroup, PoolRule};
use model::{ApplicationId, CourseId, EditionId, PersonId, Refusal, SeatCounterId, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};

use super::pool_group::{Group, Member};
use super::seat_pool::{self, Whose};
use super::{picked_person, seat_claim, seat_counter};
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
        Self::counting(db, edition, Whose::edition(edition.id)).await
    }

    /// Those of an edition or of one of its electives.
    pub(super) async fn counting(
        db: &impl ConnectionTrait,
        edition: &edition::Model,
        whose: Whose,
    ) -> Result<Self> {
        let pools = seat_pool::counting(whose).all(db).await?;
        Self::with_counters(db, edition, pools).await
    }

    /// Those of each elective of an edition that has any.
    pub(super) async fn of_electives(
        db: &impl ConnectionTrait,
        edition: &edition::Model,
    ) -> Result<HashMap<CourseId, Self>> {
        let pools = seat_pool::of_electives(edition.id).all(db).await?;
        if pools.is_empty() {
            return Ok(HashMap::new());
        }
        let all = Self::with_counters(db, edition, pools).await?;
        let mut of: HashMap<CourseId, Self> = HashMap::new();
        for live in all.live {
            if let Some(course) = live.pool.course {
                let theirs = of.entry(course).or_insert_with(|| Self {
                    on: all.on.clone(),
                    live: Vec::new(),
                });
                theirs.live.push(live);
            }
        }
        for pools in of.values_mut() {
            pools.cap();
        }
        Ok(of)
    }

    async fn with_counters(
        db: &impl ConnectionTrait,
        edition: &edition::Model,
        pools: Vec<seat_pool::Model>,
    ) -> Result<Self> {
        let mut counters = counters(db, &pools).await?;
        let pools = with_groups(db, edition.id, pools).await?;
        let mut known = Self::untouched(edition, pools);
        for live in &mut known.live {
            live.counters = counters.remove(&live.pool.id).unwrap_or_default();
        }
        Ok(known)
    }

    /// Pools as if nobody had a seat of them yet, in the order given.
    #[must_use]
    pub fn untouched(edition: &edition::Model, pools: Vec<(seat_pool::Model, Group)>) -> Self {
        let live = pools
            .into_iter()
            .map(|(pool, group)| Live {
                cap: pool.size,
                counters: HashMap::new(),
                pool,
                group,
            })
            .collect();
        let mut untouched = Self {
            on: edition.starts_on.clone(),
            live,
        };
        untouched.cap();
        untouched
    }

    /// What each lets in depends on the total beside it.
    fn cap(&mut self) {
        let total = self
            .live
            .iter()
            .find(|live| live.pool.is_total())
            .map(|live| live.pool.size);
        for live in &mut self.live {
            live.cap = live.pool.cap(total);
        }
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

    /// Why somebody does not fit in: the narrowest pool that has no seat for them.
    #[must_use]
    pub fn no_seat_for(&self, member: &Member) -> Option<Refusal> {
        let narrowest = self
            .without_a_seat_for(member)
            .into_iter()
            .min_by_key(|live| live.cap)?;
        let pool = &narrowest.pool;
        let (counted, value) = match pool.counted {
            PoolGroup::EachCountry => (PoolGroup::Country, member.delegation.code().to_owned()),
            counted => (counted, pool.counted_value.clone()),
        };
        Some(Refusal::NoSeat {
            rule: pool.rule,
            counted,
            value,
            size: pool.size,
        })
    }

    /// Counts somebody in every pool that concerns them, where each has a seat; says whether they are in.
    pub fn let_in(&mut self, member: &Member) -> bool {
        let fits = self.without_a_seat_for(member).is_empty();
        if fits {
            self.count(member);
        }
        fits
    }

    /// Counts somebody who is in, whether or not there is a seat; gives the counters, and whether each is new.
    pub fn count(&mut self, member: &Member) -> Vec<(seat_counter::Model, bool)> {
        let mut counted = Vec::new();
        for live in &mut self.live {
            let Some(name) = live.counter_of(member, &self.on) else {
                continue;
            };
            let is_new = !live.counters.contains_key(&name);
            let (pool, size) = (live.pool.id, live.cap);
            let counter = live.counters.entry(name).or_insert_with_key(|name| {
                let (id, member) = (SeatCounterId::new(), name.clone());
                seat_counter::Model {
                    id,
                    pool,
                    member,
                    taken: 0,
                    size,
                }
            });
            counter.taken += 1;
            counted.push((counter.clone(), is_new));
        }
        counted
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
        let mut new = Vec::new();
        for (counter, is_new) in self.count(member) {
            claimed.push(counter.id);
            if is_new {
                let counter = seat_counter::Model {
                    taken: 0,
                    ..counter
                };
                new.push(counter.into_active_model().reset_all());
            }
        }
        if !new.is_empty() {
            seat_counter::Entity::insert_many(new)
                .exec_without_returning(tx)
                .await?;
        }
        claim(tx, application, &claimed).await?;
        Ok(true)
    }

    /// Takes a seat, or refuses with the pool that has none.
    pub(super) async fn take_or_refuse(
        &mut self,
        tx: &Tx,
        application: ApplicationId,
        member: &Member,
    ) -> Result<()> {
        if self.take(tx, application, member).await? {
            return Ok(());
        }
        let refusal = self.no_seat_for(member).unwrap_or(Refusal::OurFault);
        Err(refusal.into())
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

/// Whom each pool counts, with the people picked for it by hand.
pub(super) async fn with_groups(
    db: &impl ConnectionTrait,
    edition: EditionId,
    pools: Vec<seat_pool::Model>,
) -> Result<Vec<(seat_pool::Model, Group)>> {
    let mut picked = if pools.iter().any(|pool| pool.counted == PoolGroup::Picked) {
        picked(db, edition).await?
    } else {
        HashMap::new()
    };
    pools
        .into_iter()
        .map(|pool| {
            let group = Group::parse(pool.counted, &pool.counted_value)
                .ok_or_else(|| Error::Fault(format!("seat pool {} counts nobody", pool.id)))?;
            let group = match group {
                Group::Picked(_) => Group::Picked(picked.remove(&pool.id).unwrap_or_default()),
                group => group,
            };
            Ok((pool, group))
        })
        .collect()
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
