//! What other places show of a page when somebody shares its address.

use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use model::Language;

use crate::frame::{site, words};

/// Title, summary and the one address of what the page shows.
#[component]
pub(crate) fn Preview(
    #[prop(into)] title: String,
    #[prop(into)] summary: String,
    /// The path of the page.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let site = site();
    let address = site.full(&path);
    let summary = shortened(&summary);
    view! {
        <Link rel="canonical" href=address.clone()/>
        {(!summary.is_empty()).then(|| view! {
            <Meta name="description" content=summary.clone()/>
            <Meta property="og:description" content=summary/>
        })}
        <Meta property="og:title" content=title/>
        <Meta property="og:type" content="website"/>
        <Meta property="og:url" content=address/>
        <Meta property="og:site_name" content=site.name.clone()/>
        <Meta property="og:locale" content=locale(words().language)/>
        <Meta property="og:image" content=site.full(&site.asset("/preview.png"))/>
        <Meta property="og:image:width" content="1200"/>
        <Meta property="og:image:height" content="630"/>
        <Meta name="twitter:card" content="summary_large_image"/>
    }
}

/// The reader's language as previews know it, with a country.
const fn locale(language: Language) -> &'static str {
    match language {
        Language::Chinese => "zh_CN",
        _ => "en_GB",
    }
}

/// Keeps a page that should not be found by search engines out of them.
#[component]
pub(crate) fn NotForSearch() -> impl IntoView {
    view! { <Meta name="robots" content="noindex"/> }
}

/// The first 200 characters, as one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_long_summary_is_cut_between_characters() {
        assert_eq!(shortened(" a\n b "), "a b");
        assert_eq!(shortened(&"海".repeat(300)).chars().count(), 201);
    }
}
