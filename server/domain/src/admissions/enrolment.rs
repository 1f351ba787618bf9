//! An enrolment: an accepted place, with what was true then frozen in.

use model::accounts::{Rank, Sex};
use model::{ApplicationId, Country, EditionId, EnrolmentId, Instant, PersonId};
use sea_orm::entity::prelude::*;

/// A row of `enrolment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrolmentId,
    pub application: ApplicationId,
    pub edition: EditionId,
    pub person: PersonId,
    pub delegation: Country,
    pub declared: Country,
    pub rank: Rank,
    pub organisation: String,
    pub sex: Sex,
    pub enrolled_at: Instant,
    pub withdrawn_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
