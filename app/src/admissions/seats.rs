//! How many seats an edition has, and how many are left.

use domain::admissions::{self, Seats};
use domain::typed::Form as Typed;
use islands::SeatCounter;
use leptos::prelude::*;
use model::EditionId;
use server_fn::ServerFn;

use super::edition_of;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{Field, Form, Hidden, Submit, WakeIslands, words};

/// Sets how many seats an edition has in all; nothing typed: no limit.
#[server(endpoint = "set_seats")]
pub async fn set_seats(edition: String, size: String) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let size = typed_size(&size)?;
        admissions::set_total(&asking.db, &asking.visitor, edition, size, asking.now).await?;
        Ok(To::page(format!(
            "/staff/editions/{edition}/people?done=seats"
        )))
    })
    .await
}

pub(super) fn typed_size(typed: &str) -> Result<Option<i32>, model::Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let mut form = Typed::new();
    let most = i64::from(admissions::seat_pool::MOST_SEATS);
    let size = form.number("size", typed, 0, most);
    form.finish(size).map(|size| i32::try_from(size).ok())
}

/// Seats left, in words.
#[must_use]
pub fn seats_said(words: Words, seats: Seats) -> String {
    seats.size.map_or_else(
        || words.no_limit(),
        |size| words.seats_left((size - seats.taken).max(0), size),
    )
}

/// Seats left, kept fresh where scripting is on.
#[component]
pub fn LiveSeats(edition: EditionId, seats: Seats) -> impl IntoView {
    let said = seats_said(words(), seats);
    match seats.size {
        None => view! { <span>{said}</span> }.into_any(),
        Some(size) => view! {
            <SeatCounter address=format!("/editions/{edition}/seats") taken=seats.taken size said/>
            <WakeIslands/>
        }
        .into_any(),
    }
}

/// The form that sets an edition's seats.
#[component]
pub fn SeatsForm(edition: EditionId, seats: Seats) -> impl IntoView {
    let words = words();
    let size = seats.size.map(|size| size.to_string()).unwrap_or_default();
    view! {
        <Form action=SetSeats::PATH>
            <Hidden name="edition" value=edition.to_string()/>
            <Field name="size" label=words.seats_in_all() hint=words.seats_in_all_hint() kind="number" min="0" value=size optional=true/>
            <Submit text=words.set_seats() class="btn quiet"/>
        </Form>
    }
}
