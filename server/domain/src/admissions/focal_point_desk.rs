//! What a focal point sees: their editions, and in each the people of their delegation. Nothing of anybody else's.

use std::collections::{BTreeMap, HashMap};

use model::accounts::Rank;
use model::admissions::{PoolRule, Standing};
use model::{
    ApplicationId, Country, EditionId, Instant, Language, PersonId, Refusal, SeatPoolId, Slug,
};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::edition_title::titles;
use super::focal_point::{self, FocalPoint};
use super::pool_group::Group;
use super::pools::Pools;
use super::{application, nomination, nomination_window};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::{Db, Result};

/// An edition as its focal point sees it.
#[derive(Clone, Debug)]
pub struct Nominating {
    pub edition: edition::Model,
    /// Its programme's slug.
    pub programme: Slug,
    /// Its title.
    pub title: String,
    /// The country they nominate for.
    pub country: Country,
    /// Until when they nominate.
    pub deadline: Instant,
    /// Why they cannot nominate now.
    pub refusal: Option<Refusal>,
    /// How many of the delegation stand where.
    pub counts: BTreeMap<Standing, u64>,
    /// Seats left in pools that count their country by itself.
    pub seats: Vec<SeatsLeft>,
}

/// What is left in a pool that counts a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatsLeft {
    pub pool: SeatPoolId,
    pub left: i32,
    pub size: i32,
}

/// A person of the delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegate {
    pub application: ApplicationId,
    pub standing: Standing,
    /// In the country's order, from 1; none for those who are out, or applied by themselves.
    pub place: Option<usize>,
    /// Whether a focal point nominated them; else they applied by themselves.
    pub nominated: bool,
    /// As the focal point typed it, until the nominee confirmed their own.
    pub printed_name: String,
    pub email: String,
    pub organisation: String,
    pub position: String,
    pub rank: Rank,
    /// When they were nominated, or applied.
    pub at: Instant,
    /// Whether the nominee opened the link and went on.
    pub link_used: bool,
    /// Whether it is the focal point themselves.
    pub oneself: bool,
}

impl Delegate {
    /// Whether it can be endorsed, deadline aside.
    #[must_use]
    pub fn may_be_endorsed(&self) -> bool {
        self.standing == Standing::Submitted && !self.oneself
    }

    /// Whether the focal point can take it back or put another in its place, deadline aside.
    #[must_use]
    pub fn may_be_changed(&self) -> bool {
        self.nominated
            && !self.oneself
            && !self.standing.is_over()
            && self.standing != Standing::Accepted
    }
}

