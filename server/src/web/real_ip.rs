//! Where a request comes from: what stands at the other end, or what a trusted proxy says of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Once;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

const FORWARDED: &str = "x-forwarded-for";
/// Said once a process: it is about the installation, not about a request.
static SAID: Once = Once::new();

/// The network address a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct RealIp(pub IpAddr);

impl RealIp {
    /// What limits count by: an address, or the /64 that a household or an office has of IPv6.
    #[must_use]
    pub fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

pub(super) async fn layer(
    State(state): State<super::State>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    let trusted = &state.config.trusted_proxies;
    let ip = believed(peer.to_canonical(), request.headers(), trusted);
    if trusted.is_empty() && request.headers().contains_key(FORWARDED) {
        SAID.call_once(|| {
            tracing::warn!(
                "requests come through a proxy, but trusted_proxies names none: everybody seems to come from one address"
            );
        });
    }
    request.extensions_mut().insert(RealIp(ip));
    next.run(request).await
}

/// The last address of `X-Forwarded-For` that is not one of our own proxies; the header is ignored when the peer is not one.
fn believed(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let forwarded: Vec<&str> = headers
        .get_all(FORWARDED)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.iter().rev() {
        match hop.trim().parse::<IpAddr>() {
            Ok(address) if trusted.contains(&address.to_canonical()) => {}
            Ok(address) => return address.to_canonical(),
            Err(_) => return peer,
        }
    }
    peer
}

#[cfg(test)]
mod tests {
    use super::believed;
    use axum::http::HeaderMap;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxy = "10.0.0.1".parse().unwrap();
        let stranger = "203.0.113.9".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "198.51.100.7, 10.0.0.1".parse().unwrap());
        assert_eq!(believed(stranger, &headers, &[proxy]), stranger);
        assert_eq!(
            believed(proxy, &headers, &[proxy]).to_string(),
            "198.51.100.7"
        );
        assert_eq!(believed(proxy, &headers, &[]), proxy);
    }

    #[test]
    fn what_stands_left_of_the_first_stranger_is_forged() {
        let (near, far) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let from = |forwarded: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            believed(near, &headers, &[near, far]).to_string()
        };
        assert_eq!(from("198.51.100.7, 10.0.0.2"), "198.51.100.7", "two hops");
        assert_eq!(from("203.0.113.66, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(from("10.0.0.2, 198.51.100.7"), "198.51.100.7");
        assert_eq!(from("198.51.100.7, nonsense"), "10.0.0.1");
        assert_eq!(from("2001:db8::7, 10.0.0.2"), "2001:db8::7");
    }
}
