//! Configuration: built-in values, then `egret.toml`, then the environment. One list, in [`KEYS`].

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use app::site::Settings;
use model::Zone;
use model::accounts::Rank;

use crate::mail::Carrier;
use crate::media::tells_anonymisers;

/// One key: its name in `egret.toml`, its name in the environment, its built-in value, and what it means.
pub struct Key {
    pub name: &'static str,
    pub environment: &'static str,
    pub value: &'static str,
    pub meaning: &'static str,
}

const fn key(
    name: &'static str,
    environment: &'static str,
    value: &'static str,
    meaning: &'static str,
) -> Key {
    Key {
        name,
        environment,
        value,
        meaning,
    }
}

/// Every key there is.
pub const KEYS: &[Key] = &[
    key(
        "database_url",
        "DATABASE_URL",
        "sqlite://data/egret.db",
        "sqlite://path or postgres://user:password@host/name",
    ),
    key(
        "listen",
        "EGRET_LISTEN",
        "127.0.0.1:3000",
        "address and port to listen on",
    ),
    key(
        "public_url",
        "EGRET_PUBLIC_URL",
        "http://127.0.0.1:3000",
        "the address people use, without a slash at the end",
    ),
    key(
        "centre_name",
        "EGRET_CENTRE_NAME",
        "Egret",
        "the centre's name, as pages and mails print it",
    ),
    key(
        "centre_zone",
        "EGRET_CENTRE_ZONE",
        "Asia/Shanghai",
        "IANA zone in which the centre counts days and years",
    ),
    key(
        "high_ranking_from",
        "EGRET_HIGH_RANKING_FROM",
        "director",
        "none, officer, division, director, vice_minister or minister: from here on an official is high-ranking",
    ),
    key(
        "trusted_proxies",
        "EGRET_TRUSTED_PROXIES",
        "",
        "addresses of your own proxies, separated by commas; only they are believed about where a request comes from",
    ),
    key(
        "media_folder",
        "EGRET_MEDIA_FOLDER",
        "data/media",
        "folder for uploaded recordings",
    ),
    key(
        "largest_recording_mb",
        "EGRET_LARGEST_RECORDING_MB",
        "4000",
        "the largest recording taken, in megabytes",
    ),
    key(
        "dossier_days",
        "EGRET_DOSSIER_DAYS",
        "30",
        "days after which the dossier of somebody who withdrew is deleted",
    ),
    key(
        "country_database",
        "EGRET_COUNTRY_DATABASE",
        "",
        "an .mmdb file with countries of network addresses; empty: the built-in one",
    ),
    key(
        "country_names",
        "EGRET_COUNTRY_NAMES",
        "",
        "a file with the centre's own names of countries, a line each: KE, a tab, en, a tab, the name; empty: the built-in ones",
    ),
    key(
        "smtp_url",
        "EGRET_SMTP_URL",
        "",
        "smtps://user:password@host, smtp://…?tls=required or, for tests, smtp://host:port; empty: mail waits",
    ),
    key(
        "smtp_ca_file",
        "EGRET_SMTP_CA_FILE",
        "",
        "a PEM file with the authority that vouches for the mail server's certificate; empty: the usual public ones",
    ),
    key(
        "mail_from",
        "EGRET_MAIL_FROM",
        "Egret <egret@localhost>",
        "the sender of mails",
    ),
    key(
        "log",
        "EGRET_LOG",
        "info,sqlx=warn,sea_orm_migration=warn",
        "what is logged, as tracing's filter",
    ),
    key("log_format", "EGRET_LOG_FORMAT", "text", "text or json"),
];

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// The configuration, checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub database_url: String,
    pub listen: SocketAddr,
    pub public_url: String,
    pub centre_name: String,
    pub centre_zone: Zone,
    pub high_ranking_from: Rank,
    pub trusted_proxies: Vec<IpAddr>,
    pub media_folder: PathBuf,
    pub largest_recording_mb: u64,
    pub dossier_days: i64,
    pub country_database: Option<PathBuf>,
    pub country_names: Option<PathBuf>,
    pub smtp_url: Option<String>,
    pub smtp_ca_file: Option<PathBuf>,
    pub mail_from: String,
    pub log: String,
    pub log_format: LogFormat,
}

