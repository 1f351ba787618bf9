//! An edition: one run of a programme.

use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::{EditionId, Instant, ProgrammeId, Slug, Zone};
use sea_orm::entity::prelude::*;

/// A row of `edition`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EditionId,
    pub programme: ProgrammeId,
    /// unique in its programme
    pub slug: Slug,
    pub kind: EditionKind,
    pub mode: Mode,
    pub publication: Publication,
    /// first day in the edition's zone, `YYYY-MM-DD`
    pub starts_on: String,
    /// last day in the edition's zone, `YYYY-MM-DD`
    pub ends_on: String,
    /// first instant of the first day
    pub starts_at: Instant,
    /// first instant after the last day
    pub ends_at: Instant,
    pub zone: Zone,
    pub place: String,
    pub admission_way: AdmissionWay,
    pub admission_opens_at: Option<Instant>,
    pub admission_closes_at: Option<Instant>,
    /// per cent of a session's effective length that count as attended
    pub attendance_threshold: i32,
    /// version of the attendance rule
    pub rule_version: i32,
    /// counts up with every edit, so that two editors notice each other
    pub version: i32,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
