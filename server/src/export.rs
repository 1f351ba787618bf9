//! Files and figures that people and programs take along. Who may have them is decided by the same rules as the pages.

mod applications;
mod attendance;
mod calendar;
mod figures;
mod nominees;
mod people;
mod seats;
mod table;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use domain::Error;
use model::Instant;

pub use table::{Kind, Table};

use crate::web::Brought;

/// Addresses and what answers them, as a list that can be counted.
pub(crate) type Files<S = ()> = Vec<(&'static str, MethodRouter<S>)>;

/// Everything that is no page. Inside the layers that say who is asking.
pub(crate) fn files() -> Files {
    let mut files = calendar::files();
    files.extend(figures::files());
    files.extend::<Files>(vec![
        ("/staff/editions/{id}/people.csv", get(people::people)),
        ("/staff/editions/{id}/people.xlsx", get(people::people)),
        (
            "/staff/editions/{id}/attendance.csv",
            get(attendance::attendance),
        ),
        (
            "/staff/editions/{id}/attendance.xlsx",
            get(attendance::attendance),
        ),
        (
            "/staff/editions/{id}/applications.csv",
            get(applications::applications),
        ),
        (
            "/staff/editions/{id}/applications.xlsx",
            get(applications::applications),
        ),
        ("/editions/{id}/seats", get(seats::seats)),
        (
            "/focal-point/editions/{id}/nominees.csv",
            get(nominees::nominees),
        ),
        (
            "/focal-point/editions/{id}/nominees.xlsx",
            get(nominees::nominees),
        ),
    ]);
    files
}

/// The routes of all files.
pub(crate) fn routed<S: Clone + Send + Sync + 'static>(files: Files<S>) -> Router<S> {
    files
        .into_iter()
        .fold(Router::new(), |router, (path, answer)| {
            router.route(path, answer)
        })
}

/// Why there is no file, as plain text in the reader's language.
pub(crate) fn refused(brought: &Brought, error: &Error) -> Response {
    let Error::Refused(refusal) = error else {
        tracing::error!(%error, "a file could not be written");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    (status, brought.words.refusal(refusal)).into_response()
}

/// A moment as tables say it: `2026-11-24T09:00:00Z`.
fn written(at: Instant) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|at| format!("{at:.0}"))
        .unwrap_or_default()
}
