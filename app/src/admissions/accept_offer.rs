//! Accept the place that is offered to one.

use domain::admissions::{admission, offering};
use leptos::prelude::*;
use model::{EditionId, Instant, Zone};
use server_fn::ServerFn;

use super::edition_of;
use crate::action::{Outcome, To, act};
use crate::frame::{Form, Hidden, Moment, words};

/// Accepts an offer for whoever is asking.
#[server(endpoint = "accept_offer")]
pub async fn accept_offer(edition: String) -> Outcome {
    act(async |asking| {
        let person = asking.person()?;
        let edition = edition_of(&edition)?;
        offering::accept(&asking.db, person, edition, asking.now).await?;
        let (programme, edition) = admission::address_of(&asking.db, edition).await?;
        Ok(To::page(format!(
            "/programmes/{programme}/{edition}/enrol?done=accepted"
        )))
    })
    .await
}

/// Says that a place is offered, until when, and what happens afterwards.
#[component]
pub(super) fn OfferBox(until: Instant, zone: Zone) -> impl IntoView {
    let words = words();
    view! {
        <div class="standing warn">
            <b>{words.place_is_offered()}</b>
            <p>{words.offer_until()} " " <Moment at=until zone/></p>
            <p>{words.offer_means()}</p>
        </div>
    }
}

/// Yes, or no.
#[component]
pub(super) fn AnswerOffer(edition: EditionId, here: String) -> impl IntoView {
    let words = words();
    view! {
        <Form action=AcceptOffer::PATH>
            <Hidden name="edition" value=edition.to_string()/>
            <p class="actions">
                <button class="btn">{words.accept_offer()}</button>
                <a href=format!("{here}/withdraw")>{words.decline_offer()}</a>
            </p>
        </Form>
    }
}