/// A configuration that does not do, in a sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Misconfigured(String);

impl std::fmt::Display for Misconfigured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misconfigured {}

impl Config {
    /// From `egret.toml` in the working folder (or where `EGRET_CONFIG` says) and the environment.
    pub fn load() -> Result<Self, Misconfigured> {
        let environment: BTreeMap<String, String> = std::env::vars()
            .filter(|(name, _)| name == "DATABASE_URL" || name.starts_with("EGRET_"))
            .collect();
        let named = environment.get("EGRET_CONFIG").map(PathBuf::from);
        let file = named.clone().unwrap_or_else(|| PathBuf::from("egret.toml"));
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(_) if named.is_none() => String::new(),
            Err(error) => {
                return Err(Misconfigured(format!(
                    "{} cannot be read: {error}",
                    file.display()
                )));
            }
        };
        Self::from_parts(&text, &environment)
    }

    /// From the text of a file and the environment.
    pub fn from_parts(
        file: &str,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, Misconfigured> {
        let mut values: BTreeMap<&str, String> = KEYS
            .iter()
            .map(|key| (key.name, key.value.to_owned()))
            .collect();
        let table: toml::Table = file
            .parse()
            .map_err(|error| Misconfigured(format!("egret.toml does not parse: {error}")))?;
        for (name, value) in table {
            let known = KEYS
                .iter()
                .find(|key| key.name == name)
                .ok_or_else(|| unknown("egret.toml has", &name, |key| key.name))?;
            values.insert(known.name, plain(&name, &value)?);
        }
        for (name, value) in environment {
            // Also the names that only tests and scripts read.
            if name == "EGRET_CONFIG" || name.starts_with("EGRET_TEST_") {
                continue;
            }
            let known = KEYS
                .iter()
                .find(|key| key.environment == name)
                .ok_or_else(|| unknown("the environment has", name, |key| key.environment))?;
            values.insert(known.name, value.clone());
        }
        Self::checked(&values)
    }

    fn checked(values: &BTreeMap<&str, String>) -> Result<Self, Misconfigured> {
        let values = Values(values);
        Ok(Self {
            database_url: values.database_url()?,
            listen: values.parsed("listen", "an address and port such as 127.0.0.1:3000")?,
            public_url: values.public_url()?,
            centre_name: values.text("centre_name"),
            centre_zone: values.parsed("centre_zone", "an IANA time zone such as Asia/Shanghai")?,
            high_ranking_from: values.parsed("high_ranking_from", "a rank")?,
            trusted_proxies: values.addresses("trusted_proxies")?,
            media_folder: values
                .path("media_folder")
                .unwrap_or_else(|| PathBuf::from("data/media")),
            largest_recording_mb: values.parsed("largest_recording_mb", "a whole number")?,
            dossier_days: values
                .parsed::<u16>("dossier_days", "a whole number of days")?
                .into(),
            country_database: values.path("country_database"),
            country_names: values.path("country_names"),
            smtp_url: values.smtp_url()?,
            smtp_ca_file: values.path("smtp_ca_file"),
            mail_from: values.sender("mail_from")?,
            log: values.text("log"),
            log_format: values.log_format()?,
        })
    }

    /// Whether people come over https.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Whether only this machine is served: it listens on its own address, and that is what people use.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        if !self.listen.ip().is_loopback() {
            return false;
        }
        let origin = self.origin();
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost"
            || name
                .parse()
                .is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// The host and port that people use, as an `Origin` header names them.
    #[must_use]
    pub fn origin(&self) -> String {
        let (scheme, rest) = self
            .public_url
            .split_once("://")
            .unwrap_or(("http", &self.public_url));
        format!("{scheme}://{}", rest.split('/').next().unwrap_or(rest))
    }

    /// The one cookie's name: with the prefix that binds it to this host, where browsers accept that.
    #[must_use]
    pub fn cookie(&self) -> &'static str {
        if self.is_secure() {
            "__Host-egret"
        } else {
            "egret"
        }
    }

    /// What pages know of the installation.
    #[must_use]
    pub fn site(&self) -> app::Site {
        app::Site::new(Settings {
            name: self.centre_name.clone(),
            public_url: self.public_url.clone(),
            zone: self.centre_zone.clone(),
            high_ranking_from: self.high_ranking_from,
            cookie: self.cookie(),
            secure: self.is_secure(),
            sends_mail: self.smtp_url.is_some(),
            measures_anonymisers: tells_anonymisers(self.country_database.as_deref()),
            largest_recording_mb: i64::try_from(self.largest_recording_mb).unwrap_or(i64::MAX),
            assets: crate::assets::version().to_owned(),
        })
    }

    /// The database's address without its password.
    #[must_use]
    pub fn database_shown(&self) -> String {
        match (
            self.database_url.split_once("://"),
            self.database_url.rsplit_once('@'),
        ) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => self.database_url.clone(),
        }
    }

    /// The file of a SQLite database; none on PostgreSQL.
    #[must_use]
    pub fn database_file(&self) -> Option<PathBuf> {
        let file = self.database_url.strip_prefix("sqlite:")?;
        let file = file.trim_start_matches("//").split('?').next()?;
        Some(PathBuf::from(file))
    }

    /// Makes the folder of a SQLite file.
    pub fn make_database_folder(&self) -> std::io::Result<()> {
        let file = self.database_file().unwrap_or_default();
        match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
            _ => Ok(()),
        }
    }
}

