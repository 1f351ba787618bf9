//! Who may know of a session, and who may join or watch it.

use model::schedule::Audience;

use super::session;
use crate::accounts::Visitor;
use crate::catalogue::{edition, programme, visible};

/// A draft, or an edition of a draft: staff of its scope only.
#[must_use]
pub fn is_hidden(edition: &edition::Model, programme: &programme::Model) -> bool {
    visible::is_hidden(edition.publication, programme.publication)
}

/// Whether the visitor sees the session even while its edition is hidden.
#[must_use]
pub fn is_staff_of(visitor: &Visitor, session: &session::Model) -> bool {
    visitor.coordinates(session.edition)
        || visitor.is_auditor()
        || visitor.trains(session.id, session.course)
}

/// Whether the session's audience takes the visitor in.
#[must_use]
pub fn admits(visitor: &Visitor, session: &session::Model, enrolled: bool) -> bool {
    let runs_it =
        visitor.coordinates(session.edition) || visitor.trains(session.id, session.course);
    match session.audience {
        Audience::Public => true,
        Audience::SignedIn => visitor.person().is_some(),
        Audience::Enrolled => enrolled || runs_it,
    }
}
