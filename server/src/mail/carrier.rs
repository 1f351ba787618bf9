//! Hands messages to the mail server, one after the other on one connection, and says what came of each.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lettre::Message;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;

use super::address::{Address, Encryption};
use crate::Config;

/// How long the mail server may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// To take a connection.
    pub connecting: Duration,
    /// To answer a command.
    pub command: Duration,
    /// To answer after the message: it may be delivering it (RFC 5321, 4.5.3.2.6: ten minutes).
    pub message: Duration,
}

impl Patience {
    /// What mail servers are given.
    pub const USUAL: Self = Self {
        connecting: Duration::from_secs(10),
        command: Duration::from_secs(60),
        message: Duration::from_secs(600),
    };

    /// The longest that handing one message over can take: greeting, EHLO twice, STARTTLS, three steps of signing in,
    /// the envelope's three commands (twice, if a kept connection turns out to be dead), goodbye, and the message.
    #[must_use]
    pub const fn longest(self) -> Duration {
        Duration::from_secs(
            self.connecting.as_secs() + 13 * self.command.as_secs() + self.message.as_secs(),
        )
    }
}

/// What came of handing a message over, with the mail server's answer or what went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server has it.
    Taken(String),
    /// Not now (4xx, or a refusal that may be about our settings), about this message.
    PutOff(String),
    /// Never (5xx), about this message.
    Refused(String),
    /// It has the message, perhaps: it never said so.
    Unanswered(String),
    /// No server, or one that takes nobody's mail at the moment.
    NotReached(String),
}

/// The way to the configured mail server, with a connection that is kept from one message to the next.
#[derive(Clone)]
pub struct Carrier {
    address: Arc<Address>,
    tls: Option<TlsParameters>,
    patience: Patience,
    kept: Arc<Mutex<Option<AsyncSmtpConnection>>>,
}

impl Carrier {
    /// From `smtps://…`, `smtp://…?tls=required` or `smtp://…`; says in words what is wrong with another address.
    pub fn new(smtp_url: &str) -> Result<Self, String> {
        Self::trusting(smtp_url, None)
    }

    /// As configured, with the centre's own authority of certificates if it names one.
    pub fn of(config: &Config) -> Result<Option<Self>, String> {
        let Some(url) = &config.smtp_url else {
            return Ok(None);
        };
        Self::trusting(url, config.smtp_ca_file.as_deref()).map(Some)
    }

    fn trusting(smtp_url: &str, ca_file: Option<&Path>) -> Result<Self, String> {
        let address = Address::parse(smtp_url)?;
        let tls = match address.encryption {
            Encryption::Never => None,
            _ => Some(parameters(&address.host, ca_file)?),
        };
        Ok(Self {
            address: Arc::new(address),
            tls,
            patience: Patience::USUAL,
            kept: Arc::default(),
        })
    }

