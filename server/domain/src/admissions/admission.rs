//! What a visitor meets at an edition's admission_rule: the seats, where they stand, and the way in or why there is none.

use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::{EditionId, Instant, Language, Refusal, Slug};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::JoinType;
use sea_orm::{PaginatorTrait, QuerySelect};

use super::edition_title::titles;
use super::seat_pool::Whose;
use super::turn::{self, HeldUp};
use super::{admission_rule, application, enrolment, late_pass, seat_pool, waiting_list};
use crate::accounts::Visitor;
use crate::catalogue::visible::is_hidden;
use crate::catalogue::{edition, programme};
use crate::{Db, Result};

/// An edition's seats in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    /// Taken; 0 where there is no limit.
    pub taken: i32,
    /// None: no limit.
    pub size: Option<i32>,
}

impl Seats {
    /// Whether nobody else fits in.
    #[must_use]
    pub fn are_full(self) -> bool {
        self.size.is_some_and(|size| self.taken >= size)
    }
}

/// Where a visitor stands, or the way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// They have a place.
    Place {
        /// Since when.
        since: Instant,
    },
    /// They are on the waiting list.
    Waiting {
        /// From 1.
        position: u64,
    },
    /// A place is offered to them.
    Offered {
        /// Until when they can accept it.
        until: Instant,
    },
    /// Their application is somewhere else on the ladder.
    Applied(Standing),
    /// They have begun an application that is not sent.
    Draft,
    /// They may enrol, once signed in.
    Open,
    /// They may apply, to be decided on.
    Apply,
    /// They may not, and why.
    Shut(Refusal),
}

/// An edition's admission as one visitor meets it.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The edition.
    pub edition: edition::Model,
    /// Its programme's slug.
    pub programme: Slug,
    /// Its title in the reader's language.
    pub title: String,
    /// Its seats.
    pub seats: Seats,
    /// How many people wait.
    pub waiting: u64,
    /// The deadline, or the later one that staff gave the visitor; none: until it ends.
    pub closes_at: Option<Instant>,
    /// Where the visitor stands.
    pub way: WayIn,
    /// What their turn on the waiting list depends on.
    pub held_up_by: Vec<HeldUp>,
}

impl Admission {
    /// The admission of an edition; drafts only for its staff.
    pub async fn of(
        db: &Db,
        visitor: &Visitor,
        edition: EditionId,
        language: Language,
        now: Instant,
    ) -> Result<Self> {
        let (edition, programme) = visible(db, visitor, edition).await?;
        let mut titles = titles(db.read(), vec![edition.id], language).await?;
        let present = match visitor.person_id() {
            Some(person) => application::active(db.read(), edition.id, person).await?,
            None => None,
        };
        let late = match visitor.person_id() {
            Some(person) => late_pass::of(db.read(), &edition, person, now).await?,
            None => None,
        };
        let way = way_in(db, present.as_ref(), &edition, late, now).await?;
        let held_up_by = match &present {
            Some(present) if present.queue_number.is_some() => {
                turn::held_up_by(db, &edition, present).await?
            }
            _ => Vec::new(),
        };
        Ok(Self {
            title: titles.remove(&edition.id).unwrap_or_default(),
            seats: total(db, edition.id).await?,
            waiting: waiting_list::waiting(edition.id).count(db.read()).await?,
            programme: programme.slug,
            closes_at: edition
                .admission_closes_at
                .map(|at| late.map_or(at, |late| late.max(at))),
            edition,
            way,
            held_up_by,
        })
    }
}

/// The edition with these two slugs in its address.
pub async fn edition_at(db: &Db, programme: &str, edition: &str) -> Result<EditionId> {
    let (Ok(programme), Ok(edition)) = (programme.parse::<Slug>(), edition.parse::<Slug>()) else {
        return Err(Refusal::NotFound.into());
    };
    edition::Entity::find()
        .join(JoinType::InnerJoin, its_programme())
        .select_only()
        .column(edition::Column::Id)
        .filter(programme::Column::Slug.eq(programme))
        .filter(edition::Column::Slug.eq(edition))
        .into_tuple()
        .one(db.read())
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

fn its_programme() -> RelationDef {
    edition::Entity::belongs_to(programme::Entity)
        .from(edition::Column::Programme)
        .to(programme::Column::Id)
        .into()
}

/// The two slugs that lead to an edition: its programme's and its own.
pub async fn address_of(db: &Db, edition: EditionId) -> Result<(Slug, Slug)> {
    edition::Entity::find_by_id(edition)
        .join(JoinType::InnerJoin, its_programme())
        .select_only()
        .column(programme::Column::Slug)
        .column(edition::Column::Slug)
        .into_tuple()
        .one(db.read())
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The seats of an edition that the visitor may know of.
pub async fn seats(db: &Db, visitor: &Visitor, edition: EditionId) -> Result<Seats> {
    visible(db, visitor, edition).await?;
    total(db, edition).await
}

/// An edition that the visitor may know of, with its programme.
pub(super) async fn visible(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
) -> Result<(edition::Model, programme::Model)> {
    let found = edition::Entity::find_by_id(edition)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let programme = programme::Entity::find_by_id(found.programme)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let hidden = is_hidden(found.publication, programme.publication);
    if hidden && !visitor.may_see_figures_of(edition) {
        return Err(Refusal::NotFound.into());
    }
    Ok((found, programme))
}

/// The edition's total.
pub(super) async fn total(db: &Db, edition: EditionId) -> Result<Seats> {
    total_of(db, Whose::edition(edition)).await
}

/// The total of an edition or of an elective.
pub(super) async fn total_of(db: &Db, whose: Whose) -> Result<Seats> {
    let counter = seat_pool::total(whose).one(db.read()).await?;
    Ok(counter.map_or(
        Seats {
            taken: 0,
            size: None,
        },
        |counter| Seats {
            taken: counter.taken,
            size: Some(counter.size),
        },
    ))
}

async fn way_in(
    db: &Db,
    present: Option<&application::Model>,
    edition: &edition::Model,
    late: Option<Instant>,
    now: Instant,
) -> Result<WayIn> {
    if let Some(present) = present {
        return standing(db, present).await;
    }
    let (asks_for, way) = match edition.admission_way {
        AdmissionWay::Approval => (AdmissionWay::Approval, WayIn::Apply),
        AdmissionWay::Open | AdmissionWay::Nomination => (AdmissionWay::Open, WayIn::Open),
    };
    let may = admission_rule::may_come(edition, asks_for, late, now);
    Ok(match may {
        Ok(()) => way,
        Err(refusal) => WayIn::Shut(refusal),
    })
}

async fn standing(db: &Db, application: &application::Model) -> Result<WayIn> {
    if let Some(until) = application.offer_expires_at {
        return Ok(WayIn::Offered { until });
    }
    if let Some(queue_number) = application.queue_number {
        let position = waiting_list::position(db.read(), application.edition, queue_number).await?;
        return Ok(WayIn::Waiting { position });
    }
    Ok(
        match enrolment::of_application(db.read(), application.id).await? {
            Some(place) => WayIn::Place {
                since: place.enrolled_at,
            },
            None if application.standing == Standing::Draft => WayIn::Draft,
            None => WayIn::Applied(application.standing),
        },
    )
}
