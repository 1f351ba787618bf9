//! Keeps a half-filled form as a draft when its page is left.

#[cfg(feature = "hydrate")]
mod leaving;

use leptos::prelude::*;

/// Stands in a form. When the page is hidden or left after something was typed, the form is sent to `address` as if
/// `press` had been pressed. `said` tells so, and is shown only where this runs.
#[island]
pub fn DraftKeeper(address: String, press: String, said: String) -> impl IntoView {
    let shown = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    leaving::keep(address, press, move || shown.set(said.clone()));
    #[cfg(not(feature = "hydrate"))]
    drop((address, press, said));
    view! { <span>{move || shown.get()}</span> }
}
