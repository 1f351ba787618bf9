//! Who teaches a course, as printed; what they may do is a grant.

use model::{CourseId, PersonId};
use sea_orm::entity::prelude::*;

/// A row of `course_trainer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_trainer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub course: CourseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person: PersonId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
