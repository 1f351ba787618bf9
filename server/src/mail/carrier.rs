//! Hands messages to the mail server, one connection each, and says what came of it.

use std::time::Duration;

use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// A mail server that does not answer in this time cannot be reached.
const CONNECTING: Duration = Duration::from_secs(10);
/// A mail is handed over in this time or tried again: far less than a claim lasts.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came of handing a message over, with the mail server's answer or what went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server has it.
    Taken(String),
    /// Not now (4xx).
    PutOff(String),
    /// Never (5xx, about this message).
    Refused(String),
    /// No server, no answer, or the connection broke: it may or may not have it.
    NotReached(String),
}

/// The connection to the configured mail server.
#[derive(Clone)]
pub struct Carrier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    patience: Duration,
}

impl Carrier {
    /// From `smtps://…`, `smtp://…?tls=required` or `smtp://…`; says in words what is wrong with another address.
    pub fn new(smtp_url: &str) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url)
            .map_err(|error| error.to_string())?
            .timeout(Some(CONNECTING))
            .build();
        Ok(Self {
            transport,
            patience: PATIENCE,
        })
    }

    /// With less patience, for tests.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Hands a message over. No database is touched meanwhile, so the time limit may drop what is under way.
    pub async fn hand_over(&self, message: Message) -> Outcome {
        match tokio::time::timeout(self.patience, self.transport.send(message)).await {
            Ok(Ok(response)) => {
                let words: Vec<&str> = response.message().collect();
                Outcome::Taken(format!("{} {}", response.code(), words.join(" ")))
            }
            Ok(Err(error)) if error.is_transient() => Outcome::PutOff(error.to_string()),
            Ok(Err(error)) if error.is_permanent() || error.is_client() => {
                self.whose_fault(error.to_string()).await
            }
            Ok(Err(error)) => Outcome::NotReached(error.to_string()),
            Err(_) => Outcome::NotReached("the mail server did not answer in time".to_owned()),
        }
    }

    /// A wrong password or a server that refuses everybody answers 5xx too; no mail should be given up for that.
    async fn whose_fault(&self, answer: String) -> Outcome {
        match self.greet().await {
            Ok(()) => Outcome::Refused(answer),
            Err(_) => Outcome::NotReached(answer),
        }
    }

    /// Connects, signs in and says goodbye.
    pub async fn greet(&self) -> Result<(), String> {
        match tokio::time::timeout(self.patience, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("the mail server does not want to talk".to_owned()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("the mail server did not answer in time".to_owned()),
        }
    }
}
