//! Setting up seat pools beside the total, of an edition or of an elective: maxima, reserves, their sizes and release.
//!
//! Every change holds the edition's lock, counts who is in already, and gives seats that it frees to the waiting.

use model::admissions::{PoolGroup, PoolRule};
use model::{CourseId, EditionId, Instant, PersonId, Reason, Refusal, SeatPoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{IntoActiveModel, QueryOrder};

use super::pool_group::Group;
use super::seat_pool::{self, MOST_SEATS, Whose};
use super::{admission_rule, edition_lock, permission, waiting_list};
use crate::accounts::Visitor;
use crate::catalogue::{course, edition};
use crate::typed::Form;
use crate::{Db, Result, Tx, audit, clock};

/// A pool as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedPool {
    pub rule: String,
    pub counted: String,
    /// What `counted` asks for: a country, a group of countries, an organisation, a sex, a rank, or a name for people picked by hand.
    pub value: String,
    pub size: String,
    /// The day on which the cap is lifted, in the edition's zone; empty: never.
    pub release_on: String,
}

pub(super) struct Pool {
    pub(super) rule: PoolRule,
    pub(super) counted: PoolGroup,
    pub(super) value: String,
    pub(super) size: i32,
    pub(super) release_at: Option<Instant>,
}

impl TypedPool {
    fn parse(&self, edition: &edition::Model, now: Instant) -> Result<Pool, Refusal> {
        let mut form = Form::new();
        let rule = form.choice::<PoolRule>("rule", &self.rule);
        let counted = form.choice::<PoolGroup>("counted", &self.counted);
        if counted == Some(PoolGroup::Everybody) {
            form.refuse("counted", Reason::NotAChoice);
        }
        if rule == Some(PoolRule::Reserve) && counted == Some(PoolGroup::EachCountry) {
            // Kept for everybody: it would keep nothing from anybody.
            form.refuse("rule", Reason::NotAChoice);
        }
        let value = counted.and_then(|counted| value(&mut form, counted, &self.value));
        let size = form
            .number("size", &self.size, 0, MOST_SEATS.into())
            .and_then(|size| i32::try_from(size).ok());
        let release_at = self.release_at(&mut form, edition, now);
        form.finish((|| {
            Some(Pool {
                rule: rule?,
                counted: counted?,
                value: value?,
                size: size?,
                release_at: release_at?,
            })
        })())
    }

    fn release_at(
        &self,
        form: &mut Form,
        edition: &edition::Model,
        now: Instant,
    ) -> Option<Option<Instant>> {
        if self.release_on.trim().is_empty() {
            return Some(None);
        }
        let day = form.date("release_on", &self.release_on)?;
        let at = clock::day_begins(day, &edition.zone);
        if at <= now || at >= edition.ends_at {
            form.refuse("release_on", Reason::NotAhead);
            return None;
        }
        Some(Some(at))
    }
}

/// The value as it is stored.
fn value(form: &mut Form, counted: PoolGroup, typed: &str) -> Option<String> {
    match counted {
        PoolGroup::Everybody | PoolGroup::EachCountry => Some(String::new()),
        PoolGroup::Organisation | PoolGroup::Picked => form.text("value", typed, 200),
        _ if typed.is_empty() => {
            form.refuse("value", Reason::Missing);
            None
        }
        _ if Group::parse(counted, typed).is_none() => {
            form.refuse("value", Reason::NotAChoice);
            None
        }
        _ => Some(typed.to_owned()),
    }
}

/// Adds a pool beside an edition's total. Refused where more people are in already than it lets in.
pub async fn add(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed: &TypedPool,
    now: Instant,
) -> Result<SeatPoolId> {
    let actor = permission::may_change(visitor, edition)?;
    add_to(db, actor, Whose::edition(edition), typed, now).await
}

/// Adds a pool beside an elective's total, in the same way.
pub async fn add_to_elective(
    db: &Db,
    visitor: &Visitor,
    course: CourseId,
    typed: &TypedPool,
    now: Instant,
) -> Result<SeatPoolId> {
    let (whose, actor) = elective(db, visitor, course).await?;
    add_to(db, actor, whose, typed, now).await
}

