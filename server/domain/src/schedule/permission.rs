//! Who may add and edit sessions.

use model::{CourseId, PersonId, Refusal, SessionId};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;

use super::session;
use crate::accounts::Visitor;
use crate::catalogue::edition;
pub use crate::catalogue::visible::turned_away;
use crate::{Result, Tx};

/// Coordinators add any session of their edition; trainers add those of a course that is theirs.
pub fn may_add(visitor: &Visitor, edition: &edition::Model, course: Option<CourseId>) -> bool {
    visitor.coordinates(edition.id) || course.is_some_and(|course| visitor.trains_course(course))
}

/// Coordinators, and trainers of the session or of its course.
pub fn may_edit(visitor: &Visitor, session: &session::Model) -> bool {
    visitor.coordinates(session.edition) || visitor.trains(session.id, session.course)
}

/// Whether an edited session may lie in `course`: trainers move it only into a course that is theirs.
pub fn may_put_into(visitor: &Visitor, session: &session::Model, course: Option<CourseId>) -> bool {
    course == session.course
        || visitor.coordinates(session.edition)
        || course.is_some_and(|course| visitor.trains_course(course))
}

/// Who asks, signed in.
pub fn actor(visitor: &Visitor) -> Result<PersonId, Refusal> {
    visitor.person_id().ok_or(Refusal::SignInFirst)
}

/// The session and its edition, locked, for somebody who may edit it. A stranger does not learn of a hidden one.
pub async fn editable(
    tx: &Tx,
    visitor: &Visitor,
    id: SessionId,
) -> Result<(session::Model, edition::Model)> {
    actor(visitor)?;
    let session = session::Entity::find_by_id(id)
        // Marks and evidence that only refer to the session need not wait.
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let edition = edition::Entity::find_by_id(session.edition)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if may_edit(visitor, &session) {
        return Ok((session, edition));
    }
    Err(turned_away(tx, &edition).await?.into())
}
