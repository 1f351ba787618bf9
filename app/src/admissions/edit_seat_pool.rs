//! One seat pool, for its staff: another size, who is picked for it, lifting, removing.

use domain::admissions::picking::picks;
use domain::admissions::pool_overview::one;
use domain::admissions::pool_setup;
use domain::admissions::seat_pool::Whose;
use leptos::prelude::*;
use model::admissions::PoolGroup;
use model::{Refusal, SeatPoolId};
use server_fn::ServerFn;

use super::picked_people::PickedPeople;
use super::seat_pools::seats_page;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Field, Form, Hidden, PageTitle, Submit, asking, page, param, query, words,
};

/// Gives a pool another size.
#[server(endpoint = "resize_seat_pool")]
pub async fn resize_seat_pool(pool: String, size: String) -> Outcome {
    act(async |asking| {
        let pool = pool_of(&pool)?;
        let whose =
            pool_setup::resize(&asking.db, &asking.visitor, pool, &size, asking.now).await?;
        Ok(done(whose, "pool_resized"))
    })
    .await
}

/// Lifts a pool's cap.
#[server(endpoint = "release_seat_pool")]
pub async fn release_seat_pool(pool: String) -> Outcome {
    act(async |asking| {
        let pool = pool_of(&pool)?;
        let whose = pool_setup::release(&asking.db, &asking.visitor, pool, asking.now).await?;
        Ok(done(whose, "pool_released"))
    })
    .await
}

/// Removes a pool.
#[server(endpoint = "remove_seat_pool")]
pub async fn remove_seat_pool(pool: String) -> Outcome {
    act(async |asking| {
        let pool = pool_of(&pool)?;
        let whose = pool_setup::remove(&asking.db, &asking.visitor, pool, asking.now).await?;
        Ok(done(whose, "pool_removed"))
    })
    .await
}

pub(super) fn pool_of(text: &str) -> Result<SeatPoolId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

pub(super) fn done(whose: Whose, what: &str) -> To {
    To::page(format!("{}?done={what}", seats_page(whose)))
}

/// `/staff/seat-pools/:id`: another size, lifting, removing.
#[component]
pub fn EditSeatPoolPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (id, search) = (param("id"), query("q"));
    page(async move {
        let id = pool_of(&id)?;
        let (pools, pool) = one(&asking.db, &asking.visitor, id, words.language).await?;
        let said = words.pool_said(pool.rule, pool.counted, &pool.counted_value, pool.size);
        let list = seats_page(pools.whose);
        let picks = if pool.counted == PoolGroup::Picked {
            let picks = picks(&asking.db, &pool, &search).await?;
            Some(view! { <PickedPeople pool=id picks search/> })
        } else {
            None
        };
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (list, words.seats_of(pools.title)),
        ];
        Ok(view! {
            <PageTitle text=said.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.change_pool()/>
                    <h1>{said}</h1>
                    <p class="lede">{words.change_pool_lede()}</p>
                </div>
                <Done what="picked" text=words.done_picked()/>
                <Done what="unpicked" text=words.done_unpicked()/>
                {picks}
                <Form action=ResizeSeatPool::PATH>
                    <Hidden name="pool" value=id.to_string()/>
                    <Field name="size" label=words.pool_size() kind="number" min="0" value=pool.size.to_string()/>
                    <Submit text=words.set_seats()/>
                </Form>
                <h2>{words.end_pool()}</h2>
                <p>{words.release_pool_what()}</p>
                <Form action=ReleaseSeatPool::PATH>
                    <Hidden name="pool" value=id.to_string()/>
                    <Submit text=words.release_pool() class="btn quiet"/>
                </Form>
                <p>{words.remove_pool_what()}</p>
                <Form action=RemoveSeatPool::PATH>
                    <Hidden name="pool" value=id.to_string()/>
                    <Submit text=words.remove_pool() class="btn danger"/>
                </Form>
            </div>
        })
    })
}
