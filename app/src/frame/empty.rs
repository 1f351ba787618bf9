//! Nothing here, and what to do about it.

use leptos::prelude::*;

/// A designed emptiness: what is missing, and a way on.
#[component]
pub fn Empty(
    #[prop(into)] heading: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{heading}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <p>{children()}</p> })}
        </div>
    }
}
