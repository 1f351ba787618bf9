//! The dossiers of an edition, for its staff: who lacks what.

use std::collections::HashMap;

use model::dossier::Way;
use model::{ApplicationId, Country, EditionId, EnrolmentId, Instant, Language, PersonId, Refusal};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::JoinType;
use sea_orm::{QueryOrder, QuerySelect};

use super::edition_title::titles;
use super::people::may_look;
use super::{
    admission, arrived, emergency_contact, enrolment, invitation, journey, needs, permission, visa,
};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::outbox::{self, Letter};
use crate::{Db, Result, audit};

/// What somebody may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// An invitation letter.
    Letter,
    /// A visa, or the word that none is needed.
    Visa,
    /// A journey there or home.
    Journey,
    /// They are not here yet.
    Arrived,
}

impl Lack {
    /// In the order of the page.
    pub const ALL: [Self; 4] = [Self::Letter, Self::Visa, Self::Journey, Self::Arrived];

    /// As addresses name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Visa => "visa",
            Self::Journey => "travel",
            Self::Arrived => "arrived",
        }
    }

    /// What an address names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lack| lack.as_str() == text)
    }
}

/// What is known of one person's stay.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Their application.
    pub application: ApplicationId,
    /// Nothing for those who see personal data masked; nor are their needs and contact.
    pub name: Option<String>,
    /// Whether it is the visitor.
    pub is_oneself: bool,
    /// The delegation.
    pub country: Country,
    /// Whether a letter invites them.
    pub has_letter: bool,
    /// The letter that holds; it names whom it invites, so not for those who see personal data masked.
    pub invitation: Option<invitation::Model>,
    /// How far the visa has come.
    pub visa: Option<visa::Model>,
    /// When they come.
    pub arrival: Option<journey::Model>,
    /// When they go.
    pub departure: Option<journey::Model>,
    /// What they need.
    pub needs: Option<needs::Model>,
    /// Whom to call.
    pub contact: Option<emergency_contact::Model>,
    /// When they were noted as here.
    pub arrived_at: Option<Instant>,
}

impl Listed {
    /// Whether they lack it.
    #[must_use]
    pub fn lacks(&self, what: Lack) -> bool {
        match what {
            Lack::Letter => !self.has_letter,
            Lack::Visa => !self
                .visa
                .as_ref()
                .is_some_and(|visa| visa.standing.lets_travel()),
            Lack::Journey => self.arrival.is_none() || self.departure.is_none(),
            Lack::Arrived => self.arrived_at.is_none(),
        }
    }
}

/// The dossiers of an edition.
#[derive(Clone, Debug)]
pub struct Dossiers {
    /// The edition.
    pub edition: edition::Model,
    /// Its title.
    pub title: String,
    /// Everybody who has a place, by name.
    pub people: Vec<Listed>,
    /// Whether the visitor may change anything here.
    pub may_change: bool,
}

/// Everybody who has a place, with what they told. Auditors see no names, no needs and no contacts.
pub async fn dossiers(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<Dossiers> {
    may_look(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    let may_change = visitor.coordinates(edition.id);
    Ok(Dossiers {
        title: titles.remove(&edition.id).unwrap_or_default(),
        people: list(db, edition.id, visitor.person_id(), may_change).await?,
        edition,
        may_change,
    })
}

async fn places(db: &Db, edition: EditionId) -> Result<Vec<(enrolment::Model, person::Model)>> {
    let rows = enrolment::Entity::find()
        .join(
            JoinType::InnerJoin,
            enrolment::Entity::belongs_to(person::Entity)
                .from(enrolment::Column::Person)
                .to(person::Column::Id)
                .into(),
        )
        .select_also(person::Entity)
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .order_by_asc(person::Column::PrintedName)
        .order_by_asc(enrolment::Column::Id)
        .all(db.read())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(place, person)| Some((place, person?)))
        .collect())
}

