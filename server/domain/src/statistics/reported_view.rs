//! A count that another platform reports; always a layer of its own.

use model::{Instant, PersonId, ReportedViewId, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `reported_view`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reported_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportedViewId,
    pub session: SessionId,
    /// two letters; empty: not given
    pub country: String,
    pub platform: String,
    /// first day, `YYYY-MM-DD`
    pub period_from: String,
    /// last day
    pub period_until: String,
    pub views: i64,
    /// what the platform counts
    pub definition: String,
    pub proof: String,
    pub recorded_by: Option<PersonId>,
    pub recorded_at: Instant,
    pub withdrawn_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
