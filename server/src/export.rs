//! Files and figures that people and programs take along. Who may have them is decided by the same rules as the pages.

mod calendar;
mod csv;
mod figures;
mod people;
mod seats;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::Error;

pub use csv::Csv;

use crate::web::Brought;

/// The routes of everything that is no page. Inside the layers that say who is asking.
pub(crate) fn routes() -> Router {
    Router::new()
        .merge(calendar::routes())
        .route("/staff/editions/{id}/people.csv", get(people::people))
        .route("/editions/{id}/seats", get(seats::seats))
        .merge(figures::routes())
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
