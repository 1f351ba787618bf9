//! Hands what the layers found to pages and server functions.

use app::Words;
use app::action::{Caller, RefusalSlot};
use app::frame::{AskedFor, Failed, RefusedForm, RequestId};
use axum::http::request::Parts;
use domain::Asking;
use domain::media::Counting;
use leptos::prelude::*;

/// Everything a request brings along, left in its extensions by the layers.
#[derive(Clone)]
pub(crate) struct Brought {
    pub(crate) asking: Asking,
    pub(crate) words: Words,
    pub(crate) site: app::Site,
    pub(crate) caller: Caller,
    pub(super) counting: Counting,
}

/// Puts it into the context that Leptos makes for the request.
pub(super) fn provide() {
    let Some(parts) = use_context::<Parts>() else {
        return;
    };
    if let Some(brought) = parts.extensions.get::<Brought>().cloned() {
        provide_context(brought.asking);
        provide_context(brought.words);
        provide_context(brought.site);
        provide_context(brought.caller);
        provide_context(brought.counting);
    }
    if let Some(id) = parts.extensions.get::<RequestId>().cloned() {
        provide_context(id);
    }
    if let Some(asked_for) = parts.extensions.get::<AskedFor>().cloned() {
        provide_context(asked_for);
    }
    if let Some(failed) = parts.extensions.get::<Failed>().copied() {
        provide_context(failed);
    }
    if let Some(slot) = parts.extensions.get::<RefusalSlot>().cloned() {
        provide_context(slot);
    }
    if let Some(form) = parts.extensions.get::<RefusedForm>().cloned() {
        provide_context(form);
    }
}
