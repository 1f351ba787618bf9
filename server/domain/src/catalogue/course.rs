//! A course: a subject taught in an edition.

use model::{CourseId, EditionId, Instant, Slug};
use sea_orm::entity::prelude::*;

/// A row of `course`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseId,
    pub edition: EditionId,
    /// unique in its edition
    pub slug: Slug,
    /// or elective
    pub required: bool,
    /// order in the edition
    pub place: i32,
    pub cancelled_at: Option<Instant>,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
