//! Nominating somebody: an application in their name, a place in the country's order, and a link by mail.
//!
//! Whether the address has an account makes no difference to what the focal point sees or waits for.

use model::accounts::Sex;
use model::admissions::Standing;
use model::{ApplicationId, EditionId, Instant, Language, PersonId, Reason, Refusal, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::focal_point::{self, FocalPoint};
use super::ladder::By;
use super::nominee::{self, Nominee, TypedNominee};
use super::{application, nomination, nomination_link, nomination_window};
use crate::accounts::{Visitor, attempt, person};
use crate::catalogue::edition;
use crate::{Db, Result, Tx, audit};

/// Nominates one person.
pub async fn nominate(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed: &TypedNominee,
    language: Language,
    now: Instant,
) -> Result<ApplicationId> {
    let focal = focal_point::of(visitor, edition)?;
    let nominee = typed.parse()?;
    db.write(async |tx| {
        let edition = focal_point::locked(tx, &focal).await?;
        nomination_window::may_nominate(&edition, now)?;
        let last = last_order(tx, &focal).await?;
        let place = Place {
            order: last + 1,
            replaces: None,
        };
        name(tx, &focal, &edition, &nominee, place, language, now)
            .await?
            .map_err(|reason| Refusal::field("email", reason).into())
    })
    .await
}

/// Nominates a person a line, all or none, in the order of the lines; gives how many.
pub async fn nominate_lines(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed: &str,
    language: Language,
    now: Instant,
) -> Result<usize> {
    let focal = focal_point::of(visitor, edition)?;
    let nominees = nominee::lines(typed)?;
    db.write(async |tx| {
        let edition = focal_point::locked(tx, &focal).await?;
        nomination_window::may_nominate(&edition, now)?;
        let mut order = last_order(tx, &focal).await?;
        for (line, nominee) in &nominees {
            order += 1;
            let place = Place {
                order,
                replaces: None,
            };
            let named = name(tx, &focal, &edition, nominee, place, language, now).await?;
            if let Err(reason) = named {
                let line = *line;
                let reason = match reason {
                    Reason::OnYourList => Reason::LineOnYourList { line },
                    _ => Reason::LineCannotBeNominated { line },
                };
                return Err(Refusal::field("lines", reason).into());
            }
        }
        Ok(nominees.len())
    })
    .await
}

/// Where in its country's order a nomination stands, and in whose stead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) order: i32,
    pub(super) replaces: Option<ApplicationId>,
}

/// Writes a nomination under the edition's lock, or says why this person cannot be nominated.
///
/// Who has an application here already, was nominated by another country, or is deleted gets the same answer: it must
/// tell a focal point nothing about people who are not theirs.
pub(super) async fn name(
    tx: &Tx,
    focal: &FocalPoint,
    edition: &edition::Model,
    nominee: &Nominee,
    place: Place,
    language: Language,
    now: Instant,
) -> Result<std::result::Result<ApplicationId, Reason>> {
    let key = format!("nominating:{}", focal.person);
    attempt::take_one(tx, &key, attempt::MAILS_PER_NETWORK, now).await??;
    let person = known_or_new(tx, focal, edition, nominee, language, now).await?;
    let Some(person) = person else {
        return Ok(Err(Reason::CannotBeNominated));
    };
    if person.id == focal.person {
        return Ok(Err(Reason::NotYourself));
    }
    if let Some(present) = application::active(tx, edition.id, person.id).await? {
        let on_their_list =
            present.standing != Standing::Draft && present.delegation == focal.country;
        return Ok(Err(if on_their_list {
            Reason::OnYourList
        } else {
            Reason::CannotBeNominated
        }));
    }
    let application = begin(tx, focal, person.id, now).await?;
    write(tx, focal, &application, nominee, place, now).await?;
    nomination_link::mail(tx, application.id, &person, focal.edition, now).await?;
    let (actor, subject) = (Some(focal.person), application.id.0);
    audit::note(tx, actor, "nominate", "application", subject, "", now).await?;
    Ok(Ok(application.id))
}

async fn begin(
    tx: &Tx,
    focal: &FocalPoint,
    person: PersonId,
    now: Instant,
) -> Result<application::Model> {
    let by = By::person(focal.person);
    let standing = Standing::Nominated;
    application::begin(tx, focal.edition, person, standing, focal.country, by, now).await
}

async fn write(
    tx: &Tx,
    focal: &FocalPoint,
    application: &application::Model,
    nominee: &Nominee,
    place: Place,
    now: Instant,
) -> Result<()> {
    let row = nomination::ActiveModel {
        application: Set(application.id),
        edition: Set(focal.edition),
        country: Set(focal.country),
        country_order: Set(Some(place.order)),
        focal_point: Set(focal.person),
        email: Set(nominee.email.clone()),
        printed_name: Set(nominee.printed_name.clone()),
        organisation: Set(nominee.organisation.clone()),
        position: Set(nominee.position.clone()),
        rank: Set(nominee.rank),
        link_hash: Set(None),
        link_made_at: Set(None),
        link_used_at: Set(None),
        replaces: Set(place.replaces),
        nominated_at: Set(now),
    };
    nomination::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The last place of a country's order; 0 where there is none.
async fn last_order(tx: &Tx, focal: &FocalPoint) -> Result<i32> {
    let last = nomination::Entity::find()
        .filter(nomination::Column::Edition.eq(focal.edition))
        .filter(nomination::Column::Country.eq(focal.country))
        .filter(nomination::Column::CountryOrder.is_not_null())
        .order_by_desc(nomination::Column::CountryOrder)
        .one(tx)
        .await?;
    Ok(last.and_then(|last| last.country_order).unwrap_or(0))
}

/// The person with the address; none where they were deleted. A new one stands for the address only: nobody can sign in
/// as them before the link was used, and what is typed here is never written over what a person says of themselves.
async fn known_or_new(
    tx: &Tx,
    focal: &FocalPoint,
    edition: &edition::Model,
    nominee: &Nominee,
    language: Language,
    now: Instant,
) -> Result<Option<person::Model>> {
    let zone = Zone::of_country(focal.country).unwrap_or_else(|| edition.zone.clone());
    let row = person::ActiveModel {
        id: Set(PersonId::new()),
        email: Set(Some(nominee.email.clone())),
        email_confirmed_at: Set(None),
        password_hash: Set(None),
        printed_name: Set(nominee.printed_name.clone()),
        native_name: Set(String::new()),
        country: Set(focal.country),
        organisation: Set(nominee.organisation.clone()),
        position: Set(nominee.position.clone()),
        rank: Set(nominee.rank),
        sex: Set(Sex::Unknown),
        birth_date: Set(None),
        zone: Set(zone),
        language: Set(language),
        about: Set(String::new()),
        created_at: Set(now),
        deleted_at: Set(None),
    };
    person::Entity::insert(row)
        .on_conflict(
            OnConflict::column(person::Column::Email)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    person::find_by_email(tx, &nominee.email).await
}