/// The rows of one table that belong to places of an edition.
macro_rules! of_edition {
    ($db:ident, $of:ident, $edition:ident) => {
        $of::Entity::find()
            .join(
                JoinType::InnerJoin,
                $of::Entity::belongs_to(enrolment::Entity)
                    .from($of::Column::Enrolment)
                    .to(enrolment::Column::Id)
                    .into(),
            )
            .filter(enrolment::Column::Edition.eq($edition))
            .filter(enrolment::Column::WithdrawnAt.is_null())
            .all($db.read())
            .await?
    };
}

fn by_place<T>(rows: Vec<T>, place: impl Fn(&T) -> EnrolmentId) -> HashMap<EnrolmentId, T> {
    rows.into_iter().map(|row| (place(&row), row)).collect()
}

async fn list(
    db: &Db,
    edition: EditionId,
    asker: Option<PersonId>,
    may_know: bool,
) -> Result<Vec<Listed>> {
    let letters = of_edition!(db, invitation, edition);
    let letters = letters.into_iter().filter(invitation::Model::is_valid);
    let mut letters = by_place(letters.collect(), |row| row.enrolment);
    let mut visas = by_place(of_edition!(db, visa, edition), |row| row.enrolment);
    let (come, go): (Vec<_>, Vec<_>) = of_edition!(db, journey, edition)
        .into_iter()
        .partition(|row| row.way == Way::Arrival);
    let mut come = by_place(come, |row| row.enrolment);
    let mut go = by_place(go, |row| row.enrolment);
    let mut here = by_place(of_edition!(db, arrived, edition), |row| row.enrolment);
    let (mut needed, mut contacts) = (HashMap::new(), HashMap::new());
    if may_know {
        needed = by_place(of_edition!(db, needs, edition), |row| row.enrolment);
        contacts = by_place(of_edition!(db, emergency_contact, edition), |row| {
            row.enrolment
        });
    }
    let people = places(db, edition).await?;
    Ok(people
        .into_iter()
        .map(|(place, person)| Listed {
            application: place.application,
            is_oneself: Some(person.id) == asker,
            name: may_know.then_some(person.printed_name),
            country: place.delegation,
            has_letter: letters.contains_key(&place.id),
            invitation: letters.remove(&place.id).filter(|_| may_know),
            visa: visas.remove(&place.id),
            arrival: come.remove(&place.id),
            departure: go.remove(&place.id),
            needs: needed.remove(&place.id),
            contact: contacts.remove(&place.id),
            arrived_at: here.remove(&place.id).map(|row| row.at),
        })
        .collect())
}

/// Asks everybody who lacks a journey there or home when they come and go, each once a day; gives how many.
pub async fn ask_for_travel(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    now: Instant,
) -> Result<usize> {
    let actor = permission::may_change(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    if now >= edition.ends_at {
        return Err(Refusal::Closed {
            closed_at: Some(edition.ends_at),
        }
        .into());
    }
    let lacking: Vec<ApplicationId> = list(db, edition.id, Some(actor), true)
        .await?
        .into_iter()
        .filter(|one| one.lacks(Lack::Journey))
        .map(|one| one.application)
        .collect();
    let people = places(db, edition.id).await?;
    let day = crate::clock::wall_of(now, &edition.zone).date();
    let letters: Vec<_> = people
        .iter()
        .filter(|(place, _)| lacking.contains(&place.application))
        .map(|(place, person)| {
            let letter = Letter::TravelAsked {
                edition: edition.id,
                application: place.application,
            };
            (
                person,
                letter,
                format!("travel:{}:{day}", place.application),
            )
        })
        .collect();
    let posted: Vec<_> = letters
        .iter()
        .map(|(person, letter, cause)| (*person, letter, cause.clone()))
        .collect();
    db.write(async |tx| {
        outbox::post_all(tx, &posted, now).await?;
        let detail = posted.len().to_string();
        let subject = edition.id.0;
        audit::note(
            tx,
            Some(actor),
            "ask_for_travel",
            "edition",
            subject,
            &detail,
            now,
        )
        .await
    })
    .await?;
    Ok(letters.len())
}
