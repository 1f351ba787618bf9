//! Failures as pages in the reader's language: what the layers inside refuse or break off, and what is no page itself (a table, a
//! calendar, a film, an address that takes forms only), gets a designed page where a page was asked for.

use std::panic::AssertUnwindSafe;

use app::frame::{AskedFor, Failed};
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;

/// No route fits it, so that the page for that is asked, which shows a [`Failed`] too.
const NOWHERE: &str = "/-";

/// A failure for this layer to design; other readers than browsers get its words.
pub(super) fn failed(why: Failed) -> Response {
    let status = StatusCode::from_u16(why.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let words = status.canonical_reason().unwrap_or_default();
    let mut response = (status, format!("{words}\n")).into_response();
    response.extensions_mut().insert(why);
    if let Failed::TooMany { wait_seconds } = why {
        let wait = HeaderValue::from(wait_seconds);
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

pub(super) async fn layer(request: Request, next: Next) -> Response {
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let outside = request.extensions().get::<Failed>().copied();
    let (parts, body) = request.into_parts();
    let again = parts.clone();
    let answer = match outside {
        Some(why) => failed(why),
        None => safely(next.clone(), Request::from_parts(parts, body)).await,
    };
    let Some(why) = bare(&answer).filter(|_| wants_page) else {
        return answer;
    };
    let retry = answer.headers().get(header::RETRY_AFTER).cloned();
    let mut page = safely(next, asking_for(again, why)).await;
    if let Some(retry) = retry {
        page.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    page
}

/// Why something failed that no page tells: what a layer left, or an answer in other words than a page's.
fn bare(answer: &Response) -> Option<Failed> {
    if let Some(why) = answer.extensions().get::<Failed>() {
        return Some(*why);
    }
    let status = answer.status();
    // What a film lacks is told to the player by headers that a page would not carry.
    let failed = (status.is_client_error() && status != StatusCode::RANGE_NOT_SATISFIABLE)
        || status.is_server_error();
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    (failed && !is_page).then_some(Failed::Answered(status.as_u16()))
}

/// The answer, or that we failed where it panics.
pub(super) async fn safely(next: Next, request: Request) -> Response {
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(answer) => answer,
        Err(_) => {
            tracing::error!("an answer broke off");
            failed(Failed::Fault)
        }
    }
}

/// The page that shows `why`, for whoever asked with `parts`.
pub(super) fn asking_for(parts: Parts, why: Failed) -> Request {
    let asked_for = parts.uri.path_and_query().map(ToString::to_string);
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let mut request = Request::from_parts(parts, Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = Uri::from_static(NOWHERE);
    request.headers_mut().remove(header::CONTENT_TYPE);
    request.headers_mut().remove(header::CONTENT_LENGTH);
    request.extensions_mut().insert(why);
    if let Some(asked_for) = asked_for.filter(|_| reads) {
        request.extensions_mut().insert(AskedFor(asked_for));
    }
    request
}
