//! Notices on a page.

use leptos::prelude::*;

use super::query;

/// A notice; `kind` is empty, `ok`, `warn` or `bad`.
#[component]
pub fn Notice(#[prop(optional)] kind: &'static str, children: Children) -> impl IntoView {
    view! { <div class=format!("notice {kind}") role="status">{children()}</div> }
}

/// Says that what a form asked for was done, where the address says `?done=what`.
#[component]
pub fn Done(what: &'static str, #[prop(into)] text: String) -> impl IntoView {
    (query("done") == what).then(|| view! { <Notice kind="ok"><p>{text}</p></Notice> })
}
