//! A step of an application's ladder: who, when, why.

use model::admissions::Standing;
use model::{ApplicationId, ApplicationStepId, Instant, PersonId};
use sea_orm::entity::prelude::*;

/// A row of `application_step`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationStepId,
    pub application: ApplicationId,
    pub came_from: Option<Standing>,
    pub went_to: Standing,
    pub at: Instant,
    /// none: Egret itself
    pub actor: Option<PersonId>,
    pub reason: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
