//! A small real mail server that behaves, or misbehaves, as a test wants.

#![allow(dead_code, reason = "each test file uses its part of the mail server")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

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
}

/// The server; it ends with the test.
pub struct MailServer {
    port: u16,
    behaviour: Arc<Mutex<Behaviour>>,
    received: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    pub async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            behaviour: Arc::new(Mutex::new(behaviour)),
            received: Arc::default(),
        };
        let (behaviour, received) = (server.behaviour.clone(), server.received.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let behaviour = *behaviour.lock().unwrap();
                tokio::spawn(talk(stream, behaviour, received.clone()));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn behave(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    /// The messages as they came, oldest first.
    pub fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }
}

async fn talk(stream: TcpStream, behaviour: Behaviour, received: Arc<Mutex<Vec<String>>>) {
    // A client that hangs up ends the talk; that is no fault of the test.
    let _ended = conversation(stream, behaviour, received).await;
}

async fn conversation(
    stream: TcpStream,
    behaviour: Behaviour,
    received: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    if behaviour == Behaviour::Hangs {
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    if behaviour == Behaviour::RefusesEverybody {
        return writer.write_all(b"554 no service for you\r\n").await;
    }
    writer.write_all(b"220 mail.example ready\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap().to_uppercase();
        let answer: &[u8] = match (verb.as_str(), behaviour) {
            ("EHLO", _) => b"250-mail.example\r\n250 8BITMIME\r\n",
            ("RCPT", Behaviour::PutsOff) => b"451 try later\r\n",
            ("RCPT", Behaviour::Refuses) => b"550 no such mailbox\r\n",
            ("QUIT", _) => {
                return writer.write_all(b"221 bye\r\n").await;
            }
            ("DATA", _) => {
                writer.write_all(b"354 go on\r\n").await?;
                let mut message = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    message.push_str(&line);
                    message.push('\n');
                }
                received.lock().unwrap().push(message);
                if behaviour == Behaviour::DropsAfterData {
                    return Ok(());
                }
                b"250 taken\r\n"
            }
            _ => b"250 ok\r\n",
        };
        writer.write_all(answer).await?;
    }
    Ok(())
}
