//! A mail's row as a message: two parts, and an id that stays the same however often it is sent.

use std::time::{Duration, UNIX_EPOCH};

use app::mail::Rendered;
use domain::outbox;
use lettre::message::{Mailbox, MultiPart, header};
use lettre::{Address, Message};

use crate::Config;

/// The message of a mail, or what is wrong with its addresses.
pub fn message(
    config: &Config,
    mail: &outbox::Model,
    rendered: Rendered,
) -> Result<Message, String> {
    let from: Mailbox = config
        .mail_from
        .parse()
        .map_err(|_| format!("the sender {} is no address", config.mail_from))?;
    let to: Address = mail
        .recipient
        .parse()
        .map_err(|_| "the recipient's address does not do".to_owned())?;
    let written = u64::try_from(mail.created_at.0).unwrap_or(0);
    // Receivers that get it twice can drop the second one.
    let id = format!("<{}@{}>", mail.id, host(&config.public_url));
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .date(UNIX_EPOCH + Duration::from_millis(written))
        .message_id(Some(id))
        .subject(rendered.subject)
        // Holidays are not answered to a machine (RFC 3834).
        .header(Automatic)
        .multipart(MultiPart::alternative_plain_html(
            rendered.text,
            rendered.html,
        ))
        .map_err(|error| error.to_string())
}

/// `Auto-Submitted: auto-generated`.
#[derive(Clone)]
struct Automatic;

impl header::Header for Automatic {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The host of an address, without its port.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}
