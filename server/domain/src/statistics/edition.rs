//! Figures of an edition: for its coordinators, auditors and administrators; for trainers, of their sessions.

use model::catalogue::Publication;
use model::{EditionId, Instant, Refusal};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::seen::{not_seen, trained};
use super::{Gathered, Ground, ground};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::{Db, Result};

/// What the visitor may see figures of, in this edition.
pub async fn ground(db: &Db, visitor: &Visitor, id: EditionId) -> Result<Ground> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let which = Condition::all().add(edition::Column::Id.eq(id));
    let editions = ground::editions(db.read(), which).await?;
    let publication = editions
        .first()
        .map(|edition| match edition.programme_publication {
            Publication::Draft => Publication::Draft,
            _ => edition.publication,
        })
        .ok_or(Refusal::NotFound)?;
    let whole = Ground::of(editions);
    if visitor.may_see_figures_of(id) {
        return Ok(whole);
    }
    match trained(db.read(), visitor, id).await? {
        Some(sessions) => Ok(Ground {
            sessions: Some(sessions),
            partial: true,
            ..whole
        }),
        None => Err(not_seen(visitor, Some(publication)).into()),
    }
}

/// The figures of an edition, as far as the visitor may see them.
pub async fn figures(db: &Db, visitor: &Visitor, id: EditionId, now: Instant) -> Result<Gathered> {
    let ground = ground(db, visitor, id).await?;
    Gathered::on(db.read(), ground, now).await
}
