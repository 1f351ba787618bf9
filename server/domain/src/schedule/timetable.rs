//! Timetables: a person's, an edition's, and the page of one session.

use std::collections::{HashMap, HashSet};

use model::{CourseId, EditionId, EnrolmentId, Language, PersonId, Refusal, Role, SessionId};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::entry::{Entry, compose};
use super::{audience, session, session_trainer};
use crate::accounts::Visitor;
use crate::admissions::enrolment;
use crate::attendance::expected::Expected;
use crate::catalogue::{edition, programme};
use crate::{Db, Result};

/// An edition with its sessions, in order of time.
#[derive(Clone, Debug)]
pub struct OfEdition {
    pub edition: edition::Model,
    pub programme: programme::Model,
    pub entries: Vec<Entry>,
}

/// The sessions of the person's editions (of electives those they chose), and those they train.
pub async fn of_person(db: &Db, visitor: &Visitor, reader: Language) -> Result<Vec<Entry>> {
    let person = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db.read())
        .await?;
    let expected = Expected::of_places(db.read(), &places).await?;
    let places: HashMap<EditionId, EnrolmentId> = places
        .into_iter()
        .map(|place| (place.edition, place.id))
        .collect();
    let trained = trained_by(db, visitor, person).await?;
    let sessions = session::Entity::find()
        .filter(
            Condition::any()
                .add(session::Column::Edition.is_in(places.keys().copied()))
                .add(session::Column::Id.is_in(trained.sessions.iter().copied()))
                .add(session::Column::Course.is_in(trained.courses.iter().copied())),
        )
        .all(db.read())
        .await?
        .into_iter()
        .filter(|session| {
            trained.includes(session)
                || places
                    .get(&session.edition)
                    .is_some_and(|place| expected.is_for(session, *place))
        })
        .collect();
    compose(db, visitor, sessions, reader).await
}

/// What a person trains: as printed, and by grants.
struct Trained {
    sessions: HashSet<SessionId>,
    courses: HashSet<CourseId>,
}

impl Trained {
    fn includes(&self, session: &session::Model) -> bool {
        self.sessions.contains(&session.id)
            || session
                .course
                .is_some_and(|course| self.courses.contains(&course))
    }
}

async fn trained_by(db: &Db, visitor: &Visitor, person: PersonId) -> Result<Trained> {
    let printed = session_trainer::Entity::find()
        .filter(session_trainer::Column::Person.eq(person))
        .all(db.read())
        .await?;
    let grants = || {
        visitor
            .grants()
            .iter()
            .filter(|grant| grant.role == Role::Trainer)
    };
    Ok(Trained {
        sessions: printed
            .into_iter()
            .map(|row| row.session)
            .chain(grants().filter_map(|grant| grant.session))
            .collect(),
        courses: grants().filter_map(|grant| grant.course).collect(),
    })
}

/// An edition's sessions, for whoever may know of the edition. What one may watch is told by the audience.
pub async fn of_edition(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    reader: Language,
) -> Result<OfEdition> {
    let edition = edition::Entity::find_by_id(edition)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let programme = programme::Entity::find_by_id(edition.programme)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    entries_of(db, visitor, edition, programme, reader).await
}

/// The same by the edition's address.
pub async fn at_address(
    db: &Db,
    visitor: &Visitor,
    programme: &str,
    edition: &str,
    reader: Language,
) -> Result<OfEdition> {
    let (programme, edition) = edition_at(db, programme, edition).await?;
    entries_of(db, visitor, edition, programme, reader).await
}

async fn entries_of(
    db: &Db,
    visitor: &Visitor,
    edition: edition::Model,
    programme: programme::Model,
    reader: Language,
) -> Result<OfEdition> {
    let sessions = session::Entity::find()
        .filter(session::Column::Edition.eq(edition.id))
        .all(db.read())
        .await?;
    let entries = compose(db, visitor, sessions, reader).await?;
    let oversees = visitor.may_see_figures_of(edition.id);
    if audience::is_hidden(&edition, &programme) && !oversees && entries.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    Ok(OfEdition {
        edition,
        programme,
        entries,
    })
}

async fn edition_at(
    db: &Db,
    programme: &str,
    edition: &str,
) -> Result<(programme::Model, edition::Model)> {
    let programme = programme::Entity::find()
        .filter(programme::Column::Slug.eq(programme))
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let edition = edition::Entity::find()
        .filter(edition::Column::Programme.eq(programme.id))
        .filter(edition::Column::Slug.eq(edition))
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok((programme, edition))
}

/// The session with a number in an edition, for whoever may know of it.
pub async fn session_page(
    db: &Db,
    visitor: &Visitor,
    programme: &str,
    edition: &str,
    number: &str,
    reader: Language,
) -> Result<Entry> {
    let number: i32 = number.parse().map_err(|_| Refusal::NotFound)?;
    let (_, edition) = edition_at(db, programme, edition).await?;
    let session = session::Entity::find()
        .filter(session::Column::Edition.eq(edition.id))
        .filter(session::Column::Number.eq(number))
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    compose(db, visitor, vec![session], reader)
        .await?
        .pop()
        .ok_or_else(|| Refusal::NotFound.into())
}
