//! A page that is to be found at another address.

use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// Leads to a local path; says where for whoever does not follow by themselves.
#[component]
pub fn Elsewhere(path: String) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>()
        && let Ok(to) = HeaderValue::from_str(&path)
    {
        response.insert_header(header::LOCATION, to);
        response.set_status(StatusCode::FOUND);
    }
    view! { <p class="wrap"><a href=path.clone()>{path.clone()}</a></p> }
}
