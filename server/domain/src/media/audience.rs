//! Who may watch a session: by the schedule's rule, and with the refusal that fits.

use model::schedule::SessionState;
use model::{EnrolmentId, Refusal, SessionId};
use sea_orm::entity::prelude::*;

use crate::accounts::Visitor;
use crate::admissions::enrolment;
use crate::catalogue::{edition, programme};
use crate::schedule::{audience, session};
use crate::{Db, Result};

/// A session that somebody may watch, and as what.
#[derive(Clone, Debug)]
pub struct Admitted {
    pub session: session::Model,
    pub edition: edition::Model,
    /// Their place in the edition, if they have one.
    pub enrolment: Option<EnrolmentId>,
}

/// Lets a visitor in, or says why not: a session that the public cannot know of is not found,
/// one that is for signed-in people asks to sign in, one for enrolled people is refused to others.
pub async fn admit(db: &Db, visitor: &Visitor, id: SessionId) -> Result<Admitted> {
    let session = session::Entity::find_by_id(id)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let edition = edition::Entity::find_by_id(session.edition)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let enrolment = place_of(db, visitor, &edition).await?;
    let admitted = Admitted {
        session,
        edition,
        enrolment,
    };
    if runs(visitor, &admitted.session) {
        return Ok(admitted);
    }
    let hidden = is_hidden_in_its_programme(db, &admitted.edition).await?;
    if admitted.session.state == SessionState::Cancelled
        || (hidden && !audience::is_staff_of(visitor, &admitted.session))
    {
        return Err(Refusal::NotFound.into());
    }
    if audience::admits(visitor, &admitted.session, admitted.enrolment.is_some()) {
        return Ok(admitted);
    }
    Err(match visitor.person() {
        None => Refusal::SignInFirst,
        Some(_) => Refusal::NotAllowed,
    }
    .into())
}

/// Trains it, coordinates its edition, or is an administrator: sees drafts, and may change the recording.
#[must_use]
pub fn runs(visitor: &Visitor, session: &session::Model) -> bool {
    visitor.coordinates(session.edition) || visitor.trains(session.id, session.course)
}

async fn is_hidden_in_its_programme(db: &Db, edition: &edition::Model) -> Result<bool> {
    let programme = programme::Entity::find_by_id(edition.programme)
        .one(db.read())
        .await?;
    Ok(programme.is_none_or(|programme| audience::is_hidden(edition, &programme)))
}

async fn place_of(
    db: &Db,
    visitor: &Visitor,
    edition: &edition::Model,
) -> Result<Option<EnrolmentId>> {
    let Some(person) = visitor.person_id() else {
        return Ok(None);
    };
    Ok(enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition.id))
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .one(db.read())
        .await?
        .map(|place| place.id))
}
