//! A seat pool: a limit on some of an edition's seats. Taking and giving back happens under the edition's lock.

use std::collections::BTreeMap;

use model::admissions::{PoolGroup, PoolRule, Standing};
use model::{ApplicationId, CourseId, EditionId, Instant, Refusal, SeatCounterId, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query};
use sea_orm::{Condition, QuerySelect, Select};

use super::pool_group::Member;
use super::pools::Pools;
use super::{application, course_place, enrolment, seat_claim, seat_counter};
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
    /// Whether it is the total of its edition or elective.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.counted == PoolGroup::Everybody
    }

    /// Whose seats it limits.
    #[must_use]
    pub const fn whose(&self) -> Whose {
        Whose {
            edition: self.edition,
            course: self.course,
        }
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

/// Whose seats pools limit: an edition's, or those of one of its electives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whose {
    pub edition: EditionId,
    /// The elective; none: the edition itself.
    pub course: Option<CourseId>,
}

impl Whose {
    /// An edition's own.
    #[must_use]
    pub const fn edition(edition: EditionId) -> Self {
        Self {
            edition,
            course: None,
        }
    }

    fn is_theirs(self) -> Condition {
        Condition::all()
            .add(Column::Edition.eq(self.edition))
            .add(match self.course {
                Some(course) => Column::Course.eq(course),
                None => Column::Course.is_null(),
            })
    }
}

/// The pools that count.
pub(super) fn counting(whose: Whose) -> Select<Entity> {
    Entity::find()
        .filter(whose.is_theirs())
        .filter(Column::ReleasedAt.is_null())
}

/// The pools whose cap was lifted.
pub(super) fn released(whose: Whose) -> Select<Entity> {
    Entity::find()
        .filter(whose.is_theirs())
        .filter(Column::ReleasedAt.is_not_null())
}

/// The pools that count of all electives of an edition.
pub(super) fn of_electives(edition: EditionId) -> Select<Entity> {
    Entity::find()
        .filter(Column::Edition.eq(edition))
        .filter(Column::Course.is_not_null())
        .filter(Column::ReleasedAt.is_null())
}

/// The counter of the total; no row where there is no limit.
pub(super) fn total(whose: Whose) -> Select<seat_counter::Entity> {
    seat_counter::Entity::find()
        .join(
            JoinType::InnerJoin,
            seat_counter::Entity::belongs_to(Entity)
                .from(seat_counter::Column::Pool)
                .to(Column::Id)
                .into(),
        )
        .filter(whose.is_theirs())
        .filter(Column::Counted.eq(PoolGroup::Everybody))
}

/// Gives back every seat the application claims: the edition's, and those of electives.
pub(super) async fn give_back(tx: &Tx, application: ApplicationId) -> Result<()> {
    give_back_where(tx, application, Condition::all()).await
}

/// Gives back the seats that the application claims of an elective.
pub(super) async fn give_back_elective(
    tx: &Tx,
    application: ApplicationId,
    course: CourseId,
) -> Result<()> {
    let counters = Query::select()
        .column((seat_counter::Entity, seat_counter::Column::Id))
        .from(seat_counter::Entity)
        .inner_join(
            Entity,
            Expr::col((Entity, Column::Id))
                .equals((seat_counter::Entity, seat_counter::Column::Pool)),
        )
        .and_where(Expr::col((Entity, Column::Course)).eq(course))
        .to_owned();
    let of = seat_claim::Column::Counter.in_subquery(counters);
    give_back_where(tx, application, Condition::all().add(of)).await
}

async fn give_back_where(tx: &Tx, application: ApplicationId, which: Condition) -> Result<()> {
    let claimed = Query::select()
        .column(seat_claim::Column::Counter)
        .from(seat_claim::Entity)
        .and_where(Expr::col(seat_claim::Column::Application).eq(application))
        .cond_where(which.clone())
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
        .filter(which)
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
pub(super) async fn count_in(
    tx: &Tx,
    edition: &edition::Model,
    whose: Whose,
    pool: SeatPoolId,
) -> Result<usize> {
    let pools = Pools::counting(tx, edition, whose).await?;
    let Some(live) = pools.live().iter().find(|live| live.pool.id == pool) else {
        return Ok(0);
    };
    let mut held: BTreeMap<String, Vec<ApplicationId>> = BTreeMap::new();
    for (application, member) in holders(tx, whose).await? {
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

/// Applications that hold seats, with what pools look at: as frozen in the place, else as the application says.
async fn holders(tx: &Tx, whose: Whose) -> Result<Vec<(ApplicationId, Member)>> {
    if let Some(course) = whose.course {
        return choosers(tx, whose.edition, course).await;
    }
    let holding = Standing::ALL
        .iter()
        .copied()
        .filter(|standing| standing.holds_seats());
    let applications = application::Entity::find()
        .filter(application::Column::Edition.eq(whose.edition))
        .filter(application::Column::Standing.is_in(holding))
        .all(tx)
        .await?;
    let mut members = Member::of_all(tx, &applications).await?;
    for place in placed(whose.edition).all(tx).await? {
        if let Some(member) = members.get_mut(&place.application) {
            *member = Member::placed(&place);
        }
    }
    Ok(members.into_iter().collect())
}

fn placed(edition: EditionId) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
}

/// Those with a place who chose an elective.
async fn choosers(
    tx: &Tx,
    edition: EditionId,
    course: CourseId,
) -> Result<Vec<(ApplicationId, Member)>> {
    let chosen = Query::select()
        .column(course_place::Column::Enrolment)
        .from(course_place::Entity)
        .and_where(Expr::col(course_place::Column::Course).eq(course))
        .to_owned();
    let places = placed(edition)
        .filter(enrolment::Column::Id.in_subquery(chosen))
        .all(tx)
        .await?;
    Ok(places
        .iter()
        .map(|place| (place.application, Member::placed(place)))
        .collect())
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
