//! An elective somebody chose.

use model::{CourseId, EnrolmentId, Instant};
use sea_orm::entity::prelude::*;

/// A row of `course_place`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub course: CourseId,
    pub chosen_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
