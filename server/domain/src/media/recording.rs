//! A recording or stream of a session; at most one is current.

use model::media::RecordingKind;
use model::{Instant, PersonId, RecordingId, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `recording`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recording")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecordingId,
    pub session: SessionId,
    pub kind: RecordingKind,
    /// object key of a file, or a web address
    pub address: String,
    pub content_type: String,
    pub bytes: i64,
    pub duration_ms: Option<i64>,
    pub added_at: Instant,
    pub added_by: Option<PersonId>,
    pub removed_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
