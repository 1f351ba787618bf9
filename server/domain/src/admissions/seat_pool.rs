//! A seat pool: a limit on some of an edition's seats. Taking and giving back happens under the edition's lock.

use model::admissions::{PoolGroup, PoolRule};
use model::{ApplicationId, CourseId, EditionId, Instant, SeatCounterId, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query};

use super::{application, seat_claim, seat_counter};
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
    pub release_at: Option<Instant>,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The most seats an edition can be limited to.
pub const MOST_SEATS: i32 = 1_000_000;

/// The counters that a person in an edition counts in: its total, where it has one.
async fn counters(tx: &Tx, edition: EditionId) -> Result<Vec<seat_counter::Model>> {
    Ok(total(edition).all(tx).await?)
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

/// Takes a seat of every counter the application counts in, or none; says whether it was taken.
pub(super) async fn take(tx: &Tx, application: &application::Model) -> Result<bool> {
    let counters = counters(tx, application.edition).await?;
    if counters.iter().any(|counter| counter.taken >= counter.size) {
        return Ok(false);
    }
    for counter in &counters {
        claim(tx, application.id, counter.id).await?;
    }
    Ok(true)
}

async fn claim(tx: &Tx, application: ApplicationId, counter: SeatCounterId) -> Result<()> {
    let taken = seat_counter::Entity::update_many()
        .col_expr(
            seat_counter::Column::Taken,
            Expr::col(seat_counter::Column::Taken).add(1),
        )
        .filter(seat_counter::Column::Id.eq(counter))
        .filter(Expr::col(seat_counter::Column::Taken).lt(Expr::col(seat_counter::Column::Size)))
        .exec(tx)
        .await?;
    if taken.rows_affected != 1 {
        return Err(Error::Fault(format!(
            "a seat of counter {counter} went in spite of the edition's lock"
        )));
    }
    let row = seat_claim::ActiveModel {
        application: Set(application),
        counter: Set(counter),
    };
    seat_claim::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
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
