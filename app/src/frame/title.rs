//! The document's title.

use leptos::prelude::*;

use super::site;

/// Sets the title to `text · the centre's name`. Escapes what `leptos_meta::Title` prints as it is.
#[component]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that hands it escaped text"
)]
pub fn PageTitle(#[prop(into)] text: String) -> impl IntoView {
    let text = escaped(&format!("{text} · {}", site().name));
    view! { <leptos_meta::Title text/> }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
