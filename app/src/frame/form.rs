//! Forms that work without scripting, and come back with what was typed when they are refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::request::Parts;
use leptos::prelude::*;
use model::{Reason, Refusal};

use super::words;

/// A form that was refused: which, why, and what was typed (never passwords).
#[derive(Clone, Debug)]
pub struct RefusedForm(pub Arc<Refused>);

/// What stands in a [`RefusedForm`].
#[derive(Debug)]
pub struct Refused {
    /// The path of the form's action.
    pub action: String,
    /// Why.
    pub refusal: Refusal,
    /// Names and values as sent.
    pub values: Vec<(String, String)>,
    /// Whether a form on the page says why.
    pub shown: AtomicBool,
}

/// The refusal of the form that a field stands in, if it is the one that was refused.
#[derive(Clone, Debug, Default)]
pub(super) struct ThisForm(Option<Arc<Refused>>);

impl ThisForm {
    pub(super) fn here() -> Self {
        use_context::<Self>().unwrap_or_default()
    }

    /// What was typed into a field; nothing when the form was not refused.
    pub(super) fn typed(&self, field: &str) -> Option<String> {
        let refused = self.0.as_ref()?;
        Some(
            refused
                .values
                .iter()
                .find(|(name, _)| name == field)
                .map(|(_, value)| value.clone())
                .unwrap_or_default(),
        )
    }

    /// Everything typed into a field that can be sent several times.
    pub(super) fn typed_all(&self, field: &str) -> Option<Vec<String>> {
        let refused = self.0.as_ref()?;
        Some(
            refused
                .values
                .iter()
                .filter(|(name, _)| name == field)
                .map(|(_, value)| value.clone())
                .collect(),
        )
    }

    pub(super) fn reason(&self, field: &str) -> Option<Reason> {
        self.0.as_ref()?.refusal.reason_for(field)
    }
}

/// A form that posts to a server function's path.
///
/// Several forms on a page may post to one action: `key` tells them apart, so that only the refused one shows why.
#[component]
pub fn Form(
    action: &'static str,
    #[prop(default = "form")] class: &'static str,
    #[prop(optional, into)] key: String,
    children: Children,
) -> impl IntoView {
    let path = use_context::<Parts>()
        .and_then(|parts| {
            parts
                .uri
                .path_and_query()
                .map(|path| path.as_str().to_owned())
        })
        .unwrap_or_default();
    let refused = use_context::<RefusedForm>()
        .map(|form| form.0)
        .filter(|form| {
            form.action == action
                && (key.is_empty()
                    || form
                        .values
                        .iter()
                        .any(|(name, value)| name == "_key" && *value == key))
        });
    provide_context(ThisForm(refused.clone()));
    view! {
        <form method="post" action=action class=class>
            <input type="hidden" name="_page" value=path/>
            {(!key.is_empty()).then(|| view! { <input type="hidden" name="_key" value=key/> })}
            {refused.map(|refused| view! { <Errors refused/> })}
            {children()}
        </form>
    }
}

/// Why the form was refused, with links to the fields.
#[component]
pub(super) fn Errors(refused: Arc<Refused>) -> impl IntoView {
    let words = words();
    refused.shown.store(true, Ordering::Relaxed);
    let fields = match &refused.refusal {
        Refusal::Fields(fields) => fields.clone(),
        _ => Vec::new(),
    };
    let list = (!fields.is_empty()).then(|| {
        view! {
            <ul>
                {fields
                    .into_iter()
                    .map(|field| view! { <li><a href=format!("#{}", field.field)>{words.reason(field.reason)}</a></li> })
                    .collect_view()}
            </ul>
        }
    });
    view! {
        <div class="errors" role="alert" tabindex="-1" autofocus=true>
            <h2>{words.refused_heading()}</h2>
            <p>{words.refusal(&refused.refusal)}</p>
            {list}
        </div>
    }
}

/// Why a form was refused that is not on its page any more: things have moved on since. Its page makes its forms before this.
#[component]
pub fn RefusedElsewhere() -> impl IntoView {
    use_context::<RefusedForm>()
        .map(|form| form.0)
        .filter(|form| !form.shown.load(Ordering::Relaxed))
        .map(|refused| view! { <Errors refused/> })
}

/// The button that sends a form.
#[component]
pub fn Submit(
    #[prop(into)] text: String,
    #[prop(default = "btn")] class: &'static str,
) -> impl IntoView {
    view! { <p class="actions"><button class=class>{text}</button></p> }
}
