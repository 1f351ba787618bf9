//! `/media/:recording`: a recording's file, whole or in parts, for whoever may watch it.

use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::media::recording;
use model::RecordingId;
use model::media::RecordingKind;
use object_store::{GetOptions, GetRange, ObjectStore};

use super::range::{Wanted, wanted};
use super::{Rooms, store};
use crate::web::Brought;

/// The audience is asked on every request; a browser keeps parts but asks again whether it may.
pub(super) async fn serve(
    State(rooms): State<Rooms>,
    Extension(brought): Extension<Brought>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<RecordingId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let asking = brought.asking;
    let file = match recording::watchable(&asking.db, &asking.visitor, id).await {
        Ok(row) if row.kind == RecordingKind::File => row,
        Ok(_) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return refused(&error),
    };
    answer(&rooms, &file, &headers).await
}

fn refused(error: &domain::Error) -> Response {
    let status = error.refusal().map_or(500, |refusal| refusal.status());
    if status == 500 {
        tracing::error!(%error, "a recording could not be looked up");
    }
    StatusCode::from_u16(status)
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        .into_response()
}

async fn answer(rooms: &Rooms, file: &recording::Model, headers: &HeaderMap) -> Response {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &header::HeaderValue| value.to_str().ok())
    };
    // What a recording shows never changes; another file is another recording.
    let tag = format!("\"{}\"", file.id);
    let shared = [
        (header::ETAG, tag.clone()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    if text(header::IF_NONE_MATCH).is_some_and(|known| known.contains(&tag) || known == "*") {
        return (StatusCode::NOT_MODIFIED, shared).into_response();
    }
    let length = u64::try_from(file.bytes).unwrap_or(0);
    let same = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let range = match text(header::RANGE).filter(|_| same) {
        Some(range) => wanted(range, length),
        None => Wanted::Whole,
    };
    let (status, part) = match range {
        Wanted::Whole => (StatusCode::OK, 0..length),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Nothing => {
            let all = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, shared, all).into_response();
        }
    };
    let body = match read(rooms, file, part.clone()).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "a recording's file could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let of_part = [
        (header::CONTENT_TYPE, file.content_type.clone()),
        (header::CONTENT_LENGTH, (part.end - part.start).to_string()),
    ];
    let mut response = (status, shared, of_part, body).into_response();
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = format!(
            "bytes {}-{}/{length}",
            part.start,
            part.end.saturating_sub(1)
        )
        .parse()
    {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    response
}

async fn read(
    rooms: &Rooms,
    file: &recording::Model,
    part: std::ops::Range<u64>,
) -> Result<Body, object_store::Error> {
    let store = store::open(&rooms.state.config)?;
    let options = GetOptions {
        range: Some(GetRange::Bounded(part)),
        ..GetOptions::default()
    };
    let key = object_store::path::Path::from(file.address.as_str());
    let found = store.get_opts(&key, options).await?;
    Ok(Body::from_stream(found.into_stream()))
}
