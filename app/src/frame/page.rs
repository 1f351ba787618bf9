//! A page: who is asking, one load, then the page or a designed refusal with the right status.

use domain::{Asking, Error};
use http::StatusCode;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::{Language, Refusal};

use super::ErrorPage;
use crate::{Site, Words};

/// Who is asking.
#[must_use]
pub fn asking() -> Asking {
    expect_context::<Asking>()
}

/// The words in the reader's language.
#[must_use]
pub fn words() -> Words {
    use_context::<Words>().unwrap_or(Words::of(Language::English))
}

/// The installation.
#[must_use]
pub fn site() -> Site {
    use_context::<Site>().unwrap_or_default()
}

/// A part of the address that the route names; empty when there is none.
#[must_use]
pub fn param(name: &str) -> String {
    use_params_map()
        .with_untracked(|params| params.get(name))
        .unwrap_or_default()
}

/// A value of the address's query; empty when there is none.
#[must_use]
pub fn query(name: &str) -> String {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .unwrap_or_default()
}

/// Shows what `load` gives, or why it gives nothing.
pub fn page<V: IntoView + 'static>(
    load: impl Future<Output = domain::Result<V>> + Send + 'static,
) -> impl IntoView {
    Suspend::new(async move {
        match load.await {
            // Rendered later, perhaps on another thread: without its owner, `Meta` would not find the head it belongs to.
            Ok(shown) => OwnedView::new(shown.into_any()).into_any(),
            Err(error) => OwnedView::new(refused(error).into_any()).into_any(),
        }
    })
}

fn refused(error: Error) -> impl IntoView {
    let refusal = match error {
        Error::Refused(refusal) => Some(refusal),
        error => {
            tracing::error!(%error, "a page could not be loaded");
            None
        }
    };
    let status = refusal.as_ref().map_or(500, Refusal::status);
    answer_with(status);
    view! { <ErrorPage status/> }
}

/// Answers with a status, for pages that show a refusal themselves.
pub fn answer_with(status: u16) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response
            .set_status(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    }
}