    /// With less patience, for tests.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        let patience = Patience {
            connecting: patience,
            command: patience,
            message: patience,
        };
        self.patient_as(patience)
    }

    /// With another patience, for tests.
    #[must_use]
    pub fn patient_as(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Hands a message over. No database is touched meanwhile, so what is under way may be dropped.
    pub async fn hand_over(&self, message: &Message) -> Outcome {
        let (envelope, bytes) = (message.envelope(), message.formatted());
        let kept = self.take_kept();
        let was_kept = kept.is_some();
        let mut talk = match kept {
            Some(talk) => talk,
            None => match self.connect().await {
                Ok(talk) => talk,
                Err(answer) => return Outcome::NotReached(answer),
            },
        };
        let mut begun = self.envelope(&mut talk, envelope, &bytes).await;
        if was_kept && matches!(begun, Err(Outcome::NotReached(_))) {
            // It was closed meanwhile, and nothing has been handed over yet.
            talk = match self.connect().await {
                Ok(talk) => talk,
                Err(answer) => return Outcome::NotReached(answer),
            };
            begun = self.envelope(&mut talk, envelope, &bytes).await;
        }
        let outcome = match begun {
            Ok(()) => self.message(&mut talk, &bytes).await,
            Err(outcome) => outcome,
        };
        match outcome {
            Outcome::Taken(_) => self.keep(talk),
            _ => self.hang_up(talk).await,
        }
        outcome
    }

    /// Ends the connection that was kept, if any.
    pub async fn say_goodbye(&self) {
        if let Some(talk) = self.take_kept() {
            self.hang_up(talk).await;
        }
    }

    /// Connects, signs in and says goodbye.
    pub async fn greet(&self) -> Result<(), String> {
        let talk = self.connect().await?;
        self.hang_up(talk).await;
        Ok(())
    }

    fn take_kept(&self) -> Option<AsyncSmtpConnection> {
        self.kept.lock().ok()?.take()
    }

    fn keep(&self, talk: AsyncSmtpConnection) {
        if let Ok(mut kept) = self.kept.lock() {
            *kept = Some(talk);
        }
    }

    async fn hang_up(&self, mut talk: AsyncSmtpConnection) {
        // Who does not answer a goodbye is left without one.
        let _answer = tokio::time::timeout(self.patience.connecting, talk.abort()).await;
    }

    /// A connection on which a message can be handed over.
    async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        let address = &self.address;
        let wrapper = self
            .tls
            .clone()
            .filter(|_| address.encryption == Encryption::Always);
        let connecting = AsyncSmtpConnection::connect_tokio1(
            (address.host.as_str(), address.port),
            Some(self.patience.connecting),
            &address.our_name,
            wrapper,
            None,
        );
        // The greeting and the answer to EHLO.
        let limit = self.patience.connecting + self.patience.command * 2;
        let mut talk = within(limit, connecting).await.map_err(Failed::words)?;
        let wanted = match address.encryption {
            Encryption::Required => true,
            Encryption::Offered => talk.can_starttls(),
            Encryption::Never | Encryption::Always => false,
        };
        if let Some(tls) = self.tls.clone().filter(|_| wanted) {
            let upgrade = talk.starttls(tls, &address.our_name);
            within(self.patience.command * 2, upgrade)
                .await
                .map_err(Failed::words)?;
        }
        if let Some(credentials) = &address.credentials {
            let signing_in = talk.auth(DEFAULT_MECHANISMS, credentials);
            within(self.patience.command * 3, signing_in)
                .await
                .map_err(Failed::words)?;
        }
        Ok(talk)
    }

    /// Tells from whom and for whom a message is, and that it comes.
    async fn envelope(
        &self,
        talk: &mut AsyncSmtpConnection,
        envelope: &Envelope,
        bytes: &[u8],
    ) -> Result<(), Outcome> {
        let mut options = Vec::new();
        let mut addresses = envelope.from().into_iter().chain(envelope.to());
        if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !talk.server_info().supports_feature(Extension::SmtpUtfEight) {
                let answer =
                    "the mail server takes no address with other letters than English ones";
                return Err(Outcome::Refused(answer.to_owned()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !bytes.is_ascii() {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let limit = self.patience.command;
        let from = Mail::new(envelope.from().cloned(), options);
        // Whom it does not take as a sender, it takes no mail from: no fault of this one.
        within(limit, talk.command(from))
            .await
            .map_err(|failed| Outcome::NotReached(failed.words()))?;
        for to in envelope.to() {
            within(limit, talk.command(Rcpt::new(to.clone(), Vec::new())))
                .await
                .map_err(Failed::about_the_message)?;
        }
        within(limit, talk.command(Data))
            .await
            .map_err(Failed::about_the_message)?;
        Ok(())
    }

    async fn message(&self, talk: &mut AsyncSmtpConnection, bytes: &[u8]) -> Outcome {
        match within(self.patience.message, talk.message(bytes)).await {
            Ok(response) => Outcome::Taken(told(&response)),
            Err(failed) if failed.was_answered() => failed.about_the_message(),
            Err(failed) => Outcome::Unanswered(failed.words()),
        }
    }
}

fn parameters(host: &str, ca_file: Option<&Path>) -> Result<TlsParameters, String> {
    let mut tls = TlsParameters::builder(host.to_owned());
    if let Some(file) = ca_file {
        let pem = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let authority =
            Certificate::from_pem(&pem).map_err(|error| format!("{}: {error}", file.display()))?;
        // Only this one: who names an authority of their own wants no other to vouch for the server.
        tls = tls
            .certificate_store(CertificateStore::None)
            .add_root_certificate(authority);
    }
    tls.build().map_err(|error| error.to_string())
}

fn told(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), words.join(" "))
}

/// Why there was no good answer.
enum Failed {
    InTime,
    Otherwise(Error),
}

async fn within<T>(
    limit: Duration,
    talk: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failed> {
    match tokio::time::timeout(limit, talk).await {
        Ok(answer) => answer.map_err(Failed::Otherwise),
        Err(_) => Err(Failed::InTime),
    }
}

impl Failed {
    fn words(self) -> String {
        match self {
            Self::InTime => "the mail server did not answer in time".to_owned(),
            Self::Otherwise(error) => error.to_string(),
        }
    }

    fn was_answered(&self) -> bool {
        matches!(self, Self::Otherwise(error) if error.is_transient() || error.is_permanent())
    }

    /// What an answer to a recipient or to a message means.
    fn about_the_message(self) -> Outcome {
        let Self::Otherwise(error) = self else {
            return Outcome::NotReached(self.words());
        };
        let (answer, transient) = (error.to_string(), error.is_transient());
        let code = error.status().map(u16::from).unwrap_or_default();
        if !transient && !error.is_permanent() || is_about_everybody(code) {
            Outcome::NotReached(answer)
        } else if transient || is_about_settings(&answer) {
            Outcome::PutOff(answer)
        } else {
            Outcome::Refused(answer)
        }
    }
}

/// 421: the service closes; 454 and 530: it wants us to sign in.
const fn is_about_everybody(code: u16) -> bool {
    matches!(code, 421 | 454 | 530)
}

/// "Relaying denied" and policies (X.7.Y of RFC 3463) may be about the mail server's settings or ours, not about the mail.
fn is_about_settings(answer: &str) -> bool {
    let answer = answer.to_lowercase();
    answer.contains(" 5.7.") || answer.contains("(5.7.") || answer.contains("relay")
}
