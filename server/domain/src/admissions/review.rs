//! The review list of an edition: everybody who asks for a place, filtered, with sums per delegation and pool.

use std::collections::{BTreeMap, HashMap};

use model::accounts::{Rank, Sex};
use model::admissions::{DeclineReason, Standing};
use model::{
    ApplicationId, Country, CountryGroup, EditionId, Instant, Language, PersonId, SeatPoolId,
};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::JoinType;
use sea_orm::{FromQueryResult, QuerySelect};

use super::admission::{self, Seats};
use super::edition_title::titles;
use super::pool_group::{Group, Member};
use super::pools::Pools;
use super::{application, enrolment, offer_rule, people, permission, seat_pool, waiting_list};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::catalogue::fold::folded;
use crate::{Db, Result};

/// How many applications a page lists.
pub const PER_PAGE: usize = 100;

/// In which order applications are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they came.
    #[default]
    Came,
    /// By name.
    Name,
    /// By delegation, then as they came.
    Delegation,
    /// The highest rank first.
    Rank,
}

impl Order {
    /// All of them, with their names in an address.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Came, "came"),
        (Self::Name, "name"),
        (Self::Delegation, "delegation"),
        (Self::Rank, "rank"),
    ];

    /// Reads its name; as they came, where it names nothing.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let named = Self::ALL.iter().find(|(_, known)| *known == name);
        named.map_or(Self::Came, |(order, _)| *order)
    }

    /// Its name in an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::ALL.iter().find(|(order, _)| *order == self);
        named.map_or("came", |(_, name)| *name)
    }
}

/// Which applications; what is none lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub standing: Option<Standing>,
    pub country: Option<Country>,
    /// Delegations that belong to it on the edition's first day.
    pub group: Option<CountryGroup>,
    /// People whom a pool counts, or keeps seats for.
    pub pool: Option<SeatPoolId>,
    pub sex: Option<Sex>,
    /// From this rank on.
    pub rank: Option<Rank>,
    /// In the name, the native name or the organisation; capitals and accents make no difference.
    pub words: String,
    pub order: Order,
}

/// One application of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub application: ApplicationId,
    pub standing: Standing,
    pub member: Member,
    pub applied_at: Instant,
    /// On the waiting list, from 1.
    pub position: Option<u64>,
    pub offer_expires_at: Option<Instant>,
    /// Why it was declined; only where it was.
    pub decline_reason: Option<DeclineReason>,
    /// What tells who somebody is; nothing for those who see personal data masked.
    pub identity: Option<Identity>,
    /// Whether it is the visitor's own, on which they do not decide.
    pub own: bool,
}

/// What tells who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    pub native_name: String,
    pub organisation: String,
    pub position: String,
    /// Empty where none is known.
    pub email: String,
}

/// Applications of a delegation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Neither decided nor over.
    pub open: u32,
    pub waiting: u32,
    /// With a place, or with an offer of one.
    pub inside: u32,
}

impl Sum {
    fn count(&mut self, standing: Standing) {
        match standing {
            Standing::Waiting => self.waiting += 1,
            standing if standing.holds_seats() => self.inside += 1,
            standing if standing.is_over() => {}
            _ => self.open += 1,
        }
    }
}

/// A pool with the applications that concern it.
#[derive(Clone, Debug)]
pub struct PoolSum {
    pub pool: seat_pool::Model,
    /// Seats it lets in, of each counter.
    pub cap: i32,
    /// Seats taken; of a pool with a counter per country, of the fullest.
    pub taken: i32,
    /// The applications of those whom it counts, or keeps seats for.
    pub sum: Sum,
}

/// The review list of an edition.
#[derive(Clone, Debug)]
pub struct Review {
    pub edition: edition::Model,
    pub title: String,
    pub seats: Seats,
    /// How many applications stand where, unfiltered.
    pub counts: BTreeMap<Standing, u64>,
    /// All delegations, those with most applications first.
    pub countries: Vec<(Country, Sum)>,
    /// The pools that count, the total first.
    pub pools: Vec<PoolSum>,
    /// A page of what the filter finds.
    pub lines: Vec<Line>,
    /// How many it finds.
    pub found: usize,
    /// For how many hours offers are open.
    pub offer_hours: i32,
    pub may_change: bool,
}

