//! A focal point has one country, in as many editions as are listed.

use model::role::Scope;
use model::{Instant, PersonId, Reason, Refusal, Role};
use sea_orm::PaginatorTrait;
use sea_orm::entity::prelude::*;

use crate::accounts::grant::{self, Column, Entity};
use crate::accounts::person;
use crate::{Result, Tx};

/// Refuses a second country while the first one holds or will. It could name people for both, and see both.
pub(super) async fn keep(
    tx: &Tx,
    to: PersonId,
    role: Role,
    scope: Scope,
    now: Instant,
) -> Result<()> {
    let (Role::FocalPoint, Scope::CountryInEdition(country, _)) = (role, scope) else {
        return Ok(());
    };
    person::locked(tx, to).await?;
    let others = Entity::find()
        .filter(Column::Person.eq(to))
        .filter(Column::Role.eq(Role::FocalPoint))
        .filter(Column::Country.ne(country))
        .filter(grant::not_over(now))
        .count(tx)
        .await?;
    if others > 0 {
        return Err(Refusal::field("country", Reason::FocalPointOfAnother).into());
    }
    Ok(())
}
