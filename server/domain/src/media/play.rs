//! A play: one page load's player.

use model::{EnrolmentId, Instant, PlayId, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `play`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "play")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlayId,
    pub session: SessionId,
    pub visitor_key: Vec<u8>,
    pub enrolment: Option<EnrolmentId>,
    /// detected, two letters; empty: unknown
    pub country: String,
    pub bot: bool,
    /// false: no person and no cookie, the key is the play's own
    pub keyed: bool,
    pub started_at: Instant,
    pub last_beat_at: Instant,
    pub last_sequence: i32,
    pub watched_ms: i64,
    /// began 60 minutes or more after the same visitor's last beat here
    pub starts_view: bool,
    /// reached 10 s; a view if it also starts one
    pub counted: bool,
    /// wall-clock time that passed and that no watched stretch has used up
    pub unspent_ms: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
