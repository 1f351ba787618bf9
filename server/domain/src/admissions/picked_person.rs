//! Somebody whom a pool counts because they were picked by hand.

use model::{EditionId, PersonId, SeatPoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::JoinType;
use sea_orm::{QuerySelect, Select};

use super::seat_pool;

/// A row of `picked_person`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "picked_person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pool: SeatPoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person: PersonId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Everybody picked for a pool of an edition.
pub(super) fn of_edition(edition: EditionId) -> Select<Entity> {
    let to_pool: RelationDef = Entity::belongs_to(seat_pool::Entity)
        .from(Column::Pool)
        .to(seat_pool::Column::Id)
        .into();
    Entity::find()
        .join(JoinType::InnerJoin, to_pool)
        .filter(seat_pool::Column::Edition.eq(edition))
}
