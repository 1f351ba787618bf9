//! What the centre says of its figures, of people's data, and of who can use these pages.

mod accessibility;
mod definitions;
mod privacy;

pub use accessibility::AccessibilityPage;
pub use definitions::DefinitionsPage;
pub use privacy::PrivacyPage;

use leptos::prelude::*;

use crate::frame::{PageTitle, Prose};

/// A page of text: a heading, what it is about, and parts with headings of their own.
#[component]
fn TextPage(heading: String, lede: String, parts: Vec<(String, String)>) -> impl IntoView {
    let part = |(heading, text): (String, String)| {
        view! {
            <section>
                <h2>{heading}</h2>
                <Prose markdown=text/>
            </section>
        }
    };
    view! {
        <PageTitle text=heading.clone()/>
        <div class="wrap narrow">
            <div class="title">
                <h1>{heading}</h1>
                <p class="lede">{lede}</p>
            </div>
            {parts.into_iter().map(part).collect_view()}
        </div>
    }
}
