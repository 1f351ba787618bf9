//! Whether the process lives, and whether it can do its work.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use domain::Db;
use domain::sea_orm::ConnectionTrait;

use crate::migrate;

/// A writer that has not had its turn by then is not ready for people either.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn routes(state: super::State) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .with_state(state)
}

async fn ready(State(state): State<super::State>) -> (StatusCode, &'static str) {
    let db = state.db.clone();
    // In a task of its own: whoever asks may leave in the middle, and a transaction must not be dropped.
    let looked = tokio::spawn(async move { what_is_wrong(&db).await });
    let wrong = match tokio::time::timeout(PATIENCE, looked).await {
        Ok(Ok(wrong)) => wrong,
        Ok(Err(_)) | Err(_) => Some("the database cannot be written in time\n"),
    };
    match wrong {
        None => (StatusCode::OK, "ready\n"),
        Some(wrong) => {
            tracing::error!(wrong = wrong.trim_end(), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, wrong)
        }
    }
}

async fn what_is_wrong(db: &Db) -> Option<&'static str> {
    if db.read().execute_unprepared("SELECT 1").await.is_err() {
        return Some("the database does not answer\n");
    }
    if !migrate::is_up_to_date(db).await {
        return Some("the schema is another version's\n");
    }
    let written = db.write(async |tx| Ok(tx.execute_unprepared("SELECT 1").await?));
    written
        .await
        .is_err()
        .then_some("the database cannot be written\n")
}
