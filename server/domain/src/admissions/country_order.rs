//! A country's own order on the waiting list: its turns stay where they are, and go to its people in the order in which
//! it put them.

use std::collections::HashMap;

use model::{ApplicationId, Country, EditionId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::{application, nomination, waiting_list};
use crate::{Result, Tx};

/// Gives the turns of a delegation to its people in its own order. People whom nobody nominated keep theirs.
pub(super) async fn settle(tx: &Tx, edition: EditionId, country: Country) -> Result<()> {
    let waiting = waiting_list::waiting(edition)
        .filter(application::Column::Delegation.eq(country))
        .order_by_asc(application::Column::QueueNumber)
        .all(tx)
        .await?;
    let orders: HashMap<ApplicationId, i32> = nomination::Entity::find()
        .filter(nomination::Column::Application.is_in(waiting.iter().map(|one| one.id)))
        // A corrected delegation leaves another country's order behind.
        .filter(nomination::Column::Country.eq(country))
        .all(tx)
        .await?
        .into_iter()
        .filter_map(|one| Some((one.application, one.country_order?)))
        .collect();
    let turns: Vec<(ApplicationId, i64)> = waiting
        .iter()
        .filter(|one| orders.contains_key(&one.id))
        .filter_map(|one| Some((one.id, one.queue_number?)))
        .collect();
    let mut in_order: Vec<ApplicationId> = turns.iter().map(|(id, _)| *id).collect();
    in_order.sort_by_key(|id| orders.get(id));
    let moved: Vec<(ApplicationId, i64)> = in_order
        .into_iter()
        .zip(&turns)
        .filter(|(id, (now, _))| id != now)
        .map(|(id, (_, turn))| (id, *turn))
        .collect();
    // No two may have the same turn at any moment: first out of the way, then in place.
    for (id, turn) in &moved {
        set(tx, *id, -turn).await?;
    }
    for (id, turn) in &moved {
        set(tx, *id, *turn).await?;
    }
    Ok(())
}

async fn set(tx: &Tx, application: ApplicationId, turn: i64) -> Result<()> {
    application::Entity::update_many()
        .col_expr(application::Column::QueueNumber, Expr::value(turn))
        .filter(application::Column::Id.eq(application))
        .exec(tx)
        .await?;
    Ok(())
}
