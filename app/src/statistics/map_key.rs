//! What the marks of a map or chart stand for.

use leptos::prelude::*;

use super::sheet::Sheet;

/// Filled is measured, hollow is reported.
pub fn key(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let measured = sheet
        .layers
        .measured()
        .then(|| view! { <span><i class="measured"></i>{words.layer_measured()}</span> });
    let reported = sheet
        .layers
        .reported()
        .then(|| view! { <span><i class="reported"></i>{words.layer_reported()}</span> });
    view! { <p class="key">{measured}{reported}</p> }.into_any()
}
