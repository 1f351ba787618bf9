//! Participants: enrolled, not withdrawn, present at least once.

use model::accounts::{Rank, Sex};
use model::schedule::SessionState;
use model::{Country, EditionId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, FromQueryResult, JoinType, QuerySelect, QueryTrait};

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
    Ok(enrolment::Entity::find()
        .select_only()
        .columns([
            enrolment::Column::Edition,
            enrolment::Column::Person,
            enrolment::Column::Delegation,
            enrolment::Column::Declared,
            enrolment::Column::Rank,
            enrolment::Column::Sex,
        ])
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .filter(enrolment::Column::Edition.is_in(ground.ids()))
        .filter(enrolment::Column::Id.in_subquery(present(ground)))
        .into_model::<Place>()
        .all(db)
        .await?)
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
