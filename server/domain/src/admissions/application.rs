//! An application: a person asking for a place in an edition.

use model::admissions::Standing;
use model::{ApplicationId, Country, EditionId, Instant, PersonId};
use sea_orm::entity::prelude::*;

/// A row of `application`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    pub edition: EditionId,
    pub person: PersonId,
    pub standing: Standing,
    pub delegation: Country,
    /// its order on the waiting list; exactly while waiting
    pub queue_number: Option<i64>,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
