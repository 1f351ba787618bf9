//! What the checks found last: kept for administrators and auditors, looked at anew every night.

use std::collections::HashMap;

use jiff::ToSpan;
use model::{ApplicationId, EditionId, Instant, Language, Refusal, SeatCounterId, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{JoinType, OnConflict};
use sea_orm::{PaginatorTrait, QuerySelect};
use serde::{Deserialize, Serialize};

use super::check::Check;
use super::edition_title::titles;
use super::invariants::Broken;
use super::{application, seat_counter, seat_pool};
use crate::accounts::Visitor;
use crate::{Db, Error, Result, Tx, clock};

/// A row of `invariant_check`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invariant_check")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub checked_at: Instant,
    /// Milliseconds.
    pub took: i64,
    pub found: i64,
    /// The first of what was found, as JSON.
    pub examples: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How many of the things found are kept.
pub const KEPT: usize = 100;
/// The hour of the nightly check, in the centre's zone.
const HOUR: i64 = 3;

/// Something found, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub edition: Option<EditionId>,
    pub broken: Broken,
}

/// A check and what it found last.
#[derive(Clone, Debug)]
pub struct Looked {
    pub check: Check,
    /// None: it was never looked at.
    pub last: Option<Model>,
    pub findings: Vec<Finding>,
}

/// All checks, and the titles of the editions that are named in them.
#[derive(Clone, Debug)]
pub struct Overview {
    pub checks: Vec<Looked>,
    pub titles: HashMap<EditionId, String>,
}

/// What all checks found last. For administrators and auditors.
pub async fn overview(db: &Db, visitor: &Visitor, language: Language) -> Result<Overview> {
    visitor.signed_in()?;
    if !visitor.is_administrator() && !visitor.is_auditor() {
        return Err(Refusal::NotAllowed.into());
    }
    let rows = Entity::find().all(db.read()).await?;
    let mut checks = Vec::new();
    for check in Check::ALL {
        let last = rows.iter().find(|row| row.name == check.name()).cloned();
        let findings = match &last {
            Some(row) => kept(row)?,
            None => Vec::new(),
        };
        checks.push(Looked {
            check: *check,
            last,
            findings,
        });
    }
    let editions = checks
        .iter()
        .flat_map(|looked| &looked.findings)
        .filter_map(|finding| finding.edition)
        .collect();
    let titles = titles(db.read(), editions, language).await?;
    Ok(Overview { checks, titles })
}

fn kept(row: &Model) -> Result<Vec<Finding>> {
    serde_json::from_str(&row.examples)
        .map_err(|error| Error::Fault(format!("invariant_check {}: {error}", row.name)))
}

/// How many checks found something when they were last looked at.
pub async fn red(db: &Db) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Found.gt(0))
        .count(db.read())
        .await?)
}

/// Checks everything because an administrator asks for it.
pub async fn check_now(db: &Db, visitor: &Visitor, now: Instant) -> Result<()> {
    visitor.signed_in()?;
    if !visitor.is_administrator() {
        return Err(Refusal::NotAllowed.into());
    }
    check_all(db, now).await
}

/// Checks everything once a night; gives how many checks were made.
pub async fn check_due(db: &Db, zone: &Zone, now: Instant) -> Result<u64> {
    let rows = Entity::find().all(db.read()).await?;
    let last_night = last_night(zone, now);
    let is_fresh = |check: &Check| {
        rows.iter()
            .any(|row| row.name == check.name() && row.checked_at >= last_night)
    };
    if Check::ALL.iter().all(is_fresh) {
        return Ok(0);
    }
    check_all(db, now).await?;
    Ok(u64::try_from(Check::ALL.len()).unwrap_or(u64::MAX))
}

