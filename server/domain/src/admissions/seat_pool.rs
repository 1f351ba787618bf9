//! A seat pool: a limit on some of an edition's seats.

use model::admissions::{PoolGroup, PoolRule};
use model::{CourseId, EditionId, Instant, SeatPoolId};
use sea_orm::entity::prelude::*;

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
