//! The people of an edition, as its staff see them: who has a place, who waits, who withdrew.

use std::collections::HashMap;

use model::accounts::{Rank, Sex};
use model::admissions::Standing;
use model::{ApplicationId, Country, EditionId, Instant, Language, PersonId, Refusal, Slug};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{PaginatorTrait, QueryOrder, QuerySelect};

use super::admission::{self, Seats};
use super::edition_title::titles;
use super::{application, enrolment, permission, waiting_list};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::{Db, Result};

/// How many people a page lists.
pub const PER_PAGE: u64 = 100;

/// Which people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Where their application stands.
    pub standing: Standing,
    /// Their delegation; none: all.
    pub country: Option<Country>,
}

/// One person of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Their application.
    pub application: ApplicationId,
    /// Who they are; nothing for those who see personal data masked.
    pub identity: Option<Identity>,
    /// Where their application stands.
    pub standing: Standing,
    /// The country given when applying.
    pub delegation: Country,
    /// What the profile says, as frozen into the place.
    pub declared: Country,
    /// As frozen into the place.
    pub rank: Rank,
    /// As frozen into the place.
    pub sex: Sex,
    /// When they applied.
    pub applied_at: Instant,
    /// When they got the place.
    pub enrolled_at: Option<Instant>,
    /// On the waiting list, from 1.
    pub position: Option<u64>,
}

/// What tells who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The person.
    pub person: PersonId,
    /// As printed.
    pub name: String,
    /// In native script.
    pub native_name: String,
    /// Empty where none is known.
    pub email: String,
    /// As frozen into the place.
    pub organisation: String,
}

/// A page of an edition's people, and what stands around it.
#[derive(Clone, Debug)]
pub struct People {
    /// The edition.
    pub edition: edition::Model,
    /// Its programme's slug.
    pub programme: Slug,
    /// Its title.
    pub title: String,
    /// Its seats.
    pub seats: Seats,
    /// How many applications stand where.
    pub counts: HashMap<Standing, u64>,
    /// The delegations among those with the chosen standing, with their number, most first.
    pub countries: Vec<(Country, u64)>,
    /// The people of this page.
    pub listed: Vec<Listed>,
    /// How many the filter finds.
    pub found: u64,
    /// Whether the visitor may change anything here.
    pub may_change: bool,
}

/// Who runs an edition, and auditors, may look at who is in it.
pub(super) fn may_look(visitor: &Visitor, edition: EditionId) -> Result<(), Refusal> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if visitor.may_see_figures_of(edition) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// A page of the people of an edition, pages counted from 1.
pub async fn people(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    filter: Filter,
    page: u64,
    language: Language,
) -> Result<People> {
    may_look(visitor, edition)?;
    let (edition, programme) = admission::visible(db, visitor, edition).await?;
    let found = matching(edition.id, filter).count(db.read()).await?;
    let these = matching(edition.id, filter)
        .offset(page.saturating_sub(1).saturating_mul(PER_PAGE))
        .limit(PER_PAGE);
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    Ok(People {
        title: titles.remove(&edition.id).unwrap_or_default(),
        programme: programme.slug,
        seats: admission::total(db, edition.id).await?,
        counts: counts(db, edition.id).await?,
        countries: countries(db, edition.id, filter.standing).await?,
        listed: list(db, visitor, edition.id, these).await?,
        found,
        may_change: visitor.coordinates(edition.id),
        edition,
    })
}

/// Everybody whom the filter finds, for a file.
pub async fn everybody(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    filter: Filter,
) -> Result<Vec<Listed>> {
    may_look(visitor, edition)?;
    edition::Entity::find_by_id(edition)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    list(db, visitor, edition, matching(edition, filter)).await
}

/// One application, for those who may change it.
pub async fn one(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    language: Language,
) -> Result<(Listed, edition::Model, String)> {
    let (known, _) = permission::changeable(db, visitor, application).await?;
    let this = matching_all().filter(application::Column::Id.eq(application));
    let listed = list(db, visitor, known.edition, this).await?.pop();
    let (edition, _) = admission::visible(db, visitor, known.edition).await?;
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    let title = titles.remove(&edition.id).unwrap_or_default();
    Ok((listed.ok_or(Refusal::NotFound)?, edition, title))
}

