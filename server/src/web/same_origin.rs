//! Refuses writes that another site's page sends: forms carry no token, the browser says where it stands.

use app::frame::Failed;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
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
    let secure = state.config.is_secure();
    if reads || is_ours(request.headers(), &state.config.origin(), secure) {
        return next.run(request).await;
    }
    tracing::warn!("a write from another site was refused");
    designed::failed(Failed::OtherSite)
}

/// Browsers send `Sec-Fetch-Site`, older ones `Origin`; what sends neither is no browser and carries no cookie by itself.
///
/// Over plain http a server is tried out under several names, so there the host that was asked counts as well.
fn is_ours(headers: &HeaderMap, origin: &str, secure: bool) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let host = header(header::HOST.as_str()).unwrap_or_default();
    match header(header::ORIGIN.as_str()) {
        None => true,
        Some(theirs) => {
            let same_host = theirs
                .strip_prefix("http://")
                .is_some_and(|theirs| !host.is_empty() && theirs == host);
            theirs == origin || (same_host && !secure)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;
    use axum::http::HeaderMap;

    fn sent(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn an_older_browser_is_believed_about_our_own_origin_only() {
        let ours = "https://egret.example.org";
        let from = |origin: &str| sent(&[("host", "egret.example.org"), ("origin", origin)]);
        assert!(is_ours(&from("https://egret.example.org"), ours, true));
        for strange in [
            "http://egret.example.org",
            "https://evil.example",
            "https://egret.example.org.evil.example",
            "null",
        ] {
            assert!(!is_ours(&from(strange), ours, true), "{strange}");
        }
        let tried_out = sent(&[
            ("host", "localhost:3000"),
            ("origin", "http://localhost:3000"),
        ]);
        assert!(is_ours(&tried_out, "http://127.0.0.1:3000", false));
        let beside = sent(&[
            ("host", "localhost:3000"),
            ("origin", "http://localhost:4000"),
        ]);
        assert!(!is_ours(&beside, "http://127.0.0.1:3000", false));
        let said = sent(&[("sec-fetch-site", "cross-site"), ("origin", ours)]);
        assert!(!is_ours(&said, ours, true));
    }
}
