//! What each figure means.

use leptos::prelude::*;

use super::TextPage;
use crate::frame::{site, words};

/// `/definitions`
#[component]
pub fn DefinitionsPage() -> impl IntoView {
    let words = words();
    let zone = site().zone.name().to_owned();
    let from = words.rank(site().high_ranking_from);
    let parts = vec![
        (words.def_people(), words.def_people_text(from)),
        (words.def_countries(), words.def_countries_text()),
        (words.def_sessions(), words.def_sessions_text(zone)),
        (words.def_attendance(), words.def_attendance_text()),
        (words.def_views(), words.def_views_text()),
        (words.def_viewers(), words.def_viewers_text()),
        (words.def_reported(), words.def_reported_text()),
    ];
    view! { <TextPage heading=words.footer_definitions() lede=words.def_lede() parts/> }
}
