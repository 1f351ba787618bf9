//! Takes a recording's file: streamed to the store, looked at on the way, and nothing of it left when it will not do.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use app::frame::{Refused, RefusedForm};
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{Extension, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::media::recording::{self, StoredFile};
use domain::{Asking, Error};
use model::refusal::FileRefusal;
use model::{RecordingId, Refusal, SessionId};
use object_store::{ObjectStoreExt, WriteMultipart};
use tower::ServiceExt;

use super::mp4::Mp4;
use super::{Rooms, store};
use crate::web::Brought;

/// Pieces on their way to the store at once.
const AT_ONCE: usize = 4;
/// A browser that is still sending hears nothing: so much more is read and dropped before it is answered.
const DROPPED: u64 = 64_000_000;

pub(super) async fn take(
    State(rooms): State<Rooms>,
    Extension(brought): Extension<Brought>,
    Path(session): Path<String>,
    request: Request,
) -> Response {
    let page = format!("/staff/sessions/{session}/recording");
    let action = request.uri().path().to_owned();
    let again = PageAgain::of(&request, page.clone());
    match keep(&rooms, &brought.asking, &session, request).await {
        Ok(()) => (
            StatusCode::SEE_OTHER,
            [(header::LOCATION, format!("{page}?done=recorded"))],
        )
            .into_response(),
        Err(Error::Refused(Refusal::SignInFirst)) => (
            StatusCode::SEE_OTHER,
            [(header::LOCATION, format!("/sign-in?next={page}"))],
        )
            .into_response(),
        Err(Error::Refused(refusal)) => again.show(&rooms, action, refusal).await,
        Err(error) => {
            tracing::error!(%error, "a recording could not be kept");
            again.show(&rooms, action, Refusal::OurFault).await
        }
    }
}

async fn keep(
    rooms: &Rooms,
    asking: &Asking,
    session: &str,
    request: Request,
) -> domain::Result<()> {
    let session: SessionId = session.parse().map_err(|_| Refusal::NotFound)?;
    // Before a byte is taken.
    recording::edited(&asking.db, &asking.visitor, session).await?;
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::Unreadable)?;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        if field.name() == Some("file") {
            return keep_file(rooms, asking, session, field).await;
        }
    }
    Err(Refusal::Unreadable.into())
}

async fn keep_file(
    rooms: &Rooms,
    asking: &Asking,
    session: SessionId,
    field: Field<'_>,
) -> domain::Result<()> {
    let store = store::open(&rooms.state.config).map_err(fault)?;
    let id = RecordingId::new();
    let key = object_store::path::Path::from(format!("recordings/{id}.mp4"));
    let most = rooms
        .state
        .config
        .largest_recording_mb
        .saturating_mul(1_000_000);
    let upload = store.put_multipart(&key).await.map_err(fault)?;
    let mut writing = WriteMultipart::new(upload);
    let (bytes, duration_ms) = match pour(field, &mut writing, most).await {
        Ok(poured) => poured,
        Err(error) => {
            if let Err(error) = writing.abort().await {
                tracing::warn!(%error, "what came of a broken upload could not be deleted");
            }
            return Err(error);
        }
    };
    writing.finish().await.map_err(fault)?;
    let file = StoredFile {
        id,
        key: key.to_string(),
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        duration_ms,
    };
    let set = recording::set_file(&asking.db, &asking.visitor, session, file, asking.now).await;
    if set.is_err()
        && let Err(error) = store.delete(&key).await
    {
        tracing::warn!(%error, "the file of a recording that was not set could not be deleted");
    }
    set
}

/// Streams a field into the store; gives its bytes and its length in time.
async fn pour(
    mut field: Field<'_>,
    writing: &mut WriteMultipart,
    most: u64,
) -> domain::Result<(u64, Option<i64>)> {
    let mut film = Mp4::default();
    let mut bytes = 0_u64;
    while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
        bytes += chunk.len() as u64;
        let seen = if bytes > most {
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            Err(FileRefusal::TooLarge { most })
        } else {
            film.look(&chunk)
        };
        if let Err(refusal) = seen {
            drop_rest(field).await;
            return Err(Refusal::File(refusal).into());
        }
        writing.wait_for_capacity(AT_ONCE).await.map_err(fault)?;
        writing.put(chunk);
    }
    let duration_ms = film.finish().map_err(Refusal::File)?;
    Ok((bytes, duration_ms))
}

async fn drop_rest(mut field: Field<'_>) {
    let mut dropped = 0;
    while let Ok(Some(chunk)) = field.chunk().await
        && dropped < DROPPED
    {
        dropped += chunk.len() as u64;
    }
}

fn broken() -> Error {
    Refusal::File(FileRefusal::Broken).into()
}

fn fault(error: object_store::Error) -> Error {
    Error::Fault(format!("the media folder: {error}"))
}

/// The form's page, to be shown again with why the file was refused.
struct PageAgain(Request);

impl PageAgain {
    /// As the same browser would ask for it.
    fn of(request: &Request, page: String) -> Self {
        let mut again = Request::new(Body::empty());
        *again.method_mut() = Method::GET;
        *again.uri_mut() = page.parse().unwrap_or_default();
        *again.headers_mut() = request.headers().clone();
        *again.extensions_mut() = request.extensions().clone();
        again.headers_mut().remove(header::CONTENT_TYPE);
        again.headers_mut().remove(header::CONTENT_LENGTH);
        again.headers_mut().remove(header::TRANSFER_ENCODING);
        Self(again)
    }

    async fn show(mut self, rooms: &Rooms, action: String, refusal: Refusal) -> Response {
        let status = refusal.status();
        let form = RefusedForm(Arc::new(Refused {
            action,
            refusal,
            values: Vec::new(),
            shown: AtomicBool::new(false),
        }));
        self.0.extensions_mut().insert(form);
        let Ok(mut answer) = rooms.pages.clone().oneshot(self.0).await;
        if answer.status() == StatusCode::OK {
            *answer.status_mut() =
                StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        }
        if answer.status() == StatusCode::PAYLOAD_TOO_LARGE {
            // The rest of the file may still be on its way: nothing else can come over this connection.
            let close = HeaderValue::from_static("close");
            answer.headers_mut().insert(header::CONNECTION, close);
        }
        answer
    }
}
