//! A small real mail server that behaves, or misbehaves, as a test wants.

#![allow(dead_code, reason = "each test file uses its part of the mail server")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    Accepts,
    /// 451 to every recipient.
    PutsOff,
    /// 550 to every recipient.
    Refuses,
    /// 554 to everybody who connects.
    RefusesEverybody,
    /// Takes the connection and says nothing.
    Hangs,
    /// Takes the whole message and hangs up without an answer.
    DropsAfterData,
    /// Takes the whole message and answers after so many milliseconds.
    AnswersAfter(u64),
    /// 421 to everybody who connects.
    IsClosed,
    /// 454 to everybody who signs in.
    CannotCheckPasswords,
    /// 550 to our sender.
    RefusesTheSender,
    /// 550 5.7.1 to every recipient.
    DeniesRelaying,
}

/// The server; it ends with the test.
pub struct MailServer {
    port: u16,
    behaviour: Arc<Mutex<Behaviour>>,
    received: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

/// How a server's talk is encrypted.
#[derive(Clone)]
pub enum Encryption {
    None,
    StartTls(TlsAcceptor),
    Wrapped(TlsAcceptor),
}

/// A throw-away certificate of localhost: what a server needs, and its authority as a PEM file.
pub fn certificate() -> (TlsAcceptor, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem())
}

impl MailServer {
    pub async fn start(behaviour: Behaviour) -> Self {
        Self::with(behaviour, Encryption::None).await
    }

    pub async fn with(behaviour: Behaviour, tls: Encryption) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            behaviour: Arc::new(Mutex::new(behaviour)),
            received: Arc::default(),
            connections: Arc::default(),
        };
        let (behaviour, received) = (server.behaviour.clone(), server.received.clone());
        let connections = server.connections.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let behaviour = *behaviour.lock().unwrap();
                tokio::spawn(talk(stream, behaviour, received.clone(), tls.clone()));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Its address without scheme.
    pub fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn behave(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    /// The messages as they came, oldest first.
    pub fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }
}

/// The user and password that it takes, as AUTH PLAIN says them.
const SIGN_IN: &[u8] = b"\0egret\0s:cret";

async fn talk(
    stream: TcpStream,
    behaviour: Behaviour,
    received: Arc<Mutex<Vec<String>>>,
    tls: Encryption,
) {
    // A client that hangs up ends the talk; that is no fault of the test.
    let _ended = match tls {
        Encryption::None => conversation(stream, behaviour, received, None)
            .await
            .map(|_| ()),
        Encryption::Wrapped(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => conversation(stream, behaviour, received, None)
                .await
                .map(|_| ()),
            Err(error) => Err(error),
        },
        Encryption::StartTls(acceptor) => {
            let offer = Some(Offer::StartTls);
            match conversation(stream, behaviour, received.clone(), offer).await {
                Ok(Some(stream)) => match acceptor.accept(stream).await {
                    Ok(stream) => {
                        let encrypted = Some(Offer::Encrypted);
                        conversation(stream, behaviour, received, encrypted)
                            .await
                            .map(|_| ())
                    }
                    Err(error) => Err(error),
                },
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            }
        }
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    StartTls,
    /// After STARTTLS there is no second greeting.
    Encrypted,
}

/// Gives the stream back when the client wants to go on encrypted.
async fn conversation<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    behaviour: Behaviour,
    received: Arc<Mutex<Vec<String>>>,
    offer: Option<Offer>,
) -> std::io::Result<Option<S>> {
    let mut stream = BufReader::new(stream);
    if behaviour == Behaviour::Hangs {
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    if behaviour == Behaviour::RefusesEverybody {
        stream.write_all(b"554 no service for you\r\n").await?;
        return Ok(None);
    }
    if behaviour == Behaviour::IsClosed {
        stream.write_all(b"421 come back later\r\n").await?;
        return Ok(None);
    }
    if offer != Some(Offer::Encrypted) {
        stream.write_all(b"220 mail.example ready\r\n").await?;
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        let verb = line.split([' ', ':']).next().unwrap().to_uppercase();
        let answer: &[u8] = match (verb.as_str(), behaviour) {
            ("EHLO", _) if offer == Some(Offer::StartTls) => {
                b"250-mail.example\r\n250-STARTTLS\r\n250 8BITMIME\r\n"
            }
            ("EHLO", _) => b"250-mail.example\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n",
            ("STARTTLS", _) => {
                stream.write_all(b"220 go on\r\n").await?;
                return Ok(Some(stream.into_inner()));
            }
            ("AUTH", Behaviour::CannotCheckPasswords) => b"454 not at the moment\r\n",
            ("AUTH", _) => {
                let told = line.rsplit(' ').next().unwrap();
                match data_encoding::BASE64.decode(told.as_bytes()) {
                    Ok(told) if told == SIGN_IN => b"235 welcome\r\n",
                    _ => b"535 who are you\r\n",
                }
            }
            ("MAIL", Behaviour::RefusesTheSender) => b"550 not from there\r\n",
            ("RCPT", Behaviour::PutsOff) => b"451 try later\r\n",
            ("RCPT", Behaviour::Refuses) => b"550 no such mailbox\r\n",
            ("RCPT", Behaviour::DeniesRelaying) => b"550 5.7.1 relaying denied\r\n",
            ("QUIT", _) => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(None);
            }
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n").await?;
                let message = message(&mut stream).await?;
                received.lock().unwrap().push(message);
                match behaviour {
                    Behaviour::DropsAfterData => return Ok(None),
                    Behaviour::AnswersAfter(ms) => {
                        tokio::time::sleep(Duration::from_millis(ms)).await;
                    }
                    _ => {}
                }
                b"250 taken\r\n"
            }
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer).await?;
        stream.flush().await?;
    }
}

async fn message(stream: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<String> {
    let mut message = String::new();
    loop {
        let mut line = String::new();
        let many = stream.read_line(&mut line).await?;
        let line = line.trim_end_matches(['\r', '\n']);
        if many == 0 || line == "." {
            return Ok(message);
        }
        message.push_str(line);
        message.push('\n');
    }
}
