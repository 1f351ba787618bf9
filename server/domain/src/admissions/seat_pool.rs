//! A seat pool: a limit on some of an edition's seats. Taking and giving back happens under the edition's lock.

use std::collections::BTreeMap;

use model::admissions::{PoolGroup, PoolRule, Standing};
use model::{ApplicationId, CourseId, EditionId, Instant, Refusal, SeatCounterId, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query};

use super::pool_group::Member;
use super::pools::Pools;
use super::{application, enrolment, seat_claim, seat_counter};
use crate::catalogue::edition;
use crate::{Error, Result, Tx};

/// A row of `seat_pool`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_pool")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeatPoolId,
    pub edition: EditionId,
    pub course: Option<CourseId>,
    pub rule: PoolRule,
    pub counted: PoolGroup,
    pub counted_value: String,
    /// seats of a maximum, or seats kept by a reserve
    pub size: i32,
    /// when the cap is to be lifted
    pub release_at: Option<Instant>,
    /// when it was lifted: the pool counts nobody any more
    pub released_at: Option<Instant>,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The most seats an edition can be limited to.
pub const MOST_SEATS: i32 = 1_000_000;

impl Model {
    /// Whether it is the edition's total.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.counted == PoolGroup::Everybody && self.course.is_none()
    }

    /// What its counters are limited to, in an edition with so many seats in all.
    #[must_use]
    pub fn cap(&self, total: Option<i32>) -> i32 {
        match self.rule {
            PoolRule::Maximum => self.size,
            PoolRule::Reserve => total.unwrap_or(MOST_SEATS) - self.size,
        }
    }
}

/// The counter of an edition's total; no row where there is no limit.
pub(super) fn total(edition: EditionId) -> sea_orm::Select<seat_counter::Entity> {
    seat_counter::Entity::find()
        .join(
            JoinType::InnerJoin,
            seat_counter::Entity::belongs_to(Entity)
                .from(seat_counter::Column::Pool)
                .to(Column::Id)
                .into(),
        )
        .filter(Column::Edition.eq(edition))
        .filter(Column::Course.is_null())
        .filter(Column::Counted.eq(PoolGroup::Everybody))
}

/// Gives back every seat the application claims.
pub(super) async fn give_back(tx: &Tx, application: ApplicationId) -> Result<()> {
    let claimed = Query::select()
        .column(seat_claim::Column::Counter)
        .from(seat_claim::Entity)
        .and_where(Expr::col(seat_claim::Column::Application).eq(application))
        .to_owned();
    let given = seat_counter::Entity::update_many()
        .col_expr(
            seat_counter::Column::Taken,
            Expr::col(seat_counter::Column::Taken).sub(1),
        )
        .filter(seat_counter::Column::Id.in_subquery(claimed))
        .exec(tx)
        .await?;
    let claims = seat_claim::Entity::delete_many()
        .filter(seat_claim::Column::Application.eq(application))
        .exec(tx)
        .await?;
    if given.rows_affected != claims.rows_affected {
        return Err(Error::Fault(format!(
            "application {application} claims a counter that is gone"
        )));
    }
    Ok(())
}

/// Counts everybody who holds a seat already in a pool that is new; refuses where more are in than it
/// lets in. Gives how many counters that made.
pub(super) async fn count_in(tx: &Tx, edition: &edition::Model, pool: SeatPoolId) -> Result<usize> {
    let pools = Pools::of(tx, edition).await?;
    let Some(live) = pools.live().iter().find(|live| live.pool.id == pool) else {
        return Ok(0);
    };
    let mut held: BTreeMap<String, Vec<ApplicationId>> = BTreeMap::new();
    for (application, member) in holders(tx, edition.id).await? {
        if let Some(counter) = pools.counter_in(live, &member) {
            held.entry(counter).or_default().push(application);
        }
    }
    let counters = held.len();
    for (counter, applications) in held {
        let taken = i32::try_from(applications.len()).unwrap_or(i32::MAX);
        if taken > live.cap {
            return Err(Refusal::BelowTaken { taken }.into());
        }
        let id = SeatCounterId::new();
        let row = seat_counter::ActiveModel {
            id: Set(id),
            pool: Set(pool),
            member: Set(counter),
            taken: Set(taken),
            size: Set(live.cap),
        };
        seat_counter::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        claim_all(tx, id, &applications).await?;
    }
    Ok(counters)
}

/// In pieces: a statement takes a limited number of values.
async fn claim_all(tx: &Tx, counter: SeatCounterId, applications: &[ApplicationId]) -> Result<()> {
    for some in applications.chunks(1_000) {
        let claims = some.iter().map(|application| seat_claim::ActiveModel {
            application: Set(*application),
            counter: Set(counter),
        });
        seat_claim::Entity::insert_many(claims)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Applications that hold seats, with what pools look at: as frozen in the place, else as the profile says.
async fn holders(tx: &Tx, edition: EditionId) -> Result<Vec<(ApplicationId, Member)>> {
    let holding = Standing::ALL
        .iter()
        .copied()
        .filter(|standing| standing.holds_seats());
    let applications = application::Entity::find()
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::Standing.is_in(holding))
        .all(tx)
        .await?;
    let mut members = Member::of_all(tx, &applications).await?;
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(tx)
        .await?;
    for place in places {
        if let Some(member) = members.get_mut(&place.application) {
            *member = Member::placed(&place);
        }
    }
    Ok(members.into_iter().collect())
}

/// Gives a pool another size and its counters another cap; refused where more seats are taken.
pub(super) async fn resize(tx: &Tx, pool: &Model, size: i32, cap: i32) -> Result<()> {
    let counters = seat_counter::Entity::find()
        .filter(seat_counter::Column::Pool.eq(pool.id))
        .all(tx)
        .await?;
    if let Some(fullest) = counters.iter().max_by_key(|counter| counter.taken)
        && fullest.taken > cap
    {
        let taken = fullest.taken;
        return Err(Refusal::BelowTaken { taken }.into());
    }
    if cap < 0 {
        return Err(Refusal::BelowReserved.into());
    }
    seat_counter::Entity::update_many()
        .col_expr(seat_counter::Column::Size, Expr::value(cap))
        .filter(seat_counter::Column::Pool.eq(pool.id))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::Size, Expr::value(size))
        .filter(Column::Id.eq(pool.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes what a pool claims back and forgets its counters; the pool itself stays.
pub(super) async fn stop_counting(tx: &Tx, pool: SeatPoolId) -> Result<()> {
    let counters = Query::select()
        .column(seat_counter::Column::Id)
        .from(seat_counter::Entity)
        .and_where(Expr::col(seat_counter::Column::Pool).eq(pool))
        .to_owned();
    seat_claim::Entity::delete_many()
        .filter(seat_claim::Column::Counter.in_subquery(counters))
        .exec(tx)
        .await?;
    seat_counter::Entity::delete_many()
        .filter(seat_counter::Column::Pool.eq(pool))
        .exec(tx)
        .await?;
    Ok(())
}
