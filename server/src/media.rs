//! Uploads, files with ranges, and what counting needs: countries of addresses and names of programs.

mod bots;
mod country;
mod file;
pub mod mp4;
mod range;
pub mod store;
mod upload;

pub(crate) use country::tells_anonymisers;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::Db;
use domain::media::Counting;

use crate::Config;
use crate::export::{Files, routed};
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

/// Recordings.
fn files() -> Files<Rooms> {
    vec![("/media/{recording}", get(file::serve))]
}

/// What takes files.
fn uploads() -> Files<Rooms> {
    vec![(
        "/staff/sessions/{session}/recording/file",
        post(upload::take),
    )]
}

/// The address of every recording, and of everything that takes files.
pub(crate) fn addresses() -> (Vec<&'static str>, Vec<&'static str>) {
    let paths = |files: Files<Rooms>| files.into_iter().map(|(path, _)| path).collect();
    (paths(files()), paths(uploads()))
}

/// Files and uploads. They stand inside the session and same-origin layers; uploads have a limit of their own.
pub fn routes(state: State, pages: Router) -> Router {
    routed(files())
        .merge(routed(uploads()))
        .layer(DefaultBodyLimit::disable())
        .with_state(Rooms { state, pages })
}
