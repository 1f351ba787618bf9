//! A form that was refused comes back: its own page, the right status, the reason, and what was typed.
//!
//! Leptos would answer with a redirect that loses both. This layer keeps the form's values, runs the action,
//! and where that left a refusal asks the page behind the form again, with the refusal in its extensions.

use std::sync::Arc;

use app::action::{NotDone, RefusalSlot, is_local};
use app::frame::{Failed, Refused, RefusedForm};
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
    let refusal = match slot.take() {
        None if failed == Some(Failed::TooLarge) => return answer,
        _ if failed.is_some() => Refusal::OurFault,
        // The form could not be read at all: a field is missing, which no page of ours sends.
        None if answer.status() == StatusCode::FOUND || answer.status().is_server_error() => {
            Refusal::Unreadable
        }
        None => return answer,
        Some(NotDone::Refused(Refusal::SignInFirst)) => return to_sign_in(&page),
        Some(NotDone::Refused(refusal)) => refusal,
        Some(NotDone::Fault) => Refusal::OurFault,
    };
    let status = refusal.status();
    let kept = values
        .into_iter()
        .filter(|(name, _)| !SECRET_FIELDS.contains(&name.as_str()))
        .collect();
    let form = RefusedForm(Arc::new(Refused {
        action,
        refusal,
        values: kept,
    }));
    ask(&parts, &next, &page, form, status).await
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

fn to_sign_in(page: &str) -> Response {
    let path: String = page.split('?').next().unwrap_or("/").to_owned();
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, format!("/sign-in?next={path}"))],
    )
        .into_response()
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
