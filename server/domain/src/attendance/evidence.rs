//! Evidence: something that shows a person was there, from-to. Append-only.

use model::attendance::EvidenceSource;
use model::{EnrolmentId, EvidenceId, Instant, PersonId, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `evidence`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvidenceId,
    pub session: SessionId,
    pub enrolment: EnrolmentId,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub source: EvidenceSource,
    pub recorded_by: Option<PersonId>,
    pub recorded_at: Instant,
    pub idempotency_key: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
