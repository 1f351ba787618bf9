//! Whether what stands before Egret, and what people type, fit together.

use super::{Finding, careful, good};
use crate::Config;

const TOPIC: &str = "proxy";

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let behind_nobody = config.trusted_proxies.is_empty();
    let is_public = !config.listen.ip().is_loopback();
    vec![match (config.is_secure(), behind_nobody) {
        (true, true) if is_public => careful(
            TOPIC,
            format!(
                "people come over https, so a proxy stands before Egret, but trusted_proxies names none and {} is open to others: \
                 everybody seems to come from the proxy, and from its country",
                config.listen
            ),
        ),
        (true, true) => careful(
            TOPIC,
            "people come over https, so a proxy stands before Egret, but trusted_proxies names none: \
             everybody seems to come from the proxy, and from its country",
        ),
        (true, false) => good(
            TOPIC,
            format!("{} are believed", config.trusted_proxies.len()),
        ),
        (false, _) if is_public => careful(
            TOPIC,
            "people come over plain http from other machines: passwords can be read on the way",
        ),
        (false, _) => good(TOPIC, "only this machine is served"),
    }]
}
