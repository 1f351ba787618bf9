//! The one place for script elements that carry data: their text is printed as it is.

use leptos::prelude::*;
use serde_json::Value;

/// Structured data (schema.org) about what the page shows.
#[component]
pub fn JsonLd(data: Value) -> impl IntoView {
    // A `<` could end the element; as an escape it means the same to a reader of JSON.
    let json = data.to_string().replace('<', "\\u003c");
    view! { <script type="application/ld+json">{json}</script> }
}