/// An elective's seats, for who may change them. That there is such a course is known to the edition's staff only.
pub(super) async fn elective(
    db: &Db,
    visitor: &Visitor,
    course: CourseId,
) -> Result<(Whose, PersonId)> {
    let course = course::for_staff(db.read(), visitor, course).await?;
    let actor = permission::may_change(visitor, course.edition)?;
    if course.required {
        // Everybody is in it: the edition's own seats are what limits it.
        return Err(Refusal::NotFound.into());
    }
    let whose = Whose {
        edition: course.edition,
        course: Some(course.id),
    };
    Ok((whose, actor))
}

async fn add_to(
    db: &Db,
    actor: PersonId,
    whose: Whose,
    typed: &TypedPool,
    now: Instant,
) -> Result<SeatPoolId> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, whose.edition).await?;
        let pool = typed.parse(&edition, now)?;
        if pool.rule == PoolRule::Reserve {
            let total = total(tx, whose)
                .await?
                .ok_or(Refusal::ReserveWithoutTotal)?;
            if pool.size > total.size {
                let most = total.size.into();
                return Err(Refusal::field("size", Reason::NotANumber { least: 0, most }).into());
            }
        }
        let id = insert(tx, whose, pool, now).await?;
        seat_pool::count_in(tx, &edition, whose, id).await?;
        note(
            tx,
            Some(actor),
            "add_seat_pool",
            whose,
            &typed_detail(typed),
            now,
        )
        .await?;
        Ok(id)
    })
    .await
}

fn typed_detail(typed: &TypedPool) -> String {
    [&*typed.rule, &*typed.counted, &*typed.value, &*typed.size].join(" ")
}

pub(super) async fn insert(tx: &Tx, whose: Whose, pool: Pool, now: Instant) -> Result<SeatPoolId> {
    let same = seat_pool::counting(whose)
        .filter(seat_pool::Column::Rule.eq(pool.rule))
        .filter(seat_pool::Column::Counted.eq(pool.counted))
        .filter(seat_pool::Column::CountedValue.eq(&pool.value))
        .one(tx)
        .await?;
    if same.is_some() {
        return Err(Refusal::field("counted", Reason::Taken).into());
    }
    let row = seat_pool::Model {
        id: SeatPoolId::new(),
        edition: whose.edition,
        course: whose.course,
        rule: pool.rule,
        counted: pool.counted,
        counted_value: pool.value,
        size: pool.size,
        release_at: pool.release_at,
        released_at: None,
        created_at: now,
    };
    let id = row.id;
    seat_pool::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(id)
}

/// Gives a pool beside the total another size. Whom it now lets in gets a place at once.
pub async fn resize(
    db: &Db,
    visitor: &Visitor,
    pool: SeatPoolId,
    size: &str,
    now: Instant,
) -> Result<Whose> {
    change(db, visitor, pool, now, async |tx, _, pool, actor| {
        let total = total(tx, pool.whose()).await?.map(|total| total.size);
        let most = match pool.rule {
            PoolRule::Reserve => total.unwrap_or(MOST_SEATS),
            PoolRule::Maximum => MOST_SEATS,
        };
        let mut form = Form::new();
        let size = form.number("size", size, 0, most.into());
        let size = form.finish(size.and_then(|size| i32::try_from(size).ok()))?;
        let resized = seat_pool::Model {
            size,
            ..pool.clone()
        };
        seat_pool::resize(tx, pool, size, resized.cap(total)).await?;
        note_pool(tx, actor, "resize_seat_pool", pool, now).await
    })
    .await
}

/// Removes a pool beside the total. Whom it held back gets a place at once.
pub async fn remove(db: &Db, visitor: &Visitor, pool: SeatPoolId, now: Instant) -> Result<Whose> {
    change(db, visitor, pool, now, async |tx, _, pool, actor| {
        seat_pool::stop_counting(tx, pool.id).await?;
        seat_pool::Entity::delete_by_id(pool.id).exec(tx).await?;
        note_pool(tx, actor, "remove_seat_pool", pool, now).await
    })
    .await
}

/// Lifts a pool's cap now. It stays in the list as released.
pub async fn release(db: &Db, visitor: &Visitor, pool: SeatPoolId, now: Instant) -> Result<Whose> {
    change(db, visitor, pool, now, async |tx, _, pool, actor| {
        lift(tx, pool, now).await?;
        note_pool(tx, actor, "release_seat_pool", pool, now).await
    })
    .await
}

