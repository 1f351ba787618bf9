//! The timetable of an edition or a course, as everybody sees it.

use domain::catalogue::edition_page::SessionFacts;
use leptos::prelude::*;
use model::schedule::{SessionKind, SessionState};

use crate::frame::{Empty, When, words};

/// Sessions in the order in which they begin.
#[component]
pub(super) fn SessionTable(
    sessions: Vec<SessionFacts>,
    /// The edition's address.
    address: String,
) -> impl IntoView {
    let words = words();
    if sessions.is_empty() {
        return view! { <Empty heading=words.no_sessions_yet() text=words.no_sessions_yet_help()/> }
            .into_any();
    }
    view! {
        <table class="timetable">
            <thead>
                <tr>
                    <th scope="col">{words.when_heading()}</th>
                    <th scope="col">{words.session_heading()}</th>
                    <th scope="col">{words.where_heading()}</th>
                </tr>
            </thead>
            <tbody>
                {sessions.into_iter().map(|session| view! { <SessionLine session address=address.clone()/> }).collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn SessionLine(session: SessionFacts, address: String) -> impl IntoView {
    let words = words();
    let cancelled = session.state == SessionState::Cancelled;
    let place = session
        .venue
        .or(session.host)
        .or_else(|| (session.kind == SessionKind::Online).then(|| words.mode_online()))
        .unwrap_or_default();
    let mut about = vec![words.session_kind(session.kind)];
    about.extend((!session.required).then(|| words.optional_session()));
    about.extend(words.catalogue_audience(session.audience));
    view! {
        <tr class=cancelled.then_some("cancelled")>
            <td><When from=session.starts_at until=session.ends_at zone=session.zone/></td>
            <td>
                <b><a href=format!("{address}/sessions/{}", session.number)>{session.title}</a></b>
                <small>{about.join(" · ")}</small>
                {cancelled.then(|| view! { <span class="tag bad">{words.publication_cancelled()}</span> })}
            </td>
            <td>{place}</td>
        </tr>
    }
}