fn plain(name: &str, value: &toml::Value) -> Result<String, Misconfigured> {
    match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Array(items) => items
            .iter()
            .map(|item| plain(name, item))
            .collect::<Result<Vec<_>, _>>()
            .map(|items| items.join(",")),
        _ => Err(wrong(name, "it", "text, a whole number or a list of texts")),
    }
}

/// What was set, read key by key.
struct Values<'a>(&'a BTreeMap<&'a str, String>);

impl Values<'_> {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    fn text(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.get(name))
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str, expected: &str) -> Result<T, Misconfigured> {
        let text = self.get(name);
        text.parse().map_err(|_| wrong(name, text, expected))
    }

    fn public_url(&self) -> Result<String, Misconfigured> {
        let url = self.get("public_url").trim_end_matches('/');
        if url.starts_with("https://") || url.starts_with("http://") {
            return Ok(url.to_owned());
        }
        let expected = "an address that begins with https:// or http://";
        Err(wrong("public_url", url, expected))
    }

    /// Not shown back: it may hold a password.
    fn database_url(&self) -> Result<String, Misconfigured> {
        let url = self.text("database_url");
        if ["sqlite:", "postgres:", "postgresql:"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
        {
            return Ok(url);
        }
        let expected = "an address that begins with sqlite:// or postgres://";
        Err(wrong("database_url", "it", expected))
    }

    /// Not shown back: it holds a password.
    fn smtp_url(&self) -> Result<Option<String>, Misconfigured> {
        let url = self.text("smtp_url");
        if url.is_empty() {
            return Ok(None);
        }
        let expected = "an address such as smtps://user:password@host or smtp://user:password@host?tls=required";
        Carrier::new(&url).map_err(|_| wrong("smtp_url", "it", expected))?;
        Ok(Some(url))
    }

    fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Misconfigured> {
        self.get(name)
            .split(',')
            .map(str::trim)
            .filter(|address| !address.is_empty())
            .map(|address| {
                address
                    .parse()
                    .map_err(|_| wrong(name, address, "network addresses"))
            })
            .collect()
    }

    fn sender(&self, name: &str) -> Result<String, Misconfigured> {
        let sender = self.text(name);
        match sender.parse::<lettre::message::Mailbox>() {
            Ok(_) => Ok(sender),
            Err(_) => Err(wrong(
                name,
                &sender,
                "a sender such as Centre <office@example.org>",
            )),
        }
    }

    fn log_format(&self) -> Result<LogFormat, Misconfigured> {
        match self.get("log_format") {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            other => Err(wrong("log_format", other, "text or json")),
        }
    }
}

