//! Which version of a form an application answers.

use model::{ApplicationFormId, ApplicationId, Instant};
use sea_orm::entity::prelude::*;

/// A row of `filled_form`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filled_form")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application: ApplicationId,
    pub form: ApplicationFormId,
    /// when it was last saved or sent
    pub saved_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
