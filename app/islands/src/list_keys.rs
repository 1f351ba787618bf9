//! Moving through a list of boxes to tick by single keys.

#[cfg(feature = "hydrate")]
mod moving;

use leptos::prelude::*;

/// Where the focus is on one of the boxes called `name`, `j` and `k` lead to the next and the one before, `x` ticks, and
/// `a` ticks all or none. `said` tells so, and is shown only where this runs.
#[island]
pub fn ListKeys(name: String, said: String) -> impl IntoView {
    let shown = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    moving::listen(name, move || shown.set(said.clone()));
    #[cfg(not(feature = "hydrate"))]
    drop((name, said));
    view! { <span>{move || shown.get()}</span> }
}