/// Lifts the cap of every pool whose release date has come, an edition at a time; says of how many.
pub async fn release_due(db: &Db, now: Instant) -> Result<u64> {
    let due = seat_pool::Entity::find()
        .filter(seat_pool::Column::ReleaseAt.lte(now))
        .filter(seat_pool::Column::ReleasedAt.is_null())
        .order_by_asc(seat_pool::Column::ReleaseAt)
        .all(db.read())
        .await?;
    let mut released = 0;
    for pool in due {
        released += db
            .write(async |tx| {
                let edition = edition_lock::lock(tx, pool.edition).await?;
                // Another server may have been faster, or somebody removed it.
                let Some(pool) = seat_pool::Entity::find_by_id(pool.id)
                    .filter(seat_pool::Column::ReleasedAt.is_null())
                    .one(tx)
                    .await?
                else {
                    return Ok(0);
                };
                lift(tx, &pool, now).await?;
                note(
                    tx,
                    None,
                    "release_seat_pool",
                    pool.whose(),
                    &detail(&pool),
                    now,
                )
                .await?;
                promote(tx, &edition, now).await?;
                Ok(1)
            })
            .await?;
    }
    Ok(released)
}

async fn lift(tx: &Tx, pool: &seat_pool::Model, now: Instant) -> Result<()> {
    seat_pool::stop_counting(tx, pool.id).await?;
    seat_pool::Entity::update_many()
        .col_expr(seat_pool::Column::ReleasedAt, Expr::value(now))
        .filter(seat_pool::Column::Id.eq(pool.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The total of an edition or elective, where it has one.
pub(super) async fn total(tx: &Tx, whose: Whose) -> Result<Option<seat_pool::Model>> {
    Ok(seat_pool::counting(whose)
        .filter(seat_pool::Column::Counted.eq(PoolGroup::Everybody))
        .one(tx)
        .await?)
}

/// A pool beside the total that counts, for who may change it.
pub(super) async fn changeable(
    db: &Db,
    visitor: &Visitor,
    pool: SeatPoolId,
) -> Result<(seat_pool::Model, PersonId)> {
    visitor.signed_in()?;
    let known = seat_pool::Entity::find_by_id(pool)
        .filter(seat_pool::Column::ReleasedAt.is_null())
        .one(db.read())
        .await?
        .filter(|pool| visitor.may_see_figures_of(pool.edition) && !pool.is_total())
        .ok_or(Refusal::NotFound)?;
    let actor = permission::may_change(visitor, known.edition)?;
    Ok((known, actor))
}

/// One change of a pool beside the total, under its edition's lock, followed by whom it lets in.
pub(super) async fn change(
    db: &Db,
    visitor: &Visitor,
    pool: SeatPoolId,
    now: Instant,
    rule: impl AsyncFnOnce(&Tx, &edition::Model, &seat_pool::Model, PersonId) -> Result<()>,
) -> Result<Whose> {
    let (known, actor) = changeable(db, visitor, pool).await?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, known.edition).await?;
        // Another may have removed or lifted it meanwhile.
        let pool = seat_pool::counting(known.whose())
            .filter(seat_pool::Column::Id.eq(pool))
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        rule(tx, &edition, &pool, actor).await?;
        promote(tx, &edition, now).await?;
        Ok(pool.whose())
    })
    .await
}

pub(super) fn detail(pool: &seat_pool::Model) -> String {
    format!(
        "{} {} {} {}",
        pool.rule, pool.counted, pool.counted_value, pool.size
    )
}

async fn note_pool(
    tx: &Tx,
    actor: PersonId,
    action: &str,
    pool: &seat_pool::Model,
    now: Instant,
) -> Result<()> {
    note(tx, Some(actor), action, pool.whose(), &detail(pool), now).await
}

async fn note(
    tx: &Tx,
    actor: Option<PersonId>,
    action: &str,
    whose: Whose,
    detail: &str,
    now: Instant,
) -> Result<()> {
    let (kind, id) = match whose.course {
        Some(course) => ("course", course.0),
        None => ("edition", whose.edition.0),
    };
    audit::note(tx, actor, action, kind, id, detail, now).await
}

pub(super) async fn promote(tx: &Tx, edition: &edition::Model, now: Instant) -> Result<()> {
    if admission_rule::gives_places(edition, now) {
        waiting_list::promote(tx, edition, now).await?;
    }
    Ok(())
}
