//! Leads from an edition to its enrolment.

use leptos::prelude::*;
use model::EditionId;

use crate::frame::words;

/// The way to enrol; `programme` and `edition` are the slugs of the edition's address.
#[component]
pub fn EnrolBox(
    id: EditionId,
    #[prop(into)] programme: String,
    #[prop(into)] edition: String,
) -> impl IntoView {
    let to = format!("/programmes/{programme}/{edition}/enrol");
    view! { <p><a class="btn" href=to data-edition=id.to_string()>{words().take_part()}</a></p> }
}
