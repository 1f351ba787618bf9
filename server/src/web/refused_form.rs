//! A form that was refused comes back: its own page, the right status, the reason, and what was typed.
//!
//! Leptos would answer with a redirect that loses both. This layer keeps the form's values, runs the action,
//! and where that left a refusal asks the page behind the form again, with the refusal in its extensions.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use app::action::{NotDone, RefusalSlot, is_local};
use app::frame::{AskedFor, Failed, Refused, RefusedForm};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::Refusal;

use super::designed;

const FORM: &str = "application/x-www-form-urlencoded";
/// Never echoed, whatever was wrong.
const SECRET_FIELDS: &[&str] = &["password", "present", "again"];

pub(super) async fn layer(request: Request, next: Next) -> Response {
    if !is_form(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, super::LARGEST_FORM).await else {
        return designed::failed(Failed::TooLarge);
    };
    let values = values(&body);
    let slot = RefusalSlot::default();
    let action = parts.uri.path().to_owned();

    let mut run = Request::from_parts(parts.clone(), Body::from(body));
    run.extensions_mut().insert(slot.clone());
    let answer = designed::safely(next.clone(), run).await;

    let page = page_of(&values);
    let failed = answer.extensions().get::<Failed>().copied();
    let refusal = match (slot.take(), failed) {
        (None, Some(Failed::TooLarge)) => return answer,
        (None, Some(Failed::TooMany { wait_seconds })) => Refusal::TooManyTries { wait_seconds },
        (_, Some(_)) => Refusal::OurFault,
        // The form could not be read at all: a field is missing, which no page of ours sends.
        (None, None)
            if answer.status() == StatusCode::FOUND || answer.status().is_server_error() =>
        {
            Refusal::Unreadable
        }
        (None, None) => return answer,
        (Some(NotDone::Refused(refusal)), None) => refusal,
        (Some(NotDone::Fault), None) => Refusal::OurFault,
    };
    let is_secret = |name: &str| SECRET_FIELDS.contains(&name);
    let whole = values.iter().all(|(name, _)| !is_secret(name));
    let kept = values.into_iter().filter(|(name, _)| !is_secret(name));
    let form = RefusedForm(Arc::new(Refused {
        action,
        refusal: refusal.clone(),
        values: kept.collect(),
        shown: AtomicBool::new(false),
    }));
    if refusal == Refusal::SignInFirst {
        let form = Some(form).filter(|_| whole);
        return ask_to_sign_in(parts, next, page, form).await;
    }
    let mut answer = ask(&parts, &next, &page, form, refusal.status()).await;
    if let Refusal::TooManyTries { wait_seconds } = refusal {
        let wait = HeaderValue::from(wait_seconds);
        answer.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    answer
}

fn is_form(request: &Request) -> bool {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    request.method() == Method::POST
        && header(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with(FORM))
        && header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html"))
}

fn values(body: &Bytes) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(body).unwrap_or_default()
}

fn page_of(values: &[(String, String)]) -> String {
    values
        .iter()
        .find(|(name, value)| name == "_page" && is_local(value))
        .map_or_else(|| "/".to_owned(), |(_, value)| value.clone())
}

/// The form's own page is not for somebody whose sign-in has ended: another keeps what was typed until they are signed in again.
/// A form with a password is not kept.
async fn ask_to_sign_in(
    parts: axum::http::request::Parts,
    next: Next,
    page: String,
    form: Option<RefusedForm>,
) -> Response {
    let mut request = designed::asking_for(parts, Failed::Answered(401));
    request.extensions_mut().insert(AskedFor(page));
    if let Some(form) = form {
        request.extensions_mut().insert(form);
    }
    next.run(request).await
}

/// The page as its reader would get it, with the form's refusal and status.
async fn ask(
    parts: &axum::http::request::Parts,
    next: &Next,
    page: &str,
    form: RefusedForm,
    status: u16,
) -> Response {
    let Ok(uri) = page.parse::<Uri>() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut request = Request::from_parts(parts.clone(), Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = uri;
    request.headers_mut().remove(header::CONTENT_TYPE);
    request.headers_mut().remove(header::CONTENT_LENGTH);
    request.extensions_mut().insert(form);
    let mut answer = next.clone().run(request).await;
    if answer.status() == StatusCode::OK {
        *answer.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    }
    answer
}
