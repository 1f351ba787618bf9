//! A verdict: what evidence and marks amount to under a versioned rule.

use model::{EnrolmentId, Instant, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `verdict`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verdict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    pub rule_version: i32,
    pub present_ms: i64,
    pub length_ms: i64,
    pub attended: bool,
    pub excused: bool,
    pub reached_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
