//! Who may see figures of what. What one may not see is not loaded.

use model::catalogue::Publication;
use model::{CourseId, EditionId, Refusal, Role, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect};

use crate::Result;
use crate::accounts::Visitor;
use crate::catalogue::{course, edition};
use crate::schedule::session;

/// Which editions' figures somebody sees.
pub(super) enum Seen {
    /// All: administrators and auditors.
    All,
    /// The ones they coordinate.
    Only(Vec<EditionId>),
}

impl Seen {
    /// What the visitor sees of figures wider than one edition; refuses those who see none.
    pub(super) fn by(visitor: &Visitor) -> Result<Self, Refusal> {
        if visitor.is_administrator() || visitor.is_auditor() {
            return Ok(Self::All);
        }
        let editions = visitor.coordinated_editions();
        if editions.is_empty() {
            return Err(not_seen(visitor, None));
        }
        Ok(Self::Only(editions))
    }

    pub(super) fn editions(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Only(editions) => {
                Condition::all().add(edition::Column::Id.is_in(editions.iter().copied()))
            }
        }
    }

    pub(super) const fn is_partial(&self) -> bool {
        matches!(self, Self::Only(_))
    }
}

/// The refusal for somebody who may not see a thing: nobody is told of drafts.
pub(super) fn not_seen(visitor: &Visitor, publication: Option<Publication>) -> Refusal {
    match (visitor.person_id(), publication) {
        (None, _) => Refusal::SignInFirst,
        (_, Some(Publication::Draft)) => Refusal::NotFound,
        _ => Refusal::NotAllowed,
    }
}

/// The sessions of an edition that the visitor trains, by their own grant or over their course; none where they train nothing in it.
pub(super) async fn trained(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    edition: EditionId,
) -> Result<Option<Vec<SessionId>>> {
    let trainings = || {
        let grants = visitor.grants().iter();
        grants.filter(|grant| grant.role == Role::Trainer)
    };
    let courses: Vec<CourseId> = trainings().filter_map(|grant| grant.course).collect();
    let sessions: Vec<SessionId> = trainings().filter_map(|grant| grant.session).collect();
    if courses.is_empty() && sessions.is_empty() {
        return Ok(None);
    }
    let trained: Vec<SessionId> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::Edition.eq(edition))
        .filter(
            Condition::any()
                .add(session::Column::Id.is_in(sessions))
                .add(session::Column::Course.is_in(courses.iter().copied())),
        )
        .into_tuple()
        .all(db)
        .await?;
    if !trained.is_empty() {
        return Ok(Some(trained));
    }
    // A course that has no session yet is theirs all the same.
    let theirs = course::Entity::find()
        .filter(course::Column::Edition.eq(edition))
        .filter(course::Column::Id.is_in(courses))
        .one(db)
        .await?;
    Ok(theirs.map(|_| trained))
}
