//! Where one is.

use leptos::prelude::*;

use super::words;

/// The way from the start page; the last one is here.
#[component]
pub fn Crumbs(
    /// Address and name of what lies above, topmost first.
    above: Vec<(String, String)>,
    /// The name of what is shown.
    #[prop(into)]
    here: String,
) -> impl IntoView {
    view! {
        <nav class="crumbs" aria-label=words().you_are_here()>
            <ol>
                {above
                    .into_iter()
                    .map(|(address, name)| view! { <li><a href=address>{name}</a></li> })
                    .collect_view()}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}