type Matching = sea_orm::SelectTwo<application::Entity, person::Entity>;

fn matching_all() -> Matching {
    application::Entity::find()
        .join(JoinType::InnerJoin, application::its_person())
        .select_also(person::Entity)
}

/// Those who wait in their order, others by name.
fn matching(edition: EditionId, filter: Filter) -> Matching {
    let mut found = matching_all()
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::Standing.eq(filter.standing))
        .filter(application::Column::Standing.ne(Standing::Draft));
    if let Some(country) = filter.country {
        found = found.filter(application::Column::Delegation.eq(country));
    }
    found
        .order_by_asc(application::Column::QueueNumber)
        .order_by_asc(person::Column::PrintedName)
        .order_by_asc(application::Column::Id)
}

async fn list(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    these: Matching,
) -> Result<Vec<Listed>> {
    let rows = these.all(db.read()).await?;
    let of: Vec<ApplicationId> = rows.iter().map(|(application, _)| application.id).collect();
    let places = places(db, &of).await?;
    let positions = if rows.iter().any(|(one, _)| one.queue_number.is_some()) {
        waiting_list::positions(db.read(), edition).await?
    } else {
        HashMap::new()
    };
    let may_know = visitor.coordinates(edition);
    Ok(rows
        .into_iter()
        .filter_map(|(application, person)| {
            let person = person?;
            let place = places.get(&application.id);
            let position = positions.get(&application.id).copied();
            Some(listed(application, person, place, position, may_know))
        })
        .collect())
}

/// So many values to a statement: SQLite takes 32,766 of them.
const BATCH: usize = 10_000;

async fn places(db: &Db, of: &[ApplicationId]) -> Result<HashMap<ApplicationId, enrolment::Model>> {
    let mut places = HashMap::new();
    for some in of.chunks(BATCH) {
        let found = enrolment::Entity::find()
            .filter(enrolment::Column::Application.is_in(some.iter().copied()))
            .all(db.read())
            .await?;
        places.extend(found.into_iter().map(|place| (place.application, place)));
    }
    Ok(places)
}

fn listed(
    application: application::Model,
    person: person::Model,
    place: Option<&enrolment::Model>,
    position: Option<u64>,
    may_know: bool,
) -> Listed {
    let (rank, sex) = (application.rank_of(&person), application.sex_of(&person));
    let organisation = application.organisation_of(&person).to_owned();
    let identity = may_know.then(|| Identity {
        person: person.id,
        name: person.printed_name,
        native_name: person.native_name,
        email: person.email.unwrap_or_default(),
        organisation: place.map_or(organisation, |place| place.organisation.clone()),
    });
    Listed {
        application: application.id,
        identity,
        standing: application.standing,
        delegation: application.delegation,
        declared: place.map_or(person.country, |place| place.declared),
        rank: place.map_or(rank, |place| place.rank),
        sex: place.map_or(sex, |place| place.sex),
        applied_at: application.created_at,
        enrolled_at: place.map(|place| place.enrolled_at),
        position,
    }
}

async fn counts(db: &Db, edition: EditionId) -> Result<HashMap<Standing, u64>> {
    let rows: Vec<(Standing, i64)> = application::Entity::find()
        .select_only()
        .column(application::Column::Standing)
        .column_as(Expr::col(application::Column::Id).count(), "number")
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::Standing.ne(Standing::Draft))
        .group_by(application::Column::Standing)
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(standing, number)| (standing, number.unsigned_abs()))
        .collect())
}

async fn countries(db: &Db, edition: EditionId, standing: Standing) -> Result<Vec<(Country, u64)>> {
    let rows: Vec<(Country, i64)> = application::Entity::find()
        .select_only()
        .column(application::Column::Delegation)
        .column_as(Expr::col(application::Column::Id).count(), "number")
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::Standing.eq(standing))
        .filter(application::Column::Standing.ne(Standing::Draft))
        .group_by(application::Column::Delegation)
        .into_tuple()
        .all(db.read())
        .await?;
    let mut countries: Vec<_> = rows
        .into_iter()
        .map(|(country, number)| (country, number.unsigned_abs()))
        .collect();
    countries.sort_by_key(|(country, number)| (std::cmp::Reverse(*number), *country));
    Ok(countries)
}
