//! Refused and failed pages, designed.

use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::chrome::Bird;
use super::{PageTitle, words};

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
    /// Too many requests from one address.
    TooMany,
    /// Our fault.
    Fault,
}

impl Failed {
    /// The HTTP status that says the same.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::OtherSite => 403,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Fault => 500,
        }
    }
}

/// What is shown instead of a page that answers with `status`.
#[component]
pub fn ErrorPage(status: u16) -> impl IntoView {
    let words = words();
    let request = use_context::<RequestId>().unwrap_or_default().0;
    let (heading, help) = match status {
        401 => (words.error_sign_in(), words.error_sign_in_help()),
        403 if use_context::<Failed>() == Some(Failed::OtherSite) => {
            (words.error_other_site(), words.error_other_site_help())
        }
        403 => (words.error_not_allowed(), words.error_not_allowed_help()),
        404 => (words.error_not_found(), words.error_not_found_help()),
        413 => (words.error_too_large(), words.error_too_large_help()),
        429 => (words.error_too_many(), words.error_too_many_help()),
        _ => (words.error_fault(), words.error_fault_help(request)),
    };
    let path = leptos_router::hooks::use_url().with_untracked(|url| url.path().to_owned());
    let way = if status == 401 {
        view! { <a class="btn" href=format!("/sign-in?next={path}")>{words.sign_in()}</a> }
            .into_any()
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
            <p class="actions">{way}</p>
        </div>
    }
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
