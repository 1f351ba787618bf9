//! Who is asking: the sign-in of the cookie, the reader's language, the moment.

use std::sync::Arc;

use app::Words;
use app::action::Caller;
use app::frame::Failed;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::Asking;
use domain::accounts::{Visitor, sign_in};
use model::Language;

use super::context::Brought;
use super::real_ip::RealIp;

pub(super) async fn layer(
    State(state): State<super::State>,
    mut request: Request,
    next: Next,
) -> Response {
    let now = state.clock.now();
    let visitor = match cookie(request.headers(), state.site.cookie) {
        Some(secret) => Visitor::of_cookie(&state.db, secret, now).await,
        None => Ok(Visitor::anybody()),
    };
    let visitor = visitor.unwrap_or_else(|error| {
        tracing::error!(%error, "the sign-in could not be read");
        // Nobody is guessed to be somebody else: the page that is shown says that we failed.
        request.extensions_mut().insert(Failed::Fault);
        Visitor::anybody()
    });
    let renewed = renewed(&state.site, request.headers(), &visitor);
    let words = Words::of(language(request.headers(), &visitor));
    let ip = request.extensions().get::<RealIp>().copied();
    let caller = Caller {
        address: ip.map(|ip| ip.0.to_string()).unwrap_or_default(),
        network: ip.map(|ip| ip.network().to_string()).unwrap_or_default(),
        device: text(request.headers(), header::USER_AGENT.as_str())
            .unwrap_or_default()
            .to_owned(),
    };
    let asking = Asking {
        db: state.db.clone(),
        visitor: Arc::new(visitor),
        now,
    };
    request.extensions_mut().insert(Brought {
        asking,
        words,
        site: state.site.clone(),
        caller,
        counting: state.counting.clone(),
    });
    let mut answer = next.run(request).await;
    if let Some(cookie) = renewed
        && !sets(answer.headers(), state.site.cookie)
    {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

fn sets(headers: &HeaderMap, cookie: &str) -> bool {
    let mut set = headers.get_all(header::SET_COOKIE).iter();
    set.any(|value| {
        let name = value.as_bytes().split(|byte| *byte == b'=').next();
        name == Some(cookie.as_bytes())
    })
}

/// The cookie of a sign-in that was let last again just now: it lasts as long.
fn renewed(site: &app::Site, headers: &HeaderMap, visitor: &Visitor) -> Option<HeaderValue> {
    let secret = cookie(headers, site.cookie).filter(|_| visitor.lasts_again())?;
    HeaderValue::from_str(&site.keep_sign_in(secret, sign_in::DAYS)).ok()
}

/// The profile, then the choice of this browser, then what the browser accepts, then English.
fn language(headers: &HeaderMap, visitor: &Visitor) -> Language {
    let chosen = || {
        cookie(headers, app::accounts::language::COOKIE)
            .and_then(Language::from_tag)
            .filter(|language| Language::OFFERED.contains(language))
    };
    visitor
        .person()
        .map(|person| person.language)
        .or_else(chosen)
        .or_else(|| text(headers, header::ACCEPT_LANGUAGE.as_str()).and_then(Language::accepted))
        .unwrap_or(Language::English)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, value)| *found == name && !value.is_empty())
        .map(|(_, value)| value)
}
