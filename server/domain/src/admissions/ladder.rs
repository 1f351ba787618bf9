//! The ladder of an application: every allowed step in one table. A step the table lacks is impossible.

use model::admissions::Standing;
use model::{ApplicationStepId, Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::{application, application_step};
use crate::{Result, Tx};

/// From where to where; nothing before the first step.
const STEPS: &[(Option<Standing>, Standing)] = &[
    (None, Standing::Submitted),
    (Some(Standing::Submitted), Standing::Accepted),
    (Some(Standing::Submitted), Standing::Waiting),
    (Some(Standing::Waiting), Standing::Accepted),
    (Some(Standing::Waiting), Standing::Withdrawn),
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
/// `queue_number` is its place on the waiting list, given exactly when it goes there.
pub(super) async fn step(
    tx: &Tx,
    application: &mut application::Model,
    to: Standing,
    queue_number: Option<i64>,
    by: By<'_>,
    now: Instant,
) -> Result<()> {
    let from = application.standing;
    if !allows(Some(from), to) {
        return Err(Refusal::NoSuchStep.into());
    }
    let moved = application::Entity::update_many()
        .col_expr(application::Column::Standing, Expr::value(to))
        .col_expr(application::Column::QueueNumber, Expr::value(queue_number))
        .filter(application::Column::Id.eq(application.id))
        .filter(application::Column::Standing.eq(from))
        .exec(tx)
        .await?;
    if moved.rows_affected != 1 {
        return Err(Refusal::NoSuchStep.into());
    }
    note(tx, application, Some(from), to, by, now).await?;
    application.standing = to;
    application.queue_number = queue_number;
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
    fn nobody_begins_with_a_place() {
        assert!(!allows(None, Standing::Accepted));
        assert!(!allows(None, Standing::Waiting));
    }
}
