//! What runs in the browser.

mod seat_counter;

pub use seat_counter::SeatCounter;

/// Called once a page's wasm is there, before its islands are woken.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
