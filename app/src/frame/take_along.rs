//! The ways to a list as a file.

use leptos::prelude::*;

use super::words;

/// The list of the page as CSV and as a workbook. `csv` is the address of the former; the latter's differs in its ending.
#[component]
pub fn TakeAlong(#[prop(into)] csv: String) -> impl IntoView {
    let words = words();
    let workbook = csv.replacen(".csv", ".xlsx", 1);
    view! {
        <p class="on-screen">
            <a href=csv>{words.as_csv()}</a> " · "
            <a href=workbook>{words.as_workbook()}</a>
        </p>
    }
}
