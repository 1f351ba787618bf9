//! A number for every request, in the log and on error pages; and one line in the log. No personal data.

use app::frame::RequestId;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::HEXLOWER;
use tracing::Instrument;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Pages whose address ends in a secret.
const SECRET: &[&str] = &["/confirm/", "/reset/", "/staff/people/link/", "/nominated/"];

fn without_secret(path: &str) -> String {
    match SECRET.iter().find(|page| path.starts_with(*page)) {
        Some(page) => format!("{page}…"),
        None => path.to_owned(),
    }
}

pub(super) async fn layer(mut request: Request, next: Next) -> Response {
    let id = domain::secret::random_bytes()
        .map(|bytes| HEXLOWER.encode(&bytes[..6]))
        .unwrap_or_default();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    // The path only where it carries no secret: links sent by mail end in one.
    let path = request.uri().path();
    let shown = without_secret(path);
    let span = tracing::info_span!("request", %id);
    async move {
        let began = std::time::Instant::now();
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if status >= 500 {
            tracing::error!(%method, path = shown, status, took_ms, "answered");
        } else {
            tracing::debug!(%method, path = shown, status, took_ms, "answered");
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(HEADER, id);
        }
        response
    }
    .instrument(span)
    .await
}
