//! The way of a beat from the player to the database.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Why a beat was not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unheard {
    /// It never will be: the token is not ours or has expired.
    Never,
    /// Not this time; to be told again.
    Later,
}

impl FromServerFnError for Unheard {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => {
                #[cfg(feature = "ssr")]
                answer_with(http::StatusCode::BAD_REQUEST);
                Self::Never
            }
            _ => Self::Later,
        }
    }
}

impl std::fmt::Display for Unheard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

/// Tells the server what was watched. Answered after it is written.
#[server(endpoint = "beat")]
pub async fn beat(
    token: String,
    sequence: u32,
    from_ms: i64,
    to_ms: i64,
    rate: u32,
) -> Result<(), Unheard> {
    hear(model::media::Beat {
        token,
        sequence,
        from_ms,
        to_ms,
        rate,
    })
    .await
}

#[cfg(feature = "ssr")]
async fn hear(beat: model::media::Beat) -> Result<(), Unheard> {
    use domain::media::{Counting, counting};
    use http::{header, request::Parts};

    let (Some(asking), Some(counting)) =
        (use_context::<domain::Asking>(), use_context::<Counting>())
    else {
        return Err(Unheard::Later);
    };
    let cookie_came = use_context::<Parts>()
        .and_then(|parts| {
            parts
                .headers
                .get(header::COOKIE)?
                .to_str()
                .map(str::to_owned)
                .ok()
        })
        .is_some_and(|cookies| counting::cookie_in(&cookies).is_some());
    match counting.hear(&beat, cookie_came, asking.now).await {
        Ok(()) => Ok(()),
        Err(error) => {
            let never = error.refusal().is_some();
            let status = match never {
                true => http::StatusCode::FORBIDDEN,
                false => http::StatusCode::SERVICE_UNAVAILABLE,
            };
            answer_with(status);
            Err(if never {
                Unheard::Never
            } else {
                Unheard::Later
            })
        }
    }
}

#[cfg(feature = "ssr")]
fn answer_with(status: http::StatusCode) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(status);
    }
}