fn wrong(name: &str, value: &str, expected: &str) -> Misconfigured {
    Misconfigured(format!("{name} should be {expected}, but {value} is not"))
}

fn unknown(place: &str, name: &str, of: impl Fn(&Key) -> &'static str) -> Misconfigured {
    let nearest = KEYS
        .iter()
        .map(|key| (strsim::damerau_levenshtein(of(key), name), of(key)))
        .min()
        .map_or("", |(_, nearest)| nearest);
    Misconfigured(format!(
        "{place} an unknown key {name}; did you mean {nearest}?"
    ))
}

#[cfg(test)]
mod tests {
    use super::Config;
    use std::collections::BTreeMap;

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        let error = Config::from_parts("centre_nmae = \"X\"", &BTreeMap::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "egret.toml has an unknown key centre_nmae; did you mean centre_name?"
        );
        let environment = [("EGRET_LISEN".to_owned(), "x".to_owned())].into();
        let error = Config::from_parts("", &environment).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the environment has an unknown key EGRET_LISEN; did you mean EGRET_LISTEN?"
        );
    }

    #[test]
    fn the_environment_wins_over_the_file_and_passwords_are_not_shown() {
        let environment = [(
            "DATABASE_URL".to_owned(),
            "postgres://egret:secret@db/egret".to_owned(),
        )]
        .into();
        let config = Config::from_parts(
            "database_url = \"sqlite://x.db\"\nlisten = \"0.0.0.0:80\"",
            &environment,
        )
        .unwrap();
        assert_eq!(config.listen.port(), 80);
        assert_eq!(config.database_shown(), "postgres://…@db/egret");
    }

    #[test]
    fn a_mail_server_that_does_not_do_is_refused_without_its_password() {
        let error = Config::from_parts(
            "smtp_url = \"http://egret:secret@mail.example\"",
            &BTreeMap::new(),
        )
        .unwrap_err()
        .to_string();
        assert!(error.starts_with("smtp_url should be"), "{error}");
        assert!(!error.contains("secret"), "{error}");
        let error = Config::from_parts("mail_from = \"nobody\"", &BTreeMap::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "mail_from should be a sender such as Centre <office@example.org>, but nobody is not"
        );
    }

    #[test]
    fn only_this_machine_s_own_addresses_are_loopback() {
        let is_loopback = |url: &str| {
            let file = format!("public_url = \"{url}\"");
            Config::from_parts(&file, &BTreeMap::new())
                .unwrap()
                .is_loopback()
        };
        for own in [
            "http://127.0.0.1:3000",
            "http://localhost",
            "https://[::1]:8443",
            "http://[::1]",
        ] {
            assert!(is_loopback(own), "{own}");
        }
        for other in [
            "https://egret.example.org",
            "http://10.0.0.7:3000",
            "http://localhost.example.org",
        ] {
            assert!(!is_loopback(other), "{other}");
        }
        let open = Config::from_parts("listen = \"0.0.0.0:3000\"", &BTreeMap::new()).unwrap();
        assert!(!open.is_loopback(), "others can reach it");
    }

    #[test]
    fn what_does_not_do_is_said_in_a_sentence() {
        let error =
            Config::from_parts("centre_zone = \"Mars/Base\"", &BTreeMap::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "centre_zone should be an IANA time zone such as Asia/Shanghai, but Mars/Base is not"
        );
    }
}
