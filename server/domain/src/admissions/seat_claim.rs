//! A seat that an application claims of a counter.

use model::{ApplicationId, SeatCounterId};
use sea_orm::entity::prelude::*;

/// A row of `seat_claim`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_claim")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application: ApplicationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub counter: SeatCounterId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
