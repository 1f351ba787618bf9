//! A counter of a seat pool: `0 <= taken <= size`, in the schema too.

use model::{SeatCounterId, SeatPoolId};
use sea_orm::entity::prelude::*;

/// A row of `seat_counter`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_counter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeatCounterId,
    pub pool: SeatPoolId,
    /// empty, or the country of a counter per country
    pub member: String,
    pub taken: i32,
    pub size: i32,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
