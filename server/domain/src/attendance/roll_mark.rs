//! A roll mark: what a trainer says. A row per change; the last one counts.

use model::attendance::Mark;
use model::{EnrolmentId, Instant, PersonId, RollMarkId, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `roll_mark`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roll_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RollMarkId,
    pub session: SessionId,
    pub enrolment: EnrolmentId,
    pub mark: Mark,
    /// minutes after the effective start; exactly when late
    pub late_minutes: Option<i32>,
    /// never empty when excused
    pub reason: String,
    pub marked_at: Instant,
    pub marked_by: Option<PersonId>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
