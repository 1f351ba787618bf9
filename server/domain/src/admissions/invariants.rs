//! What must always be true of seats, places and waiting lists. Nothing should ever be found here.

use std::collections::{BTreeSet, HashMap};

use model::admissions::{PoolGroup, Standing};
use model::catalogue::Publication;
use model::{ApplicationId, EditionId, Instant, PersonId, SeatCounterId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{Condition, QuerySelect};
use serde::{Deserialize, Serialize};

use super::check::Check;
use super::pool_group::Member;
use super::pools::Pools;
use super::{
    admission_rule, application, enrolment, seat_claim, seat_counter, seat_pool, waiting_list,
};
use crate::catalogue::edition;
use crate::{Db, Result, Tx};

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Broken {
    /// A counter says another number than there are claims of it.
    WrongCount {
        /// The counter.
        counter: SeatCounterId,
        /// What it says.
        taken: i32,
        /// How many claims there are.
        claims: i64,
    },
    /// More seats are taken than there are.
    TooMany {
        /// The counter.
        counter: SeatCounterId,
    },
    /// An application holds seats without claiming one of the total, or claims without holding.
    WrongClaim {
        /// The application.
        application: ApplicationId,
    },
    /// An accepted application has no place, or a place no accepted application.
    WrongPlace {
        /// The application.
        application: ApplicationId,
    },
    /// A person has two places in one edition.
    TwoPlaces {
        /// Where.
        edition: EditionId,
        /// Who.
        person: PersonId,
    },
    /// An offer ran out long ago and still holds its seats.
    OfferRunOut {
        /// The application.
        application: ApplicationId,
    },
    /// Somebody waits while every pool has a seat for them.
    FreeSeatBesideWaiting {
        /// Where.
        edition: EditionId,
    },
}

/// Everything that is broken now.
pub async fn invariants(db: &Db, now: Instant) -> Result<Vec<Broken>> {
    db.snapshot(async |tx| {
        let mut broken = Vec::new();
        for check in Check::ALL {
            broken.extend(check.broken(tx, now).await?);
        }
        Ok(broken)
    })
    .await
}

pub(super) async fn wrong_counts(tx: &Tx) -> Result<Vec<Broken>> {
    let claims: Vec<(SeatCounterId, i64)> = seat_claim::Entity::find()
        .select_only()
        .column(seat_claim::Column::Counter)
        .column_as(Expr::col(seat_claim::Column::Application).count(), "number")
        .group_by(seat_claim::Column::Counter)
        .into_tuple()
        .all(tx)
        .await?;
    let claims: HashMap<_, _> = claims.into_iter().collect();
    let counters = seat_counter::Entity::find().all(tx).await?;
    let mut broken = Vec::new();
    for counter in counters {
        let claims = claims.get(&counter.id).copied().unwrap_or(0);
        if claims != i64::from(counter.taken) {
            broken.push(Broken::WrongCount {
                counter: counter.id,
                taken: counter.taken,
                claims,
            });
        }
        if counter.taken > counter.size {
            broken.push(Broken::TooMany {
                counter: counter.id,
            });
        }
    }
    Ok(broken)
}

/// Applications that hold seats in editions with a total, against the claims of those totals.
pub(super) async fn wrong_claims(tx: &Tx) -> Result<Vec<Broken>> {
    let holding: BTreeSet<ApplicationId> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .join(
            JoinType::InnerJoin,
            application::Entity::belongs_to(seat_pool::Entity)
                .from(application::Column::Edition)
                .to(seat_pool::Column::Edition)
                .into(),
        )
        .filter(is_total())
        .filter(application::Column::Standing.is_in(holding_seats()))
        .into_tuple::<ApplicationId>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let claiming: BTreeSet<ApplicationId> = seat_claim::Entity::find()
        .select_only()
        .column(seat_claim::Column::Application)
        .join(
            JoinType::InnerJoin,
            seat_claim::Entity::belongs_to(seat_counter::Entity)
                .from(seat_claim::Column::Counter)
                .to(seat_counter::Column::Id)
                .into(),
        )
        .join(
            JoinType::InnerJoin,
            seat_counter::Entity::belongs_to(seat_pool::Entity)
                .from(seat_counter::Column::Pool)
                .to(seat_pool::Column::Id)
                .into(),
        )
        .filter(is_total())
        .into_tuple::<ApplicationId>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    Ok(holding
        .symmetric_difference(&claiming)
        .map(|application| Broken::WrongClaim {
            application: *application,
        })
        .collect())
}

fn is_total() -> Condition {
    Condition::all()
        .add(seat_pool::Column::Counted.eq(PoolGroup::Everybody))
        .add(seat_pool::Column::Course.is_null())
}

fn holding_seats() -> impl Iterator<Item = Standing> {
    Standing::ALL
        .iter()
        .copied()
        .filter(|standing| standing.holds_seats())
}

pub(super) async fn wrong_places(tx: &Tx) -> Result<Vec<Broken>> {
    let accepted: BTreeSet<ApplicationId> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::Standing.eq(Standing::Accepted))
        .into_tuple::<ApplicationId>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let placed: BTreeSet<ApplicationId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Application)
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .into_tuple::<ApplicationId>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    Ok(accepted
        .symmetric_difference(&placed)
        .map(|application| Broken::WrongPlace {
            application: *application,
        })
        .collect())
}

