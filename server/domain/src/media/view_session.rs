//! A view session: one visitor watching one session.

use model::{EnrolmentId, Instant, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `view_session`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "view_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub visitor_key: Vec<u8>,
    pub enrolment: Option<EnrolmentId>,
    /// where first seen
    pub country: String,
    pub first_seen_at: Instant,
    pub last_beat_at: Instant,
    pub plays: i32,
    pub views: i32,
    /// union of the watched stretches
    pub watched_ms: i64,
    /// `from-to,from-to` in milliseconds of the recording, sorted, disjoint
    pub stretches: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
