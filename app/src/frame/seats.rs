//! How many seats are left.

use leptos::prelude::*;

use super::words;

/// Seats left in words and as a meter; without a size there is no limit.
#[component]
pub fn Seats(taken: i32, size: Option<i32>) -> impl IntoView {
    let words = words();
    match size {
        None => view! { <span>{words.no_limit()}</span> }.into_any(),
        Some(size) => {
            let said = words.seats_left((size - taken).max(0), size);
            view! {
                <span>{said.clone()}</span>
                <meter min="0" max=size.max(1).to_string() value=taken.to_string() aria-label=said></meter>
            }
            .into_any()
        }
    }
}
