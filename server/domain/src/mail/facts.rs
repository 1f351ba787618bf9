//! What a letter is about, loaded when it is written out, so that it says what is true then.

use model::schedule::SessionState;
use model::{EditionId, Instant, Language, PersonId, Refusal, SessionId, Zone};
use sea_orm::entity::prelude::*;

use crate::Result;
use crate::accounts::person;
use crate::admissions::{enrolment, nomination_window};
use crate::catalogue::{edition, edition_text, programme, venue};
use crate::outbox::{self, Letter};
use crate::schedule::{session, session_text};

/// The facts of one letter.
#[derive(Clone, Debug)]
pub struct Facts {
    /// When it was posted.
    pub written_at: Instant,
    /// Whom it addresses; a person who was deleted since is nobody.
    pub reader: Option<Reader>,
    /// The edition it is about.
    pub edition: Option<AboutEdition>,
    /// The session it is about.
    pub session: Option<AboutSession>,
}

/// Whom a letter addresses.
#[derive(Clone, Debug)]
pub struct Reader {
    pub name: String,
    pub zone: Zone,
}

/// An edition as a letter names it.
#[derive(Clone, Debug)]
pub struct AboutEdition {
    pub title: String,
    /// Its page, on this site.
    pub path: String,
    /// `YYYY-MM-DD`, in the edition's zone.
    pub starts_on: String,
    /// `YYYY-MM-DD`, in the edition's zone.
    pub ends_on: String,
    pub place: String,
    pub zone: Zone,
    /// Until when one nominates and completes.
    pub nominations_close_at: Instant,
}

/// A session as a letter names it.
#[derive(Clone, Debug)]
pub struct AboutSession {
    pub title: String,
    /// Its page, on this site.
    pub path: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub zone: Zone,
    /// Name and city of the venue; empty for an online session.
    pub place: String,
    pub is_cancelled: bool,
    /// Whether the reader has a place in its edition.
    pub reader_is_enrolled: bool,
}

impl Facts {
    /// Loads what `mail` is about, with titles in its language where there are such; refuses when that no longer exists.
    pub async fn of(db: &impl ConnectionTrait, mail: &outbox::Model) -> Result<Self> {
        let language = mail.language;
        let (edition, session) = match mail.letter()? {
            Letter::PlaceGiven { edition, .. }
            | Letter::OnWaitingList { edition, .. }
            | Letter::ApplicationReceived { edition }
            | Letter::PlaceOffered { edition, .. }
            | Letter::LetInLate { edition, .. }
            | Letter::OfferExpired { edition }
            | Letter::Declined { edition, .. }
            | Letter::Withdrawn { edition }
            | Letter::WithdrawnByStaff { edition, .. }
            | Letter::Corrected { edition, .. }
            | Letter::EditionCancelled { edition, .. }
            | Letter::Nominated { edition, .. }
            | Letter::NominationCompleted { edition, .. }
            | Letter::NominationEndorsed { edition }
            | Letter::NominationSubstituted { edition }
            | Letter::NominationWithdrawn { edition, .. }
            | Letter::EditionTakenUp { edition } => {
                (Some(about_edition(db, edition, language).await?), None)
            }
            Letter::SessionMoved { session, .. }
            | Letter::SessionPlaceChanged { session, .. }
            | Letter::SessionAdded { session, .. }
            | Letter::SessionCancelled { session, .. }
            | Letter::SessionTakenUp { session }
            | Letter::TrainerAssigned { session, .. }
            | Letter::TrainerRemoved { session }
            | Letter::SessionReminder { session, .. } => {
                let (edition, session) = about_session(db, session, mail.person, language).await?;
                (Some(edition), Some(session))
            }
            Letter::ConfirmEmail { .. }
            | Letter::AlreadyRegistered
            | Letter::ResetPassword { .. }
            | Letter::PasswordChanged => (None, None),
        };
        let reader = reader(db, mail.person).await?;
        Ok(Self {
            written_at: mail.created_at,
            reader,
            edition,
            session,
        })
    }

