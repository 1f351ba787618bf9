//! Participants: enrolled, not withdrawn, present at least once.

use model::accounts::{Rank, Sex};
use model::schedule::SessionState;
use model::{Country, EditionId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{Condition, ExprTrait, FromQueryResult, JoinType, QuerySelect, QueryTrait, Select};

use super::Ground;
use crate::Result;
use crate::admissions::enrolment;
use crate::attendance::verdict;
use crate::schedule::session;

/// A place whose person was there, with what was frozen in it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Place {
    pub edition: EditionId,
    pub person: PersonId,
    pub delegation: Country,
    pub declared: Country,
    pub rank: Rank,
    pub sex: Sex,
}

/// The places that make somebody a participant on this ground.
pub(super) async fn places(db: &impl ConnectionTrait, ground: &Ground) -> Result<Vec<Place>> {
    Ok(with_a_participant(ground)
        .columns([
            enrolment::Column::Edition,
            enrolment::Column::Person,
            enrolment::Column::Delegation,
            enrolment::Column::Declared,
            enrolment::Column::Rank,
            enrolment::Column::Sex,
        ])
        .into_model::<Place>()
        .all(db)
        .await?)
}

/// How many people these are, and of how many delegations.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub(super) struct HowMany {
    pub(super) participants: i64,
    pub(super) delegations: i64,
}

/// Counts them without loading them.
pub(super) async fn how_many(db: &impl ConnectionTrait, ground: &Ground) -> Result<HowMany> {
    let distinct =
        |column: enrolment::Column| Expr::col((enrolment::Entity, column)).count_distinct();
    let counted = with_a_participant(ground)
        .column_as(distinct(enrolment::Column::Person), "participants")
        .column_as(distinct(enrolment::Column::Delegation), "delegations")
        .into_model::<HowMany>()
        .one(db)
        .await?;
    Ok(counted.unwrap_or_default())
}

fn with_a_participant(ground: &Ground) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .select_only()
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .filter(enrolment::Column::Edition.is_in(ground.ids()))
        .filter(enrolment::Column::Id.in_subquery(present(ground)))
}

/// Enrolments with a verdict of presence, however short, in a session that was not cancelled.
pub(super) fn present(ground: &Ground) -> SelectStatement {
    let to_session = verdict::Entity::belongs_to(session::Entity)
        .from(verdict::Column::Session)
        .to(session::Column::Id)
        .into();
    verdict::Entity::find()
        .select_only()
        .column(verdict::Column::Enrolment)
        .join(JoinType::InnerJoin, to_session)
        .filter(ground.all_sessions())
        .filter(session::Column::State.eq(SessionState::Planned))
        .filter(
            Condition::any()
                .add(verdict::Column::Attended.eq(true))
                .add(verdict::Column::PresentMs.gt(0)),
        )
        .into_query()
}
