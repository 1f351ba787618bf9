//! Why somebody on a waiting list was passed over: a pool had no seat for them, and one further back fitted.

use model::{ApplicationId, Instant, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};

use crate::{Result, Tx};

/// A row of `passed_over`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passed_over")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application: ApplicationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub pool: SeatPoolId,
    pub times: i32,
    pub last_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Rows a statement.
const CHUNK: usize = 500;

/// Notes for each application the pools that had no seat for it.
pub(super) async fn note(
    tx: &Tx,
    passed: &[(ApplicationId, Vec<SeatPoolId>)],
    now: Instant,
) -> Result<()> {
    let rows: Vec<ActiveModel> = passed
        .iter()
        .flat_map(|(application, pools)| pools.iter().map(move |pool| (*application, *pool)))
        .map(|(application, pool)| ActiveModel {
            application: Set(application),
            pool: Set(pool),
            times: Set(1),
            last_at: Set(now),
        })
        .collect();
    let again = OnConflict::columns([Column::Application, Column::Pool])
        .value(Column::Times, Expr::col((Entity, Column::Times)).add(1))
        .value(Column::LastAt, now)
        .to_owned();
    for some in rows.chunks(CHUNK) {
        Entity::insert_many(some.to_vec())
            .on_conflict(again.clone())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
