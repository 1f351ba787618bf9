//! Runs every write in a task of its own. A browser that hangs up drops its handler, and with it would drop an open transaction.

use app::frame::Failed;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::designed;

pub(super) async fn layer(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let span = tracing::Span::current();
    match tokio::spawn(next.run(request).instrument(span)).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a write broke off");
            designed::failed(Failed::Fault)
        }
    }
}
