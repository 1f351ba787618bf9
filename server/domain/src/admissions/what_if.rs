//! What if: other pools, tried against the applications there are. Nothing is written.
//!
//! Whom a pool counts and whether it has a seat is asked of [`Pools`], as when seats are given.

use std::collections::{BTreeMap, HashMap};

use model::admissions::{PoolGroup, PoolRule, Standing};
use model::{ApplicationId, Country, EditionId, Instant, Language, SeatPoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::JoinType;
use sea_orm::{Condition, QuerySelect};

use super::edition_title::titles;
use super::pool_group::{Group, Member};
use super::pools::{Pools, with_groups};
use super::seat_pool::{self, Whose};
use super::{admission, application, enrolment, permission};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::{Db, Result};

/// A pool, and whom it counts.
pub type Tried = (seat_pool::Model, Group);

/// An edition as it is: its pools, and who asks for seats.
#[derive(Clone, Debug)]
pub struct Present {
    pub edition: edition::Model,
    pub title: String,
    /// The pools that count, the total first, then as they were added.
    pub pools: Vec<Tried>,
    /// In the order in which seats go to them.
    pub applicants: Vec<Applicant>,
}

/// Somebody who holds seats or asks for one.
#[derive(Clone, Debug)]
pub struct Applicant {
    pub application: ApplicationId,
    pub name: String,
    pub standing: Standing,
    pub member: Member,
}

/// What became of an applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Holds seats already, and keeps them.
    Keeps,
    /// Gets in.
    GetsIn,
    /// Does not: the places of the pools that have no seat for them.
    StaysOut(Vec<usize>),
}

impl Fate {
    /// Whether they are in.
    #[must_use]
    pub const fn is_in(&self) -> bool {
        matches!(self, Self::Keeps | Self::GetsIn)
    }
}

/// What pools would lead to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// One for each applicant, in their order.
    pub fates: Vec<Fate>,
    /// For each pool, the seats taken; of a pool with a counter per country, of the fullest.
    pub taken: Vec<i32>,
    /// For each pool, the seats it lets in.
    pub caps: Vec<i32>,
    /// By delegation.
    pub countries: BTreeMap<Country, Sum>,
}

/// People of a delegation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub inside: u32,
    pub outside: u32,
}

impl Present {
    /// Who would get in with these pools. Those who hold seats stay, whatever the pools say.
    #[must_use]
    pub fn with(&self, pools: &[Tried]) -> Outcome {
        let places: HashMap<SeatPoolId, usize> = pools
            .iter()
            .enumerate()
            .map(|(place, (pool, _))| (pool.id, place))
            .collect();
        let mut tried = Pools::untouched(&self.edition, pools.to_vec());
        let mut countries: BTreeMap<Country, Sum> = BTreeMap::new();
        let mut fates = Vec::with_capacity(self.applicants.len());
        for applicant in &self.applicants {
            let fate = if applicant.standing.holds_seats() {
                tried.count(&applicant.member);
                Fate::Keeps
            } else if tried.let_in(&applicant.member) {
                Fate::GetsIn
            } else {
                let without = tried.without_a_seat_for(&applicant.member);
                let which = without.iter().filter_map(|live| places.get(&live.pool.id));
                Fate::StaysOut(which.copied().collect())
            };
            let sum = countries.entry(applicant.member.delegation).or_default();
            if fate.is_in() {
                sum.inside += 1;
            } else {
                sum.outside += 1;
            }
            fates.push(fate);
        }
        let counters = tried.live().iter().map(|live| live.counters.values());
        Outcome {
            fates,
            taken: counters
                .map(|of| of.map(|counter| counter.taken).max().unwrap_or(0))
                .collect(),
            caps: tried.live().iter().map(|live| live.cap).collect(),
            countries,
        }
    }

    /// Who would get in with the pools there are.
    #[must_use]
    pub fn today(&self) -> Outcome {
        self.with(&self.pools)
    }

    /// A pool that is only tried; none where it would count nobody, or keep nothing from anybody.
    #[must_use]
    pub fn supposed(
        &self,
        rule: PoolRule,
        counted: PoolGroup,
        value: &str,
        size: i32,
    ) -> Option<Tried> {
        if rule == PoolRule::Reserve
            && matches!(counted, PoolGroup::EachCountry | PoolGroup::Everybody)
        {
            return None;
        }
        let group = Group::parse(counted, value)?;
        let pool = seat_pool::Model {
            id: SeatPoolId::new(),
            edition: self.edition.id,
            course: None,
            rule,
            counted,
            counted_value: value.to_owned(),
            size,
            release_at: None,
            released_at: None,
            created_at: Instant(i64::MAX),
        };
        Some((pool, group))
    }
}

/// The edition's pools and applicants, for those who may change its pools.
pub async fn present(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<Present> {
    permission::may_change(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    let db = db.read();
    let mut pools = seat_pool::counting(Whose::edition(edition.id))
        .all(db)
        .await?;
    pools.sort_by_key(|pool| (!pool.is_total(), pool.created_at, pool.id));
    let mut titles = titles(db, vec![edition.id], language).await?;
    Ok(Present {
        title: titles.remove(&edition.id).unwrap_or_default(),
        pools: with_groups(db, edition.id, pools).await?,
        applicants: applicants(db, edition.id).await?,
        edition,
    })
}

/// Those who hold seats first, then the waiting list, then those who are still to be decided on, as they came.
async fn applicants(db: &impl ConnectionTrait, edition: EditionId) -> Result<Vec<Applicant>> {
    let asking = Standing::ALL.iter().copied().filter(|standing| {
        standing.holds_seats()
            || matches!(
                standing,
                Standing::Waiting | Standing::Submitted | Standing::Endorsed | Standing::InReview
            )
    });
    let rows = application::Entity::find()
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::Standing.is_in(asking))
        .join(JoinType::InnerJoin, application::its_person())
        .filter(person::Column::DeletedAt.is_null())
        .select_also(person::Entity)
        .all(db)
        .await?;
    let places = enrolment::Entity::find()
        .filter(
            Condition::all()
                .add(enrolment::Column::Edition.eq(edition))
                .add(enrolment::Column::WithdrawnAt.is_null()),
        )
        .all(db)
        .await?;
    let places: HashMap<ApplicationId, enrolment::Model> = places
        .into_iter()
        .map(|place| (place.application, place))
        .collect();
    let mut rows: Vec<_> = rows
        .into_iter()
        .filter_map(|(application, person)| Some((application, person?)))
        .collect();
    rows.sort_by_key(|(application, _)| {
        let turn = match application.standing {
            standing if standing.holds_seats() => 0,
            Standing::Waiting => 1,
            _ => 2,
        };
        let (number, came) = (application.queue_number, application.created_at);
        (turn, number, came, application.id)
    });
    Ok(rows
        .into_iter()
        .map(|(application, person)| Applicant {
            member: match places.get(&application.id) {
                Some(place) => Member::placed(place),
                None => Member::of(&application, &person),
            },
            application: application.id,
            name: person.printed_name,
            standing: application.standing,
        })
        .collect())
}
