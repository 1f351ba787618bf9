//! A roll mark: what a trainer says. A row per change; the last one counts.

use std::collections::HashMap;

use model::attendance::Mark;
use model::{EnrolmentId, Instant, PersonId, RollMarkId, SessionId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use crate::Result;

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

/// The longest reason, in characters.
pub const LONGEST_REASON: u32 = 500;

/// What is said of somebody, without who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub mark: Mark,
    pub late_minutes: Option<i32>,
    pub reason: String,
}

impl Said {
    /// There for the whole length.
    #[must_use]
    pub const fn present() -> Self {
        Self {
            mark: Mark::Present,
            late_minutes: None,
            reason: String::new(),
        }
    }
}

impl Model {
    /// What it says.
    #[must_use]
    pub fn said(&self) -> Said {
        Said {
            mark: self.mark,
            late_minutes: self.late_minutes,
            reason: self.reason.clone(),
        }
    }
}

/// Every mark of a session, the last ones last.
pub async fn of_session(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Model>> {
    let marks = Entity::find().filter(Column::Session.eq(session));
    Ok(in_order(marks).all(db).await?)
}

/// The last ones last.
pub(super) fn in_order(marks: Select<Entity>) -> Select<Entity> {
    marks
        .order_by_asc(Column::MarkedAt)
        .order_by_asc(Column::Id)
}

/// The mark that counts for each enrolment, of marks that come with the last ones last.
#[must_use]
pub fn latest(marks: Vec<Model>) -> HashMap<EnrolmentId, Model> {
    marks
        .into_iter()
        .map(|mark| (mark.enrolment, mark))
        .collect()
}
