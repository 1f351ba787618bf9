//! The way through a long list.

use leptos::prelude::*;

use super::words;

/// Previous and next; shows nothing when all fits on one page. `address` gives a page's address.
#[component]
pub fn Pager(page: u64, pages: u64, address: impl Fn(u64) -> String) -> impl IntoView {
    let words = words();
    if pages <= 1 {
        return ().into_any();
    }
    let shown = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let previous = (page > 1)
        .then(|| view! { <a rel="prev" href=address(page - 1)>{words.previous_page()}</a> });
    let next = (page < pages)
        .then(|| view! { <a rel="next" href=address(page + 1)>{words.next_page()}</a> });
    view! {
        <nav class="pager" aria-label=words.pages()>
            {previous}
            <span>{words.page_of(shown(page), shown(pages))}</span>
            {next}
        </nav>
    }
    .into_any()
}
