//! Seats left, kept fresh.

#[cfg(feature = "hydrate")]
mod refresh;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What an edition's seats are at a moment, in the reader's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsNow {
    /// Taken.
    pub taken: i32,
    /// In all.
    pub size: i32,
    /// Seats left, in words.
    pub said: String,
}

/// Seats left in words and as a meter. While its tab is seen it asks `address` again every 20 seconds.
#[island]
pub fn SeatCounter(address: String, taken: i32, size: i32, said: String) -> impl IntoView {
    let seats = RwSignal::new(SeatsNow { taken, size, said });
    #[cfg(feature = "hydrate")]
    refresh::keep_fresh(address, seats);
    #[cfg(not(feature = "hydrate"))]
    drop(address);
    let said = move || seats.with(|seats| seats.said.clone());
    view! {
        <span>{said}</span>
        <meter min="0" max=move || seats.with(|seats| seats.size.max(1).to_string())
            value=move || seats.with(|seats| seats.taken.to_string()) aria-label=said></meter>
    }
}
