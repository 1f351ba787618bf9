//! One's own attendance in an edition.

use model::schedule::SessionState;
use model::{EditionId, Instant, Language, Refusal};
use sea_orm::entity::prelude::*;

use super::completion::{Completion, Demands, verdicts_of};
use super::{presence, session_title, verdict};
use crate::accounts::Visitor;
use crate::admissions::enrolment;
use crate::catalogue::edition;
use crate::schedule::session;
use crate::{Db, Result};

/// What somebody sees of their own attendance.
#[derive(Clone, Debug)]
pub struct Mine {
    pub edition_title: String,
    /// Per cent of a session that count as attended.
    pub threshold: i32,
    pub sessions: Vec<MySession>,
    pub completion: Completion,
}

/// One session that is for them, in time order.
#[derive(Clone, Debug)]
pub struct MySession {
    pub session: session::Model,
    pub title: String,
    pub required: bool,
    pub verdict: Option<verdict::Model>,
}

impl MySession {
    /// Over, without anything that was said or seen.
    #[must_use]
    pub fn is_unrecorded(&self, now: Instant) -> bool {
        self.verdict.is_none()
            && !self.is_cancelled()
            && presence::effective(&self.session).until <= now
    }

    /// Does not take place.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.session.state == SessionState::Cancelled
    }
}

/// The asker's own attendance; nothing to find without a place in the edition.
pub async fn mine(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<Mine> {
    let person = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let db = db.read();
    let enrolment = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let threshold = edition::Entity::find_by_id(edition)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?
        .attendance_threshold;
    let demands = Demands::of(db, edition).await?;
    let verdicts = verdicts_of(db, enrolment.id).await?;
    let mut titles = session_title::of_edition(db, edition, language).await?;
    let completion = demands.completion(enrolment.id, &verdicts);
    let sessions = demands
        .sessions
        .iter()
        .filter(|session| {
            demands.is_for(session, enrolment.id) || verdicts.contains_key(&session.id)
        })
        .map(|session| MySession {
            title: titles.remove(&session.id).unwrap_or_default(),
            required: demands.requires(session, enrolment.id),
            verdict: verdicts.get(&session.id).cloned(),
            session: session.clone(),
        })
        .collect();
    Ok(Mine {
        edition_title: session_title::edition_title(db, edition, language).await?,
        threshold,
        sessions,
        completion,
    })
}
