//! Why there is no way in at this time, with the moment at which that changes.

use leptos::prelude::*;
use model::{Instant, Refusal, Zone};

use crate::frame::{Moment, words};

/// Why nobody can enrol now.
#[component]
pub fn WhyShut(refusal: Refusal, zone: Zone) -> impl IntoView {
    let words = words();
    match refusal {
        Refusal::NotOpenYet {
            opens_at: Some(opens_at),
        } => at(words.enrolment_opens(), opens_at, zone).into_any(),
        Refusal::Closed {
            closed_at: Some(closed_at),
        } => at(words.enrolment_closed(), closed_at, zone).into_any(),
        Refusal::AnotherWayIn => view! { <p>{words.enrolment_another_way()}</p> }.into_any(),
        Refusal::NotNow => view! { <p>{words.enrolment_cancelled()}</p> }.into_any(),
        Refusal::NotFound => view! { <p>{words.enrolment_not_published()}</p> }.into_any(),
        other => view! { <p>{words.refusal(&other)}</p> }.into_any(),
    }
}

/// `said` and the moment.
fn at(said: String, at: Instant, zone: Zone) -> impl IntoView {
    view! { <p>{said} " " <Moment at zone/></p> }
}
