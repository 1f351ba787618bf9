//! Drafts, cancelled and archived things: said on the page, and changed by staff.

use leptos::prelude::*;
use model::catalogue::Publication;

use crate::frame::{Form, Hidden, Notice, words};

/// Says what is out of the ordinary about something's publication.
#[component]
pub(super) fn PublicationNotice(publication: Publication) -> impl IntoView {
    let words = words();
    let (kind, said) = match publication {
        Publication::Published => return ().into_any(),
        Publication::Draft => ("warn", words.this_is_a_draft()),
        Publication::Cancelled => ("bad", words.this_is_cancelled()),
        Publication::Archived => ("", words.this_is_archived()),
    };
    view! { <Notice kind=kind><p>{said}</p></Notice> }.into_any()
}

/// A tag that says who can load something.
#[component]
pub(super) fn PublicationTag(publication: Publication) -> impl IntoView {
    let class = match publication {
        Publication::Draft => "tag warn",
        Publication::Published => "tag ok",
        Publication::Cancelled => "tag bad",
        Publication::Archived => "tag",
    };
    view! { <span class=class>{words().publication(publication)}</span> }
}

/// What can become of it next, a button each.
#[component]
pub(super) fn PublicationButtons(
    /// The path of the server function.
    action: &'static str,
    /// Names and values that say what is meant.
    subject: Vec<(&'static str, String)>,
    now: Publication,
    /// The page that asks why before it is cancelled; none: a button like the others.
    #[prop(optional)]
    cancel: Option<String>,
) -> impl IntoView {
    let words = words();
    let button = move |next: Publication| {
        let (class, said) = match next {
            Publication::Cancelled => ("btn danger", words.cancel_it()),
            Publication::Archived => ("btn quiet", words.archive_it()),
            _ => ("btn", words.publish_it()),
        };
        if let (Publication::Cancelled, Some(page)) = (next, cancel.clone()) {
            return view! { <a class=class href=page>{said}</a> }.into_any();
        }
        let subject = subject.clone();
        view! {
            <Form action class="" key=next.as_str()>
                {subject.into_iter().map(|(name, value)| view! { <Hidden name value/> }).collect_view()}
                <Hidden name="publication" value=next.as_str()/>
                <button class=class>{said}</button>
            </Form>
        }
        .into_any()
    };
    view! {
        <div class="actions">
            {Publication::ALL.iter().filter(|next| now.may_become(**next)).map(|next| button(*next)).collect_view()}
        </div>
    }
}
