//! A venue: a place where sessions meet.

use model::{Country, HostId, Instant, VenueId, Zone};
use sea_orm::entity::prelude::*;

/// A row of `venue`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "venue")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VenueId,
    pub host: Option<HostId>,
    pub name: String,
    pub address: String,
    pub city: String,
    pub country: Country,
    pub zone: Zone,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
