//! Time zones, and a clock that cannot be.

use domain::clock;
use model::{Instant, Zone};

use super::{Finding, good, wrong};
use crate::Config;

/// 1 November 2026: no machine that runs this is earlier.
const WRITTEN: Instant = Instant(1_793_491_200_000);

pub(super) fn look(config: &Config, now: Instant) -> Vec<Finding> {
    let mut findings = Vec::new();
    if now < WRITTEN {
        findings.push(wrong(
            "clock",
            "the machine's clock is years slow: set it, best by NTP",
        ));
    }
    let zones = Zone::all().count();
    findings.push(if zones > 300 {
        let wall = clock::wall_of(now, &config.centre_zone);
        good(
            "time zones",
            format!(
                "{zones} are known; in {} it is {} {:02}:{:02}",
                config.centre_zone,
                wall.date(),
                wall.hour(),
                wall.minute()
            ),
        )
    } else {
        wrong(
            "time zones",
            format!("only {zones} are known: times would be wrong"),
        )
    });
    findings
}
