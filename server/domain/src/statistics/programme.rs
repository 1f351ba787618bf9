//! Figures of a programme: sums over its editions, as far as the visitor may see them.

use model::{Instant, ProgrammeId, Refusal};
use sea_orm::entity::prelude::*;

use super::seen::{Seen, not_seen};
use super::{Gathered, Ground, ground, left_out};
use crate::accounts::Visitor;
use crate::catalogue::{edition, programme};
use crate::{Db, Result};

/// What the visitor may see figures of, in this programme.
pub async fn ground(db: &Db, visitor: &Visitor, id: ProgrammeId) -> Result<Ground> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let programme = programme::Entity::find_by_id(id)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let Ok(seen) = Seen::by(visitor) else {
        return Err(not_seen(visitor, Some(programme.publication)).into());
    };
    let which = seen.editions().add(edition::Column::Programme.eq(id));
    let counting = which.clone().add(ground::counting());
    let (editions, left_out) = tokio::try_join!(
        ground::editions(db.read(), counting),
        left_out::editions(db.read(), which),
    )?;
    if seen.is_partial() && editions.is_empty() {
        return Err(not_seen(visitor, Some(programme.publication)).into());
    }
    Ok(Ground {
        partial: seen.is_partial(),
        left_out,
        ..Ground::of(editions)
    })
}

/// The figures of a programme, as far as the visitor may see them.
pub async fn figures(
    db: &Db,
    visitor: &Visitor,
    id: ProgrammeId,
    now: Instant,
) -> Result<Gathered> {
    let ground = ground(db, visitor, id).await?;
    Gathered::on(db.read(), ground, now).await
}