/// The editions of a focal point, the next deadline first. Refuses those who are none.
pub async fn editions(
    db: &Db,
    visitor: &Visitor,
    language: Language,
    now: Instant,
) -> Result<Vec<Nominating>> {
    let person = visitor.signed_in()?;
    let scopes = focal_point::scopes(visitor);
    if scopes.is_empty() {
        return Err(Refusal::NotAllowed.into());
    }
    let mut all = Vec::new();
    for (edition, country) in scopes {
        let focal = FocalPoint {
            person,
            country,
            edition,
        };
        match nominating(db, &focal, language, now).await {
            Ok(one) => all.push(one),
            // A draft, or gone: not theirs to know.
            Err(error) if error.refusal() == Some(&Refusal::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    all.sort_by_key(|one| (one.refusal.is_some(), one.deadline, one.edition.id));
    Ok(all)
}

/// One edition with the people of the delegation: those in order first, then who applied by themselves, then who is out.
pub async fn delegation(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
    now: Instant,
) -> Result<(Nominating, Vec<Delegate>)> {
    let focal = focal_point::of(visitor, edition)?;
    let edition = nominating(db, &focal, language, now).await?;
    Ok((edition, delegates(db, &focal).await?))
}

/// One person of the delegation, with the edition.
pub async fn delegate(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    language: Language,
    now: Instant,
) -> Result<(Nominating, Delegate)> {
    let focal = focal_point::theirs(db, visitor, application).await?;
    let edition = nominating(db, &focal, language, now).await?;
    let found = delegates(db, &focal).await?;
    let this = found.into_iter().find(|one| one.application == application);
    Ok((edition, this.ok_or(Refusal::NotFound)?))
}

async fn nominating(
    db: &Db,
    focal: &FocalPoint,
    language: Language,
    now: Instant,
) -> Result<Nominating> {
    let (edition, programme) = focal_point::edition_of(db.read(), focal.edition).await?;
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    let mut counts = BTreeMap::new();
    for application in of_delegation(db, focal).await? {
        *counts.entry(application.standing).or_insert(0) += 1;
    }
    Ok(Nominating {
        programme: programme.slug,
        title: titles.remove(&edition.id).unwrap_or_default(),
        country: focal.country,
        deadline: nomination_window::deadline(&edition),
        refusal: nomination_window::may_nominate(&edition, now).err(),
        counts,
        seats: seats_left(db, &edition, focal.country).await?,
        edition,
    })
}

/// The country's own pools: what other countries have taken is not told by them.
async fn seats_left(db: &Db, edition: &edition::Model, country: Country) -> Result<Vec<SeatsLeft>> {
    let pools = Pools::of(db.read(), edition).await?;
    let mut left: Vec<SeatsLeft> = pools
        .live()
        .iter()
        .filter(|live| live.pool.rule == PoolRule::Maximum)
        .filter_map(|live| {
            let counter = match &live.group {
                Group::EachCountry => country.code(),
                Group::Country(theirs) if *theirs == country => "",
                _ => return None,
            };
            Some(SeatsLeft {
                pool: live.pool.id,
                left: live.left(counter),
                size: live.cap,
            })
        })
        .collect();
    left.sort_by_key(|one| (one.left, one.pool));
    Ok(left)
}

/// Their delegation alone, and no drafts.
async fn of_delegation(db: &Db, focal: &FocalPoint) -> Result<Vec<application::Model>> {
    Ok(application::Entity::find()
        .filter(application::Column::Edition.eq(focal.edition))
        .filter(application::Column::Delegation.eq(focal.country))
        .filter(application::Column::Standing.ne(Standing::Draft))
        .order_by_asc(application::Column::CreatedAt)
        .order_by_asc(application::Column::Id)
        .all(db.read())
        .await?)
}

async fn delegates(db: &Db, focal: &FocalPoint) -> Result<Vec<Delegate>> {
    let applications = of_delegation(db, focal).await?;
    let nominations: HashMap<ApplicationId, nomination::Model> = nomination::Entity::find()
        .filter(nomination::Column::Edition.eq(focal.edition))
        .filter(nomination::Column::Country.eq(focal.country))
        .all(db.read())
        .await?
        .into_iter()
        .map(|nomination| (nomination.application, nomination))
        .collect();
    let themselves = applications
        .iter()
        .filter(|one| !nominations.contains_key(&one.id))
        .map(|one| one.person);
    let people: HashMap<PersonId, person::Model> = person::Entity::find()
        .filter(person::Column::Id.is_in(themselves))
        .all(db.read())
        .await?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let mut all: Vec<(Option<i32>, Delegate)> = applications
        .into_iter()
        .map(|one| match nominations.get(&one.id) {
            Some(nomination) => (
                nomination.country_order.filter(|_| !one.standing.is_over()),
                nominated(&one, nomination, focal),
            ),
            None => (None, by_themselves(&one, people.get(&one.person), focal)),
        })
        .collect();
    all.sort_by_key(|(order, one)| {
        (
            one.standing.is_over(),
            order.is_none(),
            *order,
            one.at,
            one.application,
        )
    });
    let mut place = 0;
    Ok(all
        .into_iter()
        .map(|(order, one)| {
            let place = order.map(|_| {
                place += 1;
                place
            });
            Delegate { place, ..one }
        })
        .collect())
}

fn nominated(
    application: &application::Model,
    nomination: &nomination::Model,
    focal: &FocalPoint,
) -> Delegate {
    Delegate {
        application: application.id,
        standing: application.standing,
        place: None,
        nominated: true,
        printed_name: nomination.printed_name.clone(),
        email: nomination.email.clone(),
        organisation: nomination.organisation.clone(),
        position: nomination.position.clone(),
        rank: nomination.rank,
        at: nomination.nominated_at,
        link_used: nomination.link_used_at.is_some(),
        oneself: application.person == focal.person,
    }
}

fn by_themselves(
    application: &application::Model,
    person: Option<&person::Model>,
    focal: &FocalPoint,
) -> Delegate {
    let said = |of: fn(&person::Model) -> &String| person.map(of).cloned().unwrap_or_default();
    Delegate {
        application: application.id,
        standing: application.standing,
        place: None,
        nominated: false,
        printed_name: said(|person| &person.printed_name),
        email: String::new(),
        organisation: said(|person| &person.organisation),
        position: said(|person| &person.position),
        rank: person.map_or(Rank::None, |person| person.rank),
        at: application.created_at,
        link_used: false,
        oneself: application.person == focal.person,
    }
}
