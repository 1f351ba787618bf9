//! Where a session is watched.

use leptos::prelude::*;
use model::SessionId;

/// The player of a session, for somebody who may watch it.
#[component]
pub fn Watch(
    session: SessionId,
    /// The session's title.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    let _ = (session, title);
}
