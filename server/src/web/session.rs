//! Who is asking: the sign-in of the cookie, the reader's language, the moment.

use std::sync::Arc;

use app::Words;
use app::action::Caller;
use app::frame::Failed;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::Asking;
use domain::accounts::Visitor;
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
    let words = Words::of(language(request.headers(), &visitor));
    let caller = Caller {
        network: request
            .extensions()
            .get::<RealIp>()
            .map(|ip| ip.0.to_string())
            .unwrap_or_default(),
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
    next.run(request).await
}

/// The choice of this browser, then the profile, then what the browser accepts, then English.
fn language(headers: &HeaderMap, visitor: &Visitor) -> Language {
    cookie(headers, app::accounts::language::COOKIE)
        .and_then(Language::from_tag)
        .filter(|language| Language::OFFERED.contains(language))
        .or_else(|| visitor.person().map(|person| person.language))
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
