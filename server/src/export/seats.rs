//! An edition's seats at this moment, for the counter on its page.

use app::admissions::seats_said;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::admissions::admission;
use model::{EditionId, Refusal};
use serde_json::json;

use super::refused;
use crate::web::Brought;

pub(super) async fn seats(
    Path(edition): Path<String>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let asking = &brought.asking;
    let loaded = match edition.parse::<EditionId>() {
        Ok(edition) => admission::seats(&asking.db, &asking.visitor, edition).await,
        Err(_) => Err(Refusal::NotFound.into()),
    };
    match loaded {
        Ok(seats) => Json(json!({
            "taken": seats.taken,
            "size": seats.size,
            "said": seats_said(brought.words, seats),
        }))
        .into_response(),
        Err(error) => refused(&brought, &error),
    }
}
