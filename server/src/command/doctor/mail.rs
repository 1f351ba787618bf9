//! Whether the mail server lets us in.

use super::{Finding, careful, good, wrong};
use crate::Config;
use crate::mail::Carrier;

const TOPIC: &str = "mail";

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let Some(url) = &config.smtp_url else {
        return vec![careful(
            TOPIC,
            "no mail server is set (smtp_url): mail waits, and administrators let people in themselves",
        )];
    };
    let mut findings = Vec::new();
    let shown = without_user(url);
    findings.push(match Carrier::of(config) {
        Err(error) => wrong(
            TOPIC,
            format!("smtp_url or smtp_ca_file does not do: {error}"),
        ),
        Ok(None) => return findings,
        Ok(Some(carrier)) => match carrier.greet().await {
            Ok(()) => good(TOPIC, format!("{shown} answers and lets us in")),
            Err(answer) => wrong(TOPIC, format!("{shown} answers: {answer}")),
        },
    });
    if url.starts_with("smtp://") && !url.contains("tls=") {
        findings.push(careful(
            TOPIC,
            "mail leaves unencrypted: use smtps:// or add ?tls=required",
        ));
    }
    if config.mail_from.contains("@localhost") {
        findings.push(careful(
            TOPIC,
            "mail_from is an address of this machine; others will take it for spam",
        ));
    }
    findings
}

/// The mail server's address without user and password.
fn without_user(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => url.to_owned(),
    }
}
