//! What wakes a page's islands; only pages with an island load it.

use leptos::prelude::*;

use super::site;

/// The script that wakes islands, and what it will load. Twice on a page does no harm.
#[component]
pub fn WakeIslands() -> impl IntoView {
    let site = site();
    let package = |file: &str| format!("/pkg/{file}?v={}", site.assets);
    view! {
        <link rel="modulepreload" href=package("egret.js")/>
        <link rel="preload" href=package("egret_bg.wasm") r#as="fetch" type="application/wasm" crossorigin="anonymous"/>
        <script type="module" src=site.asset("/islands.js")></script>
    }
}
