//! What runs in the browser: the only crate compiled to wasm.
//!
//! A page hands an island finished words and plain values; context does not cross over. The script
//! `server/assets/islands.js` wakes the islands of a page.

mod beat;
mod draft_keeper;
mod list_keys;
#[cfg(feature = "hydrate")]
mod listening;
mod player;
mod seat_counter;

pub use beat::{Beat, Unheard};
pub use draft_keeper::DraftKeeper;
pub use list_keys::ListKeys;
pub use player::Player;
pub use seat_counter::SeatCounter;

/// Called once by the script before it wakes the islands.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
