//! The ladder of an application: every allowed step in one table. A step the table lacks is impossible.

use model::admissions::{DeclineReason, Standing};
use model::{ApplicationStepId, Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::{application, application_step};
use crate::{Result, Tx};

/// From where to where; nothing before the first step. Who may take a step, and in which way of admission, is the
/// rule of whoever takes it.
const STEPS: &[(Option<Standing>, Standing)] = &[
    // Open admission: a place at once, or a turn.
    (None, Standing::Submitted),
    (Some(Standing::Submitted), Standing::Accepted),
    (Some(Standing::Submitted), Standing::Waiting),
    (Some(Standing::Waiting), Standing::Accepted),
    // Approval: written, sent, read.
    (None, Standing::Draft),
    (Some(Standing::Draft), Standing::Submitted),
    (Some(Standing::Submitted), Standing::InReview),
    // Nomination: named, completed by the person, endorsed, read.
    (None, Standing::Nominated),
    (Some(Standing::Nominated), Standing::Submitted),
    (Some(Standing::Submitted), Standing::Endorsed),
    (Some(Standing::Endorsed), Standing::InReview),
    // Decided on, with or without a reading that was noted.
    (Some(Standing::Submitted), Standing::Offered),
    (Some(Standing::Submitted), Standing::Declined),
    (Some(Standing::Endorsed), Standing::Offered),
    (Some(Standing::Endorsed), Standing::Waiting),
    (Some(Standing::Endorsed), Standing::Declined),
    (Some(Standing::InReview), Standing::Offered),
    (Some(Standing::InReview), Standing::Waiting),
    (Some(Standing::InReview), Standing::Declined),
    (Some(Standing::Waiting), Standing::Offered),
    (Some(Standing::Waiting), Standing::Declined),
    // The offer's answer.
    (Some(Standing::Offered), Standing::Accepted),
    (Some(Standing::Offered), Standing::Expired),
    // Taken back, from wherever it is not over.
    (Some(Standing::Draft), Standing::Withdrawn),
    (Some(Standing::Nominated), Standing::Withdrawn),
    (Some(Standing::Submitted), Standing::Withdrawn),
    (Some(Standing::Endorsed), Standing::Withdrawn),
    (Some(Standing::InReview), Standing::Withdrawn),
    (Some(Standing::Waiting), Standing::Withdrawn),
    (Some(Standing::Offered), Standing::Withdrawn),
    (Some(Standing::Accepted), Standing::Withdrawn),
];

/// Who takes a step, and why.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// None: Egret itself.
    pub actor: Option<PersonId>,
    /// Empty where the step speaks for itself.
    pub reason: &'a str,
}

impl By<'_> {
    /// A person, for reasons of their own.
    #[must_use]
    pub const fn person(person: PersonId) -> Self {
        Self {
            actor: Some(person),
            reason: "",
        }
    }

    /// Egret itself, by the rules.
    #[must_use]
    pub const fn rule() -> Self {
        Self {
            actor: None,
            reason: "",
        }
    }
}

/// Where a step leads, with what only that standing has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A standing that has nothing of its own.
    To(Standing),
    /// The waiting list.
    Wait {
        /// Its order there.
        number: i64,
    },
    /// An offer.
    Offer {
        /// Until when it is open.
        until: Instant,
    },
    /// Declined by the centre.
    Decline(DeclineReason),
}

impl Next {
    const fn standing(self) -> Standing {
        match self {
            Self::To(standing) => standing,
            Self::Wait { .. } => Standing::Waiting,
            Self::Offer { .. } => Standing::Offered,
            Self::Decline(_) => Standing::Declined,
        }
    }
}

impl From<Standing> for Next {
    fn from(standing: Standing) -> Self {
        Self::To(standing)
    }
}

/// Whether the table has the step.
#[must_use]
pub fn allows(from: Option<Standing>, to: Standing) -> bool {
    STEPS.contains(&(from, to))
}

/// Writes the first step of an application that was just begun.
pub(super) async fn begin(
    tx: &Tx,
    application: &application::Model,
    by: By<'_>,
    now: Instant,
) -> Result<()> {
    if !allows(None, application.standing) {
        return Err(Refusal::NoSuchStep.into());
    }
    note(tx, application, None, application.standing, by, now).await
}

/// Moves an application up or down the ladder and writes the step.
///
/// What only one standing has is written with it and taken away with it; the schema refuses one without the other.
pub(super) async fn step(
    tx: &Tx,
    application: &mut application::Model,
    next: impl Into<Next>,
    by: By<'_>,
    now: Instant,
) -> Result<()> {
    use application::Column;
    let (next, from) = (next.into(), application.standing);
    let to = next.standing();
    if !allows(Some(from), to) {
        return Err(Refusal::NoSuchStep.into());
    }
    let mut queue_number = None;
    let mut offer_expires_at = None;
    let mut decline_reason = None;
    match next {
        Next::To(_) => {}
        Next::Wait { number } => queue_number = Some(number),
        Next::Offer { until } => offer_expires_at = Some(until),
        Next::Decline(reason) => decline_reason = Some(reason),
    }
    let moved = application::Entity::update_many()
        .col_expr(Column::Standing, Expr::value(to))
        .col_expr(Column::QueueNumber, Expr::value(queue_number))
        .col_expr(Column::OfferExpiresAt, Expr::value(offer_expires_at))
        .col_expr(Column::DeclineReason, Expr::value(decline_reason))
        .filter(Column::Id.eq(application.id))
        .filter(Column::Standing.eq(from))
        .exec(tx)
        .await?;
    if moved.rows_affected != 1 {
        return Err(Refusal::NoSuchStep.into());
    }
    note(tx, application, Some(from), to, by, now).await?;
    application.standing = to;
    application.queue_number = queue_number;
    application.offer_expires_at = offer_expires_at;
    application.decline_reason = decline_reason;
    Ok(())
}

async fn note(
    tx: &Tx,
    application: &application::Model,
    came_from: Option<Standing>,
    went_to: Standing,
    by: By<'_>,
    now: Instant,
) -> Result<()> {
    let row = application_step::ActiveModel {
        id: Set(ApplicationStepId::new()),
        application: Set(application.id),
        came_from: Set(came_from),
        went_to: Set(went_to),
        at: Set(now),
        actor: Set(by.actor),
        reason: Set(by.reason.to_owned()),
    };
    application_step::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Standing, allows};

    #[test]
    fn nothing_leads_back_from_an_end() {
        for from in Standing::ALL.iter().filter(|standing| standing.is_over()) {
            for to in Standing::ALL {
                assert!(!allows(Some(*from), *to), "{from} → {to}");
            }
        }
    }

    #[test]
    fn whoever_is_not_through_may_take_it_back() {
        for from in Standing::ALL.iter().filter(|standing| !standing.is_over()) {
            assert!(allows(Some(*from), Standing::Withdrawn), "{from}");
        }
    }

    #[test]
    fn a_place_is_given_to_those_who_were_read_only_by_an_offer() {
        for from in [
            Standing::Draft,
            Standing::Nominated,
            Standing::Endorsed,
            Standing::InReview,
        ] {
            assert!(!allows(Some(from), Standing::Accepted), "{from}");
        }
    }

    #[test]
    fn nobody_begins_with_a_place() {
        assert!(!allows(None, Standing::Accepted));
        assert!(!allows(None, Standing::Waiting));
    }
}
