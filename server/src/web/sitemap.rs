//! What search engines may find, and what they should leave alone.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::catalogue::sitemap;
use domain::statistics::year;

/// Pages that are always there.
const PAGES: &[&str] = &[
    "/",
    "/programmes",
    "/year",
    "/definitions",
    "/privacy",
    "/accessibility",
];

pub(super) fn routes(state: super::State) -> Router {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(map))
        .with_state(state)
}

/// Personal and staff pages show nothing to strangers; keeping robots out of them spares everybody the requests.
async fn robots(State(state): State<super::State>) -> impl IntoResponse {
    let rules = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /account\nDisallow: /staff\nDisallow: /applications\nDisallow: /timetable\n\n\
         Sitemap: {}\n",
        state.site.full("/sitemap.xml")
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], rules)
}

/// What the catalogue holds, and the years whose figures are public.
async fn addresses(state: &super::State) -> domain::Result<Vec<String>> {
    let (zone, now) = (&state.site.zone, state.clock.now());
    let (mut addresses, years) = tokio::try_join!(
        sitemap::addresses(state.db.read()),
        year::completed(&state.db, zone, now)
    )?;
    addresses.extend(years.into_iter().map(|year| format!("/year/{year}")));
    Ok(addresses)
}

async fn map(State(state): State<super::State>) -> Response {
    let addresses = match addresses(&state).await {
        Ok(addresses) => addresses,
        Err(error) => {
            tracing::error!(%error, "the sitemap could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let all = PAGES
        .iter()
        .copied()
        .chain(addresses.iter().map(String::as_str));
    for path in all {
        // Slugs and our own paths need no escaping; the public address may.
        let address = state
            .site
            .full(path)
            .replace('&', "&amp;")
            .replace('<', "&lt;");
        // Writing into a string cannot fail.
        let _ = writeln!(xml, "<url><loc>{address}</loc></url>");
    }
    xml.push_str("</urlset>\n");
    (
        [(header::CONTENT_TYPE, "application/xml; charset=utf-8")],
        xml,
    )
        .into_response()
}
