//! Leads from an edition to its enrolment.

use leptos::prelude::*;
use model::EditionId;

use crate::frame::{param, words};

/// The way to enrol.
#[component]
pub fn EnrolBox(edition: EditionId) -> impl IntoView {
    let _ = edition;
    let to = format!(
        "/programmes/{}/{}/enrol",
        param("programme"),
        param("edition")
    );
    view! { <p><a class="btn" href=to>{words().how_to_take_part()}</a></p> }
}
