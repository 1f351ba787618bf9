//! Withdrawing: one's own place or turn, or somebody else's. The next in line gets the place at once.

use model::admissions::Standing;
use model::{ApplicationId, EditionId, Instant, PersonId, Refusal};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::enrolling::is_known;
use super::enrolment::{self, post};
use super::ladder::{self, By};
use super::{admission_rule, application, edition_lock, permission, seat_pool, waiting_list};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::outbox::Letter;
use crate::typed::Form;
use crate::{Db, Error, Result, Tx, audit};

/// The longest reason, in characters.
pub const LONGEST_REASON: u32 = 500;

/// Gives one's own place, or one's turn on the waiting list, back. The next in line gets the place at once.
pub async fn withdraw(db: &Db, who: PersonId, edition: EditionId, now: Instant) -> Result<()> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        let Some(application) = application::active(tx, edition.id, who).await? else {
            is_known(tx, &edition).await?;
            return Err(Refusal::NothingToWithdraw.into());
        };
        if application.standing == Standing::Draft {
            // Nobody else knew of it: it goes without a trace, at any time.
            application::Entity::delete_by_id(application.id)
                .exec(tx)
                .await?;
            return Ok(());
        }
        if now >= edition.ends_at {
            return Err(Refusal::Closed {
                closed_at: Some(edition.ends_at),
            }
            .into());
        }
        let letter = Letter::Withdrawn {
            edition: edition.id,
        };
        leave(tx, &edition, application, By::person(who), &letter, now).await
    })
    .await
}

/// Withdraws somebody else, for a reason that stays in the history.
pub async fn withdraw_somebody(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    reason: &str,
    now: Instant,
) -> Result<EditionId> {
    let (known, actor) = permission::changeable(db, visitor, application).await?;
    if actor == known.person {
        return Err(Refusal::NotOneself.into());
    }
    let mut form = Form::new();
    let reason = form.text("reason", reason, LONGEST_REASON);
    let reason = form.finish(reason)?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, known.edition).await?;
        let application = application::find(tx, application).await?;
        if application.standing.is_over() {
            return Err(Refusal::NothingToWithdraw.into());
        }
        let by = By {
            actor: Some(actor),
            reason: &reason,
        };
        let subject = application.id.0;
        let letter = Letter::WithdrawnByStaff {
            edition: edition.id,
            reason: reason.clone(),
        };
        leave(tx, &edition, application, by, &letter, now).await?;
        audit::note(
            tx,
            Some(actor),
            "withdraw",
            "application",
            subject,
            "reason",
            now,
        )
        .await?;
        Ok(edition.id)
    })
    .await
}

pub(super) async fn leave(
    tx: &Tx,
    edition: &edition::Model,
    mut application: application::Model,
    by: By<'_>,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    let had_place = application.standing == Standing::Accepted;
    // An offer holds seats without a place.
    let held_seats = application.standing.holds_seats();
    ladder::step(tx, &mut application, Standing::Withdrawn, by, now).await?;
    if had_place {
        end(tx, application.id, now).await?;
    }
    if held_seats {
        seat_pool::give_back(tx, application.id).await?;
    }
    let person = person::Entity::find_by_id(application.person)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    post(tx, &application, &person, letter, now).await?;
    if held_seats && admission_rule::gives_places(edition, now) {
        waiting_list::promote(tx, edition, now).await?;
    }
    Ok(())
}

async fn end(tx: &Tx, application: ApplicationId, now: Instant) -> Result<()> {
    let ended = enrolment::Entity::update_many()
        .col_expr(enrolment::Column::WithdrawnAt, Expr::value(now))
        .filter(enrolment::Column::Application.eq(application))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    if ended.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Fault(format!(
            "application {application} was accepted without a place"
        )))
    }
}
