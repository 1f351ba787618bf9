//! A session's trainers: who is printed, and the grants that let them run it.

use std::collections::BTreeSet;

use model::role::Scope;
use model::{Instant, PersonId, Reason, Refusal, Role, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::session_trainer;
use crate::accounts::{grant, person};
use crate::{Result, Tx, audit};

/// The people chosen, and the one named by address.
pub async fn chosen(tx: &Tx, ids: &[PersonId], email: Option<&str>) -> Result<BTreeSet<PersonId>> {
    let mut team: BTreeSet<_> = ids.iter().copied().collect();
    let known = person::Entity::find()
        .filter(person::Column::Id.is_in(team.iter().copied()))
        .filter(person::Column::DeletedAt.is_null())
        .all(tx)
        .await?;
    if known.len() != team.len() {
        return Err(Refusal::field("trainers[]", Reason::NotAChoice).into());
    }
    if let Some(email) = email {
        let found = person::find_by_email(tx, email)
            .await?
            .filter(|person| person.email_confirmed_at.is_some())
            .ok_or_else(|| Refusal::field("trainer_email", Reason::NobodyKnown))?;
        team.insert(found.id);
    }
    Ok(team)
}

/// Who is printed as trainer of a session.
pub async fn of(tx: &impl ConnectionTrait, session: SessionId) -> Result<BTreeSet<PersonId>> {
    let rows = session_trainer::Entity::find()
        .filter(session_trainer::Column::Session.eq(session))
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.person).collect())
}

/// Who came into a session's team, and who left it.
#[derive(Clone, Debug, Default)]
pub struct Turnover {
    pub coming: BTreeSet<PersonId>,
    pub leaving: BTreeSet<PersonId>,
}

/// Prints `team` as the session's trainers. With `granting`, newcomers may run it from now on, and those who leave no longer.
pub async fn replace(
    tx: &Tx,
    actor: PersonId,
    session: SessionId,
    team: &BTreeSet<PersonId>,
    granting: bool,
    now: Instant,
) -> Result<Turnover> {
    let present = of(tx, session).await?;
    for leaving in present.difference(team) {
        session_trainer::Entity::delete_by_id((session, *leaving))
            .exec(tx)
            .await?;
        if granting {
            revoke(tx, actor, *leaving, session, now).await?;
        }
    }
    for coming in team.difference(&present) {
        let row = session_trainer::ActiveModel {
            session: Set(session),
            person: Set(*coming),
        };
        session_trainer::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        if granting {
            let scope = Scope::Session(session);
            grant::write(tx, Some(actor), *coming, Role::Trainer, scope, None, now).await?;
        }
    }
    Ok(Turnover {
        coming: team.difference(&present).copied().collect(),
        leaving: present.difference(team).copied().collect(),
    })
}

async fn revoke(
    tx: &Tx,
    actor: PersonId,
    leaving: PersonId,
    session: SessionId,
    now: Instant,
) -> Result<()> {
    let grants = grant::Entity::find()
        .filter(grant::Column::Person.eq(leaving))
        .filter(grant::Column::Session.eq(session))
        .filter(grant::Column::RevokedAt.is_null())
        .all(tx)
        .await?;
    for row in grants {
        let mut row = row.into_active_model();
        row.revoked_at = Set(Some(now));
        row.revoked_by = Set(Some(actor));
        row.update(tx).await?;
        let role = Role::Trainer.as_str();
        audit::note(
            tx,
            Some(actor),
            "revoke_role",
            "person",
            leaving.0,
            role,
            now,
        )
        .await?;
    }
    Ok(())
}