/// A page of an edition's applications, pages counted from 1.
pub async fn review(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    filter: &Filter,
    page: usize,
    language: Language,
) -> Result<Review> {
    people::may_look(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    let pools = Pools::of(db.read(), &edition).await?;
    let mut lines = lines(db, visitor, &edition).await?;
    let mut counts = BTreeMap::new();
    let mut countries: HashMap<Country, Sum> = HashMap::new();
    for line in &lines {
        *counts.entry(line.standing).or_insert(0) += 1;
        let sum = countries.entry(line.member.delegation).or_default();
        sum.count(line.standing);
    }
    let mut countries: Vec<_> = countries.into_iter().collect();
    countries.sort_by_key(|(country, sum)| {
        (
            std::cmp::Reverse(sum.open + sum.waiting + sum.inside),
            *country,
        )
    });
    let sums = sums(&pools, &lines, &edition.starts_on);
    keep(&mut lines, &pools, filter, &edition.starts_on);
    let found = lines.len();
    let from = page.saturating_sub(1).saturating_mul(PER_PAGE);
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    Ok(Review {
        title: titles.remove(&edition.id).unwrap_or_default(),
        seats: admission::total(db, edition.id).await?,
        counts,
        countries,
        pools: sums,
        lines: lines.into_iter().skip(from).take(PER_PAGE).collect(),
        found,
        offer_hours: offer_rule::hours(db.read(), edition.id).await?,
        may_change: permission::may_change(visitor, edition.id).is_ok(),
        edition,
    })
}

/// Every application that a filter finds, for a decision on all of them.
pub async fn found(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    filter: &Filter,
) -> Result<Vec<ApplicationId>> {
    permission::may_change(visitor, edition)?;
    let lines = everything(db, visitor, edition, filter).await?;
    Ok(lines.into_iter().map(|line| line.application).collect())
}

/// Everything that a filter finds, for a file.
pub async fn everything(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    filter: &Filter,
) -> Result<Vec<Line>> {
    people::may_look(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    let pools = Pools::of(db.read(), &edition).await?;
    let mut lines = lines(db, visitor, &edition).await?;
    keep(&mut lines, &pools, filter, &edition.starts_on);
    Ok(lines)
}

/// Leaves what the filter finds, in its order.
fn keep(lines: &mut Vec<Line>, pools: &Pools, filter: &Filter, on: &str) {
    let words = folded(&filter.words);
    let pool = filter
        .pool
        .and_then(|pool| pools.live().iter().find(|live| live.pool.id == pool));
    lines.retain(|line| {
        let member = &line.member;
        filter.standing.is_none_or(|one| line.standing == one)
            && filter.country.is_none_or(|one| member.delegation == one)
            && filter
                .group
                .is_none_or(|group| Group::CountryGroup(group).has(member, on))
            && pool.is_none_or(|live| live.group.has(member, on))
            && filter.sex.is_none_or(|sex| member.sex == sex)
            && filter.rank.is_none_or(|rank| member.rank >= rank)
            && (words.is_empty() || line.says(&words))
    });
    match filter.order {
        Order::Came => {}
        Order::Name => lines.sort_by_cached_key(Line::name),
        Order::Delegation => lines.sort_by_key(|line| line.member.delegation),
        Order::Rank => lines.sort_by_key(|line| std::cmp::Reverse(line.member.rank)),
    }
}

impl Line {
    fn name(&self) -> String {
        let name = self.identity.as_ref().map(|who| folded(&who.name));
        name.unwrap_or_default()
    }

    /// Whether its words contain folded ones. Masked people are not found by what is masked.
    fn says(&self, words: &str) -> bool {
        self.identity.as_ref().is_some_and(|who| {
            [&who.name, &who.native_name, &who.organisation]
                .into_iter()
                .any(|said| folded(said).contains(words))
        })
    }
}

fn sums(pools: &Pools, lines: &[Line], on: &str) -> Vec<PoolSum> {
    let mut sums: Vec<PoolSum> = pools
        .live()
        .iter()
        .map(|live| {
            let mut sum = Sum::default();
            for line in lines {
                if live.group.has(&line.member, on) {
                    sum.count(line.standing);
                }
            }
            let counters = live.counters.values();
            PoolSum {
                cap: live.cap,
                taken: counters.map(|counter| counter.taken).max().unwrap_or(0),
                sum,
                pool: live.pool.clone(),
            }
        })
        .collect();
    sums.sort_by_key(|one| (!one.pool.is_total(), one.pool.created_at, one.pool.id));
    sums
}

/// What the list needs of an application and its person: rows are many, so nothing else is read.
#[derive(FromQueryResult)]
struct Row {
    id: ApplicationId,
    person: PersonId,
    standing: Standing,
    delegation: Country,
    created_at: Instant,
    offer_expires_at: Option<Instant>,
    decline_reason: Option<DeclineReason>,
    organisation: Option<String>,
    rank: Option<Rank>,
    sex: Option<Sex>,
    name: String,
    native_name: String,
    position: String,
    email: Option<String>,
    their_organisation: String,
    their_rank: Rank,
    their_sex: Sex,
    /// As frozen in the place, where there is one.
    placed_organisation: Option<String>,
    placed_rank: Option<Rank>,
    placed_sex: Option<Sex>,
}

/// Every application of an edition but drafts, as they came.
async fn lines(db: &Db, visitor: &Visitor, edition: &edition::Model) -> Result<Vec<Line>> {
    use application::Column;
    let rows: Vec<Row> = application::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Person,
            Column::Standing,
            Column::Delegation,
            Column::CreatedAt,
            Column::OfferExpiresAt,
            Column::DeclineReason,
            Column::Organisation,
            Column::Rank,
            Column::Sex,
        ])
        .column_as(person::Column::PrintedName, "name")
        .column_as(person::Column::NativeName, "native_name")
        .column_as(person::Column::Position, "position")
        .column_as(person::Column::Email, "email")
        .column_as(person::Column::Organisation, "their_organisation")
        .column_as(person::Column::Rank, "their_rank")
        .column_as(person::Column::Sex, "their_sex")
        .column_as(enrolment::Column::Organisation, "placed_organisation")
        .column_as(enrolment::Column::Rank, "placed_rank")
        .column_as(enrolment::Column::Sex, "placed_sex")
        .join(JoinType::InnerJoin, application::its_person())
        .join(JoinType::LeftJoin, application::its_place())
        .filter(Column::Edition.eq(edition.id))
        .filter(Column::Standing.ne(Standing::Draft))
        .filter(person::Column::DeletedAt.is_null())
        .into_model()
        .all(db.read())
        .await?;
    let positions = if rows.iter().any(|row| row.standing == Standing::Waiting) {
        waiting_list::positions(db.read(), edition.id).await?
    } else {
        HashMap::new()
    };
    let may_know = visitor.coordinates(edition.id);
    let me = visitor.person_id();
    let mut lines: Vec<Line> = rows
        .into_iter()
        .map(|row| {
            let organisation = row
                .placed_organisation
                .or(row.organisation)
                .unwrap_or(row.their_organisation);
            Line {
                application: row.id,
                standing: row.standing,
                member: Member {
                    person: row.person,
                    delegation: row.delegation,
                    organisation: folded(&organisation),
                    rank: row.placed_rank.or(row.rank).unwrap_or(row.their_rank),
                    sex: row.placed_sex.or(row.sex).unwrap_or(row.their_sex),
                },
                applied_at: row.created_at,
                position: positions.get(&row.id).copied(),
                offer_expires_at: row.offer_expires_at,
                decline_reason: row.decline_reason,
                own: me == Some(row.person),
                identity: may_know.then_some(Identity {
                    name: row.name,
                    native_name: row.native_name,
                    organisation,
                    position: row.position,
                    email: row.email.unwrap_or_default(),
                }),
            }
        })
        .collect();
    lines.sort_by_key(|line| (line.applied_at, line.application));
    Ok(lines)
}
