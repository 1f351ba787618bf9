//! How much may be sent, and how often one network address may use what is costly and needs no account.
//!
//! Each server counts for itself. Wrong passwords are counted in the database besides, by account and by address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::frame::Failed;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::Limited;

use super::designed;
use super::real_ip::RealIp;

/// Each of these hashes a password, or writes a mail for somebody who is not known.
const COSTLY: &[&str] = &[
    "/api/sign_in",
    "/api/register",
    "/api/ask_for_reset",
    "/api/reset_password",
    "/api/confirm",
    "/api/change_password",
];
/// A class room that registers together sits behind one address.
const MOST_A_MINUTE: u32 = 240;
const MINUTE: Duration = Duration::from_secs(60);

/// Forms are small; uploads have routes and limits of their own. The framework reads a body to its end, however long.
pub(super) async fn size(request: Request, next: Next) -> Response {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > super::LARGEST_FORM) {
        return designed::failed(Failed::TooLarge);
    }
    let (parts, body) = request.into_parts();
    let body = Body::new(Limited::new(body, super::LARGEST_FORM));
    next.run(Request::from_parts(parts, body)).await
}

/// What this server has counted in the minute under way.
#[derive(Clone, Default)]
pub(super) struct Limits(Arc<Mutex<Counted>>);

#[derive(Default)]
struct Counted {
    since: Option<Instant>,
    tries: HashMap<IpAddr, u32>,
}

impl Limits {
    /// Counts a try; how long to wait if it is one too many.
    fn wait(&self, from: IpAddr, now: Instant) -> Option<Duration> {
        let mut counted = self.0.lock().ok()?;
        if counted
            .since
            .is_none_or(|since| now.duration_since(since) >= MINUTE)
        {
            counted.since = Some(now);
            counted.tries.clear();
        }
        let tries = counted.tries.entry(from).or_default();
        *tries = tries.saturating_add(1);
        let is_too_many = *tries > MOST_A_MINUTE;
        let passed = counted.since.map(|since| now.duration_since(since));
        is_too_many.then(|| MINUTE.saturating_sub(passed.unwrap_or_default()))
    }
}

pub(super) async fn layer(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let costly = request.method() == Method::POST && COSTLY.contains(&request.uri().path());
    let from = request.extensions().get::<RealIp>().map(|ip| ip.network());
    if costly
        && let Some(from) = from
        && let Some(wait) = limits.wait(from, Instant::now())
    {
        tracing::warn!("too many costly requests from one network");
        let wait_seconds = u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX);
        return designed::failed(Failed::TooMany { wait_seconds });
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::{COSTLY, Limits, MINUTE, MOST_A_MINUTE, RealIp};
    use std::time::Instant;

    #[test]
    fn what_is_costly_exists() {
        let actions = crate::web::actions();
        for action in COSTLY {
            assert!(actions.iter().any(|known| known == action), "{action}");
        }
    }

    #[test]
    fn one_address_has_to_wait_and_the_others_do_not() {
        let (limits, now) = (Limits::default(), Instant::now());
        let network = |address: &str| RealIp(address.parse().unwrap()).network();
        let one = network("2001:db8::1");
        let neighbour = network("2001:db8::2:2");
        let other = network("198.51.100.7");
        for _ in 0..MOST_A_MINUTE {
            assert_eq!(limits.wait(one, now), None);
        }
        assert_eq!(limits.wait(one, now), Some(MINUTE));
        assert!(limits.wait(neighbour, now).is_some(), "the same network");
        assert_eq!(limits.wait(other, now), None);
        assert_eq!(limits.wait(one, now + MINUTE), None);
    }
}
