//! Uploads, files with ranges, and what counting needs: countries of addresses and names of programs.

mod bots;
mod country;
mod file;
pub mod mp4;
mod range;
pub mod store;
mod upload;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::Db;
use domain::media::Counting;

use crate::Config;
use crate::web::State;

/// Counts into `db` as the configuration says. To be called inside a runtime.
#[must_use]
pub fn counting(config: &Config, db: Db) -> Counting {
    let countries = country::Countries::open(config.country_database.as_deref());
    Counting::start(db, move |address| countries.of(address), bots::is_one)
}

/// What the routes of media need: the state, and the pages, for showing a form again.
#[derive(Clone)]
struct Rooms {
    state: State,
    pages: Router,
}

/// Files and uploads. They stand inside the session and same-origin layers; uploads have a limit of their own.
pub fn routes(state: State, pages: Router) -> Router {
    Router::new()
        .route("/media/{recording}", get(file::serve))
        .route(
            "/staff/sessions/{session}/recording/file",
            post(upload::take),
        )
        .layer(DefaultBodyLimit::disable())
        .with_state(Rooms { state, pages })
}
