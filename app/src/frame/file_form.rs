//! A form that sends a file. It posts to a route of its own, not to a server function.

use leptos::prelude::*;

use super::form::{Errors, RefusedForm};

/// A form with one file, sent under the name `file`; when it is refused, the page is shown again with why.
#[component]
pub fn FileForm(
    #[prop(into)] action: String,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    /// What browsers offer to choose from.
    accept: &'static str,
    /// What the button says.
    #[prop(into)]
    send: String,
) -> impl IntoView {
    let refused = use_context::<RefusedForm>()
        .map(|form| form.0)
        .filter(|form| form.action == action);
    view! {
        <form class="form" method="post" action=action enctype="multipart/form-data">
            {refused.map(|refused| view! { <Errors refused/> })}
            <div class="field">
                <label for="file">{label}</label>
                <p class="hint" id="file-hint">{hint}</p>
                <input id="file" name="file" type="file" accept=accept required=true aria-describedby="file-hint"/>
            </div>
            <p class="actions"><button class="btn">{send}</button></p>
        </form>
    }
}