/// The latest moment up to `now` at which a nightly check begins.
fn last_night(zone: &Zone, now: Instant) -> Instant {
    let today = clock::wall_of(now, zone).date();
    let begins = |day| clock::day_begins(day, zone).plus_minutes(HOUR * 60);
    if begins(today) <= now {
        begins(today)
    } else {
        begins(today.saturating_sub(1.day()))
    }
}

async fn check_all(db: &Db, now: Instant) -> Result<()> {
    for check in Check::ALL {
        let began = std::time::Instant::now();
        let (found, findings) = db
            .snapshot(async |tx| {
                let broken = check.broken(tx, now).await?;
                Ok((broken.len(), located(tx, broken).await?))
            })
            .await?;
        let took = began.elapsed().as_millis();
        if found > 0 {
            tracing::error!(check = check.name(), found, "something is broken");
        }
        keep(db, *check, took, found, &findings, now).await?;
    }
    Ok(())
}

async fn keep(
    db: &Db,
    check: Check,
    took: u128,
    found: usize,
    findings: &[Finding],
    now: Instant,
) -> Result<()> {
    let examples = serde_json::to_string(findings)
        .map_err(|error| Error::Fault(format!("findings as JSON: {error}")))?;
    let row = ActiveModel {
        name: Set(check.name().to_owned()),
        checked_at: Set(now),
        took: Set(i64::try_from(took).unwrap_or(i64::MAX)),
        found: Set(i64::try_from(found).unwrap_or(i64::MAX)),
        examples: Set(examples),
    };
    let anew = OnConflict::column(Column::Name)
        .update_columns([
            Column::CheckedAt,
            Column::Took,
            Column::Found,
            Column::Examples,
        ])
        .to_owned();
    db.write(async |tx| {
        Entity::insert(row)
            .on_conflict(anew)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
}

/// The first of what is broken, with the editions it is in.
async fn located(tx: &Tx, mut broken: Vec<Broken>) -> Result<Vec<Finding>> {
    broken.truncate(KEPT);
    let counters = editions_of_counters(tx, &broken).await?;
    let applications = editions_of_applications(tx, &broken).await?;
    Ok(broken
        .into_iter()
        .map(|broken| {
            let edition = match &broken {
                Broken::WrongCount { counter, .. } | Broken::TooMany { counter } => {
                    counters.get(counter).copied()
                }
                Broken::WrongClaim { application }
                | Broken::WrongPlace { application }
                | Broken::OfferRunOut { application } => applications.get(application).copied(),
                Broken::TwoPlaces { edition, .. } | Broken::FreeSeatBesideWaiting { edition } => {
                    Some(*edition)
                }
            };
            Finding { edition, broken }
        })
        .collect())
}

async fn editions_of_counters(
    tx: &Tx,
    broken: &[Broken],
) -> Result<HashMap<SeatCounterId, EditionId>> {
    let counters = broken.iter().filter_map(|broken| match broken {
        Broken::WrongCount { counter, .. } | Broken::TooMany { counter } => Some(*counter),
        _ => None,
    });
    let rows: Vec<(SeatCounterId, EditionId)> = seat_counter::Entity::find()
        .select_only()
        .column(seat_counter::Column::Id)
        .column(seat_pool::Column::Edition)
        .join(
            JoinType::InnerJoin,
            seat_counter::Entity::belongs_to(seat_pool::Entity)
                .from(seat_counter::Column::Pool)
                .to(seat_pool::Column::Id)
                .into(),
        )
        .filter(seat_counter::Column::Id.is_in(counters))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn editions_of_applications(
    tx: &Tx,
    broken: &[Broken],
) -> Result<HashMap<ApplicationId, EditionId>> {
    let applications = broken.iter().filter_map(|broken| match broken {
        Broken::WrongClaim { application }
        | Broken::WrongPlace { application }
        | Broken::OfferRunOut { application } => Some(*application),
        _ => None,
    });
    let rows: Vec<(ApplicationId, EditionId)> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .column(application::Column::Edition)
        .filter(application::Column::Id.is_in(applications))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}
