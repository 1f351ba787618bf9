//! Who can use these pages, and what does not work yet.

use leptos::prelude::*;

use super::TextPage;
use crate::frame::words;

/// `/accessibility`
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    let words = words();
    let parts = vec![
        (words.accessible_how(), words.accessible_how_text()),
        (words.accessible_limits(), words.accessible_limits_text()),
        (words.accessible_tell(), words.accessible_tell_text()),
    ];
    view! { <TextPage heading=words.footer_accessibility() lede=words.accessible_lede() parts/> }
}
