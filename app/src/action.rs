//! The way of every form action: who is asking, one rule, then a page that shows the result.
//!
//! A refusal is put where the layer `refused_form` finds it; that layer shows the form's own page again,
//! with the reason beside the field and what was typed.

use std::sync::{Arc, Mutex};

use domain::{Asking, Error};
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use model::Refusal;
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// What the server function of a form answers; nobody reads it but the layers.
pub type Outcome = Result<(), NotDone>;

/// Something a form asked for was not done.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NotDone {
    /// And the reader is told why.
    Refused(Refusal),
    /// Our fault; the log has the rest.
    Fault,
}

impl FromServerFnError for NotDone {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        tracing::debug!(%error, "a form could not be read");
        Self::Fault
    }
}

impl std::fmt::Display for NotDone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

/// Where an action leaves why it was not done.
#[derive(Clone, Debug, Default)]
pub struct RefusalSlot(Arc<Mutex<Option<NotDone>>>);

impl RefusalSlot {
    fn put(&self, why: NotDone) {
        if let Ok(mut slot) = self.0.lock() {
            *slot = Some(why);
        }
    }

    /// Takes what an action left.
    #[must_use]
    pub fn take(&self) -> Option<NotDone> {
        self.0.lock().ok().and_then(|mut slot| slot.take())
    }
}

/// From where a request comes.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The network address, as far as trusted proxies tell.
    pub address: String,
    /// The network it comes from, as far as trusted proxies tell: an IPv4 address, or the /64 that an IPv6 household has.
    pub network: String,
    /// What the browser says of itself.
    pub device: String,
}

/// The page that shows what an action did, and a cookie to set on the way.
#[derive(Clone, Debug)]
pub struct To {
    path: String,
    cookie: Option<String>,
}

impl To {
    /// A local path. One that leads elsewhere leads to the start page.
    #[must_use]
    pub fn page(path: impl Into<String>) -> Self {
        let path = path.into();
        let path = if is_local(&path) {
            path
        } else {
            "/".to_owned()
        };
        Self { path, cookie: None }
    }

    /// With a cookie.
    #[must_use]
    pub fn with_cookie(mut self, cookie: String) -> Self {
        self.cookie = Some(cookie);
        self
    }
}

/// A path on this site: one slash, no host, nothing that a header cannot carry.
#[must_use]
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The sign-in page, which leads to `next` (a path with its query) once somebody is signed in.
#[must_use]
pub fn sign_in_for(next: &str) -> String {
    let mut address = String::from("/sign-in?next=");
    for byte in next.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// Runs one rule for whoever is asking and leads to the page that shows the result.
pub async fn act(rule: impl AsyncFnOnce(Asking) -> domain::Result<To>) -> Outcome {
    let Some(asking) = use_context::<Asking>() else {
        return Err(NotDone::Fault);
    };
    let slot = use_context::<RefusalSlot>().unwrap_or_default();
    let response = use_context::<ResponseOptions>();
    match rule(asking).await {
        Ok(to) => {
            if let Some(response) = response {
                lead_to(&response, &to);
            }
            Ok(())
        }
        Err(error) => {
            let why = not_done(error);
            slot.put(why.clone());
            Err(why)
        }
    }
}

fn lead_to(response: &ResponseOptions, to: &To) {
    if let Ok(path) = HeaderValue::from_str(&to.path) {
        response.insert_header(header::LOCATION, path);
        response.set_status(StatusCode::SEE_OTHER);
    }
    if let Some(cookie) = to
        .cookie
        .as_deref()
        .and_then(|cookie| HeaderValue::from_str(cookie).ok())
    {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

fn not_done(error: Error) -> NotDone {
    match error {
        Error::Refused(refusal) => NotDone::Refused(refusal),
        error => {
            tracing::error!(%error, "an action failed");
            NotDone::Fault
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_local, sign_in_for};

    #[test]
    fn a_query_comes_along_to_the_sign_in_page() {
        assert_eq!(
            sign_in_for("/staff/people?q=a&page=2"),
            "/sign-in?next=/staff/people%3Fq%3Da%26page%3D2"
        );
    }

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/editions/a?done=enrolled", "/a%20b"] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "/ä",
            "javascript:1",
        ] {
            assert!(!is_local(bad), "{bad}");
        }
    }
}
