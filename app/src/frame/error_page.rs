//! Refused and failed pages, designed.

use http::StatusCode;
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::chrome::Bird;
use super::{PageTitle, RefusedForm, words};
use crate::Words;
use crate::action::sign_in_for;

/// Identifies the request in the log.
#[derive(Clone, Debug, Default)]
pub struct RequestId(pub String);

/// Why a layer outside the pages answers, when it asks for a designed page to do it with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// Another site's page sent a form.
    OtherSite,
    /// More was sent than is taken.
    TooLarge,
    /// Too many requests from one address: wait so many seconds.
    TooMany {
        /// Seconds until the next one is heard.
        wait_seconds: u32,
    },
    /// Our fault.
    Fault,
    /// Something that is no page answered with this status, from 400 on.
    Answered(u16),
}

impl Failed {
    /// The HTTP status that says the same.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::OtherSite => 403,
            Self::TooLarge => 413,
            Self::TooMany { .. } => 429,
            Self::Fault => 500,
            Self::Answered(status) => status,
        }
    }
}

/// What was asked for where another address is shown for it, with its query.
#[derive(Clone, Debug)]
pub struct AskedFor(pub String);

/// What is shown instead of a page that answers with `status`.
#[component]
pub fn ErrorPage(status: u16) -> impl IntoView {
    let words = words();
    let request = use_context::<RequestId>().unwrap_or_default().0;
    let (heading, help) = match status {
        401 if use_context::<RefusedForm>().is_some() => {
            (words.error_signed_out(), words.error_signed_out_help())
        }
        401 => (words.error_sign_in(), words.error_sign_in_help()),
        403 if use_context::<Failed>() == Some(Failed::OtherSite) => {
            (words.error_other_site(), words.error_other_site_help())
        }
        403 => (words.error_not_allowed(), words.error_not_allowed_help()),
        404 | 405 => (words.error_not_found(), words.error_not_found_help()),
        413 => (words.error_too_large(), words.error_too_large_help()),
        429 => {
            let minutes = i64::from(wait_seconds().div_ceil(60));
            (words.error_too_many(), words.error_too_many_help(minutes))
        }
        400..500 => (words.error_refused(), words.error_refused_help()),
        _ => (words.error_fault(), words.error_fault_help(request)),
    };
    let way = if status == 401 {
        sign_in(words)
    } else {
        view! { <a class="btn quiet" href="/">{words.error_home()}</a> }.into_any()
    };
    view! {
        <PageTitle text=heading.clone()/>
        <div class="wrap error-page">
            <Bird/>
            <p class="code">{status.to_string()}</p>
            <h1>{heading}</h1>
            <p class="lede">{help}</p>
            <div class="actions">{way}</div>
        </div>
    }
}

fn wait_seconds() -> u32 {
    match use_context::<Failed>() {
        Some(Failed::TooMany { wait_seconds }) => wait_seconds,
        _ => 60,
    }
}

/// The way to sign in and come back; with what was typed, if a form was sent after the sign-in had ended.
fn sign_in(words: Words) -> AnyView {
    let asked_for = use_context::<AskedFor>().map(|asked| asked.0);
    let here = asked_for.or_else(|| {
        let parts = use_context::<Parts>()?;
        Some(parts.uri.path_and_query()?.as_str().to_owned())
    });
    let address = sign_in_for(&here.unwrap_or_default());
    let Some(RefusedForm(form)) = use_context::<RefusedForm>() else {
        return view! { <a class="btn" href=address>{words.sign_in()}</a> }.into_any();
    };
    let kept = form
        .values
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> })
        .collect_view();
    view! {
        <a class="btn" href=address target="_blank">{words.error_sign_in_beside()}</a>
        <form class="kept" method="post" action=form.action.clone()>
            {kept}
            <button class="btn quiet">{words.error_send_again()}</button>
        </form>
    }
    .into_any()
}

/// Shown where no route fits, and where a layer outside the pages has [`Failed`].
#[component]
pub fn NoSuchPage() -> impl IntoView {
    let status = use_context::<Failed>().map_or(404, Failed::status);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::from_u16(status).unwrap_or(StatusCode::NOT_FOUND));
    }
    view! { <ErrorPage status/> }
}