pub(super) async fn two_places(tx: &Tx) -> Result<Vec<Broken>> {
    let twice: Vec<(EditionId, PersonId)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Edition)
        .column(enrolment::Column::Person)
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .group_by(enrolment::Column::Edition)
        .group_by(enrolment::Column::Person)
        .having(Expr::col(enrolment::Column::Id).count().gt(1))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(twice
        .into_iter()
        .map(|(edition, person)| Broken::TwoPlaces { edition, person })
        .collect())
}

/// Minutes that the job which ends offers may be behind.
const BEHIND: i64 = 60;

pub(super) async fn offers_run_out(tx: &Tx, now: Instant) -> Result<Vec<Broken>> {
    let run_out: Vec<ApplicationId> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::OfferExpiresAt.lt(now.plus_minutes(-BEHIND)))
        .join(
            JoinType::InnerJoin,
            application::Entity::belongs_to(edition::Entity)
                .from(application::Column::Edition)
                .to(edition::Column::Id)
                .into(),
        )
        .filter(edition::Column::Publication.ne(Publication::Cancelled))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(run_out
        .into_iter()
        .map(|application| Broken::OfferRunOut { application })
        .collect())
}

pub(super) async fn free_seats_beside_waiting(tx: &Tx, now: Instant) -> Result<Vec<Broken>> {
    let waited_for: Vec<EditionId> = application::Entity::find()
        .select_only()
        .column(application::Column::Edition)
        .distinct()
        .filter(application::Column::QueueNumber.is_not_null())
        .into_tuple()
        .all(tx)
        .await?;
    let editions = edition::Entity::find()
        .filter(edition::Column::Id.is_in(waited_for.iter().copied()))
        .all(tx)
        .await?;
    let mut broken = Vec::new();
    for edition in editions {
        if admission_rule::gives_places(&edition, now) && somebody_fits(tx, &edition).await? {
            broken.push(Broken::FreeSeatBesideWaiting {
                edition: edition.id,
            });
        }
    }
    Ok(broken)
}

/// Whether every pool has a seat for somebody on the waiting list.
async fn somebody_fits(tx: &Tx, edition: &edition::Model) -> Result<bool> {
    let pools = Pools::of(tx, edition).await?;
    if pools.are_full() {
        return Ok(false);
    }
    let waiting = waiting_list::waiting(edition.id).all(tx).await?;
    let members = Member::of_all(tx, &waiting).await?;
    Ok(members
        .values()
        .any(|member| pools.without_a_seat_for(member).is_empty()))
}
