//! Where the mail server is and how it is spoken to, read from `smtp_url`.

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use url::Url;

/// Whether and when the talk is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    /// For tests and for servers on this machine.
    Never,
    /// By STARTTLS, where the server offers it.
    Offered,
    /// By STARTTLS, or no mail is handed over.
    Required,
    /// From the first byte.
    Always,
}

/// A mail server.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<Credentials>,
    pub(super) our_name: ClientId,
}

impl Address {
    /// From `smtps://user:password@host`, `smtp://…?tls=required`, `…?tls=opportunistic` or `smtp://…`; a path is the name
    /// that we give as ours.
    pub(super) fn parse(smtp_url: &str) -> Result<Self, String> {
        let url = Url::parse(smtp_url).map_err(|error| error.to_string())?;
        let host = url.host_str().ok_or("it names no host")?.to_owned();
        let tls = url.query_pairs().find(|(key, _)| key == "tls");
        let (port, encryption) = match (url.scheme(), tls.as_ref().map(|(_, how)| how.as_ref())) {
            ("smtps", _) => (465, Encryption::Always),
            ("smtp", None) => (25, Encryption::Never),
            ("smtp", Some("required")) => (587, Encryption::Required),
            ("smtp", Some("opportunistic")) => (587, Encryption::Offered),
            _ => return Err("it is neither smtp:// nor smtps://, or its tls is unknown".to_owned()),
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(
                decoded(url.username())?,
                decoded(password)?,
            )),
            None => None,
        };
        let our_name = url.path().trim_matches('/');
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            encryption,
            credentials,
            our_name: match our_name {
                "" => ClientId::default(),
                name => ClientId::Domain(name.to_owned()),
            },
        })
    }
}

fn decoded(text: &str) -> Result<String, String> {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Address, Encryption};

    #[test]
    fn addresses_say_where_and_how() {
        let told = |url: &str| {
            let address = Address::parse(url).unwrap();
            (address.host, address.port, address.encryption)
        };
        let host = || "mail.example".to_owned();
        assert_eq!(
            told("smtps://a:b@mail.example"),
            (host(), 465, Encryption::Always)
        );
        assert_eq!(told("smtp://mail.example"), (host(), 25, Encryption::Never));
        assert_eq!(
            told("smtp://mail.example:2525?tls=required"),
            (host(), 2525, Encryption::Required)
        );
        for wrong in ["", "http://a", "smtp://a?tls=perhaps", "mail.example"] {
            assert!(Address::parse(wrong).is_err(), "{wrong}");
        }
    }
}
