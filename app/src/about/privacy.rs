//! What is kept of people, why, and for how long.

use leptos::prelude::*;

use super::TextPage;
use crate::frame::words;

/// `/privacy`
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let words = words();
    let parts = vec![
        (words.privacy_account(), words.privacy_account_text()),
        (words.privacy_place(), words.privacy_place_text()),
        (words.privacy_watching(), words.privacy_watching_text()),
        (words.privacy_cookies(), words.privacy_cookies_text()),
        (words.privacy_seen(), words.privacy_seen_text()),
        (words.privacy_rights(), words.privacy_rights_text()),
        (words.privacy_sources(), words.privacy_sources_text()),
    ];
    view! { <TextPage heading=words.footer_privacy() lede=words.privacy_lede() parts/> }
}
