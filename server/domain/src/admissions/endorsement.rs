//! What a focal point does with those of their delegation: endorse, put in order, take back, substitute.

use model::admissions::Standing;
use model::{ApplicationId, EditionId, Instant, Language, Refusal};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::focal_point::{self, FocalPoint};
use super::ladder::{self, By};
use super::nominating::{self, Place};
use super::nominee::TypedNominee;
use super::withdrawal::{self, LONGEST_REASON};
use super::{application, country_order, enrolment, nomination, nomination_window};
use crate::accounts::{Visitor, person};
use crate::outbox::Letter;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// What stands in the history of somebody whose place another nominee took.
pub const SUBSTITUTED: &str = "substituted";

/// Endorses somebody who has completed, or who applied by themselves for this delegation.
pub async fn endorse(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    now: Instant,
) -> Result<EditionId> {
    let focal = focal_point::theirs(db, visitor, application).await?;
    db.write(async |tx| {
        let edition = focal_point::locked(tx, &focal).await?;
        let mut found = focal_point::application_of_another(tx, &focal, application).await?;
        nomination_window::may_endorse(&edition, now)?;
        if found.standing != Standing::Submitted {
            return Err(Refusal::NoSuchStep.into());
        }
        let by = By::person(focal.person);
        ladder::step(tx, &mut found, Standing::Endorsed, by, now).await?;
        let letter = Letter::NominationEndorsed {
            edition: edition.id,
        };
        let person = person::find(tx, found.person).await?;
        enrolment::post(tx, &found, &person, &letter, now).await?;
        note(tx, &focal, "endorse", application, now).await?;
        Ok(edition.id)
    })
    .await
}

/// Which way in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// Moves somebody one place up or down in the country's order; at its end nothing happens.
pub async fn put(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    direction: Direction,
    now: Instant,
) -> Result<EditionId> {
    let focal = focal_point::theirs(db, visitor, application).await?;
    db.write(async |tx| {
        let edition = focal_point::locked(tx, &focal).await?;
        let (found, this) = focal_point::nominee(tx, &focal, application).await?;
        nomination_window::may_endorse(&edition, now)?;
        let (Some(order), false) = (this.country_order, found.standing.is_over()) else {
            return Err(Refusal::NoSuchStep.into());
        };
        let Some(other) = neighbour(tx, &focal, order, direction).await? else {
            return Ok(edition.id);
        };
        // Nobody puts themselves before another, nor another before themselves.
        focal_point::application_of_another(tx, &focal, other.application).await?;
        nomination::set_order(tx, application, None).await?;
        nomination::set_order(tx, other.application, Some(order)).await?;
        nomination::set_order(tx, application, other.country_order).await?;
        country_order::settle(tx, edition.id, focal.country).await?;
        note(tx, &focal, "order_nominee", application, now).await?;
        Ok(edition.id)
    })
    .await
}

/// Who stands next to an order in its country and is not over.
async fn neighbour(
    tx: &Tx,
    focal: &FocalPoint,
    order: i32,
    direction: Direction,
) -> Result<Option<nomination::Model>> {
    let over = Standing::ALL
        .iter()
        .copied()
        .filter(|standing| standing.is_over());
    let column = nomination::Column::CountryOrder;
    let next = nomination::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, its_application())
        .filter(application::Column::Standing.is_not_in(over))
        .filter(nomination::Column::Edition.eq(focal.edition))
        .filter(nomination::Column::Country.eq(focal.country))
        // Whose delegation was corrected is another country's.
        .filter(application::Column::Delegation.eq(focal.country));
    let next = match direction {
        Direction::Up => next.filter(column.lt(order)).order_by_desc(column),
        Direction::Down => next.filter(column.gt(order)).order_by_asc(column),
    };
    Ok(next.one(tx).await?)
}

fn its_application() -> sea_orm::RelationDef {
    nomination::Entity::belongs_to(application::Entity)
        .from(nomination::Column::Application)
        .to(application::Column::Id)
        .into()
}

/// Takes a nomination back, for a reason that the nominee reads.
pub async fn take_back(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    reason: &str,
    now: Instant,
) -> Result<EditionId> {
    let focal = focal_point::theirs(db, visitor, application).await?;
    let mut form = Form::new();
    let reason = form.text("reason", reason, LONGEST_REASON);
    let reason = form.finish(reason)?;
    db.write(async |tx| {
        let edition = focal_point::locked(tx, &focal).await?;
        let (found, _) = focal_point::nominee(tx, &focal, application).await?;
        nomination_window::may_endorse(&edition, now)?;
        let letter = Letter::NominationWithdrawn {
            edition: edition.id,
            reason: reason.clone(),
        };
        let by = By {
            actor: Some(focal.person),
            reason: &reason,
        };
        leave(tx, &edition, found, by, &letter, now).await?;
        note(tx, &focal, "withdraw_nominee", application, now).await?;
        Ok(edition.id)
    })
    .await
}

/// Puts another nominee in somebody's place in the order: the one is withdrawn, the other nominated, or neither.
pub async fn substitute(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    typed: &TypedNominee,
    language: Language,
    now: Instant,
) -> Result<EditionId> {
    let focal = focal_point::theirs(db, visitor, application).await?;
    let nominee = typed.parse()?;
    db.write(async |tx| {
        let edition = focal_point::locked(tx, &focal).await?;
        let (found, nomination) = focal_point::nominee(tx, &focal, application).await?;
        nomination_window::may_nominate(&edition, now)?;
        let order = nomination.country_order.ok_or(Refusal::NoSuchStep)?;
        let letter = Letter::NominationSubstituted {
            edition: edition.id,
        };
        let by = By {
            actor: Some(focal.person),
            reason: SUBSTITUTED,
        };
        let the_same = nomination.email == nominee.email;
        if the_same {
            return Err(Refusal::field("email", model::Reason::OnYourList).into());
        }
        leave(tx, &edition, found, by, &letter, now).await?;
        nomination::set_order(tx, application, None).await?;
        let place = Place {
            order,
            replaces: Some(application),
        };
        let named = nominating::name(tx, &focal, &edition, &nominee, place, language, now).await?;
        named.map_err(|reason| Refusal::field("email", reason))?;
        note(tx, &focal, "substitute_nominee", application, now).await?;
        Ok(edition.id)
    })
    .await
}

/// Withdraws a nominee who has no place yet. A place is given back by who has it, or by the centre.
async fn leave(
    tx: &Tx,
    edition: &crate::catalogue::edition::Model,
    found: application::Model,
    by: By<'_>,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    if found.standing.is_over() || found.standing == Standing::Accepted {
        return Err(Refusal::NoSuchStep.into());
    }
    nomination::forget_link(tx, found.id).await?;
    withdrawal::leave(tx, edition, found, by, letter, now).await
}

async fn note(
    tx: &Tx,
    focal: &FocalPoint,
    action: &str,
    application: ApplicationId,
    now: Instant,
) -> Result<()> {
    let (actor, subject) = (Some(focal.person), application.0);
    audit::note(tx, actor, action, "application", subject, "", now).await
}
