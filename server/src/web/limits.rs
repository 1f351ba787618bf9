//! How much may be sent, and how often one network address may use what is costly and needs no account.
//!
//! Each server counts for itself. Wrong passwords are counted in the database besides, by account and by address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
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

/// Each of these hashes a password or writes a mail for somebody who is not known.
const COSTLY: &[&str] = &[
    "/api/sign_in",
    "/api/register",
    "/api/ask_for_reset",
    "/api/reset_password",
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
    /// Counts a try; whether it is one too many.
    fn is_too_many(&self, from: IpAddr, now: Instant) -> bool {
        let Ok(mut counted) = self.0.lock() else {
            return false;
        };
        if counted
            .since
            .is_none_or(|since| now.duration_since(since) >= MINUTE)
        {
            counted.since = Some(now);
            counted.tries.clear();
        }
        let tries = counted.tries.entry(network(from)).or_default();
        *tries = tries.saturating_add(1);
        *tries > MOST_A_MINUTE
    }
}

/// A household or an office has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

pub(super) async fn layer(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let costly = request.method() == Method::POST && COSTLY.contains(&request.uri().path());
    let from = request.extensions().get::<RealIp>().map(|ip| ip.0);
    if costly
        && let Some(from) = from
        && limits.is_too_many(from, Instant::now())
    {
        tracing::warn!("too many costly requests from one address");
        return designed::failed(Failed::TooMany);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::{COSTLY, Limits, MINUTE, MOST_A_MINUTE};
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
        let one = "2001:db8::1".parse().unwrap();
        let neighbour = "2001:db8::2".parse().unwrap();
        let other = "198.51.100.7".parse().unwrap();
        for _ in 0..MOST_A_MINUTE {
            assert!(!limits.is_too_many(one, now));
        }
        assert!(limits.is_too_many(one, now));
        assert!(limits.is_too_many(neighbour, now), "the same network");
        assert!(!limits.is_too_many(other, now));
        assert!(!limits.is_too_many(one, now + MINUTE));
    }
}
