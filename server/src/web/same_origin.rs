//! Refuses writes that another site's page sends: forms carry no token, the browser says where it stands.

use app::frame::Failed;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::designed;

pub(super) async fn layer(
    State(state): State<super::State>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if reads || is_ours(&request, &state.config.origin()) {
        return next.run(request).await;
    }
    tracing::warn!("a write from another site was refused");
    designed::failed(Failed::OtherSite)
}

/// Browsers send `Sec-Fetch-Site`, older ones `Origin`; what sends neither is no browser and carries no cookie by itself.
fn is_ours(request: &Request, origin: &str) -> bool {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let host = header(header::HOST.as_str()).unwrap_or_default();
    match header(header::ORIGIN.as_str()) {
        None => true,
        Some(theirs) => {
            theirs == origin
                || theirs
                    .split_once("://")
                    .is_some_and(|(_, theirs)| !host.is_empty() && theirs == host)
        }
    }
}
