//! A session: a meeting of an edition.

use model::schedule::{Audience, SessionKind, SessionState};
use model::{CourseId, EditionId, HostId, Instant, SessionId, VenueId, Zone};
use sea_orm::entity::prelude::*;

/// A row of `session`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub edition: EditionId,
    /// a visit or an opening belongs to none
    pub course: Option<CourseId>,
    /// unique in its edition
    pub number: i32,
    pub kind: SessionKind,
    pub audience: Audience,
    pub state: SessionState,
    pub required: bool,
    /// `YYYY-MM-DDTHH:MM` as the clocks of `zone` show it
    pub wall_start: String,
    pub zone: Zone,
    /// derived from wall_start and zone
    pub starts_at: Instant,
    /// starts_at + planned_minutes
    pub ends_at: Instant,
    pub planned_minutes: i32,
    pub effective_starts_at: Option<Instant>,
    pub effective_ends_at: Option<Instant>,
    pub effective_reason: String,
    pub venue: Option<VenueId>,
    /// whom a visit visits
    pub host: Option<HostId>,
    /// where an online session meets
    pub link: String,
    /// rises with every change that calendars must hear of
    pub calendar_sequence: i32,
    pub version: i32,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// When it began: the effective start where one was written down, else the planned one.
    #[must_use]
    pub fn began_at(&self) -> Instant {
        self.effective_starts_at.unwrap_or(self.starts_at)
    }

    /// When it ended, likewise.
    #[must_use]
    pub fn ended_at(&self) -> Instant {
        self.effective_ends_at.unwrap_or(self.ends_at)
    }

    /// Not cancelled, and ended by `now`.
    #[must_use]
    pub fn is_held(&self, now: Instant) -> bool {
        self.state != SessionState::Cancelled && self.ended_at() <= now
    }
}
