//! Files that browsers cache: styles, the bird, the map's land, and the islands' wasm.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::Embed;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/egret.css"));
const BIRD: &str = include_str!("../assets/egret.svg");
/// What is shown where somebody shares a page; drawn from `preview.svg` with
/// `convert -background none preview.svg -colors 16 -strip PNG8:preview.png`.
const PREVIEW: &[u8] = include_bytes!("../assets/preview.png");
const ISLANDS: &str = include_str!("../assets/islands.js");
/// Addresses of assets carry their version, so an answer never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The wasm and its script; built beforehand into `target/site/pkg`, in the binary with feature `embed`.
#[derive(Embed)]
#[folder = "../target/site/pkg"]
#[allow_missing = true]
struct Package;

/// Changes whenever an asset does.
#[must_use]
pub fn version() -> &'static str {
    env!("ASSETS_VERSION")
}

/// The routes of all assets.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            "/assets/egret.css",
            get(|| async { file("text/css; charset=utf-8", STYLE) }),
        )
        .route(
            "/assets/egret.svg",
            get(|| async { file("image/svg+xml", BIRD) }),
        )
        .route(
            "/assets/preview.png",
            get(|| async { file("image/png", PREVIEW) }),
        )
        .route(
            "/assets/land.svg",
            get(|| async { file("image/svg+xml", model::country::map::LAND) }),
        )
        .route(
            "/assets/islands.js",
            get(|| async { file("text/javascript; charset=utf-8", ISLANDS) }),
        )
        .route("/pkg/{file}", get(package))
}

fn file<C: IntoResponse>(kind: &'static str, content: C) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, FOR_EVER),
        ],
        content,
    )
}

/// A file of the package, as it was compressed when built where the browser takes that.
async fn package(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let takes_brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("br"));
    let shared: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::VARY, "accept-encoding"),
    ];
    if takes_brotli && let Some(small) = Package::get(&format!("{name}.br")) {
        return (shared, [(header::CONTENT_ENCODING, "br")], small.data).into_response();
    }
    match Package::get(&name) {
        Some(whole) => (shared, whole.data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