    /// Why the letter should not go out any more, for the log and for staff.
    #[must_use]
    pub fn too_late(&self, letter: &Letter, now: Instant) -> Option<&'static str> {
        if self.reader.is_none() {
            return Some("not sent: the person no longer has an account");
        }
        if let Some(hours) = letter.fresh_hours()
            && now.since(self.written_at) >= hours * 3_600_000
        {
            return Some("not sent: its link had run out");
        }
        if let (Letter::Nominated { .. }, Some(edition)) = (letter, &self.edition)
            && edition.nominations_close_at <= now
        {
            return Some("not sent: nominations had closed");
        }
        let session = self.session.as_ref()?;
        match letter {
            Letter::SessionReminder { .. } if session.is_cancelled => {
                Some("not sent: the session was cancelled")
            }
            Letter::SessionReminder { .. } if session.starts_at <= now => {
                Some("not sent: the session had begun")
            }
            Letter::SessionReminder { starts_at, .. }
                if starts_at.is_some_and(|at| at != session.starts_at) =>
            {
                Some("not sent: the session was moved")
            }
            Letter::SessionReminder { .. } if !session.reader_is_enrolled => {
                Some("not sent: the person no longer has a place")
            }
            _ => None,
        }
    }
}

async fn reader(db: &impl ConnectionTrait, person: Option<PersonId>) -> Result<Option<Reader>> {
    let Some(person) = person else {
        return Ok(None);
    };
    let found = person::Entity::find_by_id(person)
        .filter(person::Column::DeletedAt.is_null())
        .one(db)
        .await?;
    Ok(found.map(|person| Reader {
        name: person.printed_name,
        zone: person.zone,
    }))
}

async fn about_edition(
    db: &impl ConnectionTrait,
    id: EditionId,
    language: Language,
) -> Result<AboutEdition> {
    let edition = edition::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let programme = programme::Entity::find_by_id(edition.programme)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let texts = edition_text::Entity::find()
        .filter(edition_text::Column::Edition.eq(id))
        .all(db)
        .await?;
    let titles = texts.into_iter().map(|text| (text.language, text.title));
    Ok(AboutEdition {
        title: best(titles, language),
        path: format!("/programmes/{}/{}", programme.slug, edition.slug),
        nominations_close_at: nomination_window::deadline(&edition),
        zone: edition.zone,
        starts_on: edition.starts_on,
        ends_on: edition.ends_on,
        place: edition.place,
    })
}

async fn about_session(
    db: &impl ConnectionTrait,
    id: SessionId,
    reader: Option<PersonId>,
    language: Language,
) -> Result<(AboutEdition, AboutSession)> {
    let session = session::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let edition = about_edition(db, session.edition, language).await?;
    let texts = session_text::Entity::find()
        .filter(session_text::Column::Session.eq(id))
        .all(db)
        .await?;
    let titles = texts.into_iter().map(|text| (text.language, text.title));
    let place = venue::place_of(db, session.venue).await?;
    let about = AboutSession {
        title: best(titles, language),
        path: format!("{}/sessions/{}", edition.path, session.number),
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        zone: session.zone,
        place,
        is_cancelled: session.state == SessionState::Cancelled,
        reader_is_enrolled: is_enrolled(db, session.edition, reader).await?,
    };
    Ok((edition, about))
}

async fn is_enrolled(
    db: &impl ConnectionTrait,
    edition: EditionId,
    person: Option<PersonId>,
) -> Result<bool> {
    let Some(person) = person else {
        return Ok(false);
    };
    let place = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::WithdrawnAt.is_null());
    Ok(place.one(db).await?.is_some())
}

/// The title in the wanted language, else in English, else in any.
fn best(titles: impl Iterator<Item = (Language, String)>, wanted: Language) -> String {
    titles
        .min_by_key(|(language, _)| match language {
            language if *language == wanted => 0,
            Language::English => 1,
            _ => 2,
        })
        .map(|(_, title)| title)
        .unwrap_or_default()
}
