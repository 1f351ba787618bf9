//! An answer to one question of a form.

use model::{ApplicationId, FormFieldId};
use sea_orm::entity::prelude::*;

use crate::Result;

/// A row of `application_answer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application: ApplicationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: FormFieldId,
    /// never empty; options by number from 0, several of them with commas between
    pub value: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The answers of an application.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Application.eq(application))
        .all(db)
        .await?)
}
