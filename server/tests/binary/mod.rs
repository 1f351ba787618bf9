//! The binary itself, run as an operator runs it, over real sockets.

#![allow(dead_code, reason = "each test file uses its part of the binary")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use domain::sea_orm::{ConnectionTrait, Database};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A folder with a database of its own, and the configuration that every command gets.
pub struct Place {
    pub folder: PathBuf,
    pub database_url: String,
    pub more: Vec<(&'static str, String)>,
}

impl Place {
    /// With a SQLite database that does not exist yet.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("egret-binary-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let database_url = format!("sqlite://{}", folder.join("data/egret.db").display());
        Self {
            folder,
            database_url,
            more: Vec::new(),
        }
    }

    /// With an empty PostgreSQL database.
    pub async fn postgres() -> Self {
        let cluster = std::env::var("EGRET_TEST_POSTGRES")
            .expect("EGRET_TEST_POSTGRES names a PostgreSQL cluster; `make test` starts one");
        let name = format!("egret_{}", uuid::Uuid::now_v7().simple());
        let maintenance = Database::connect(&cluster).await.unwrap();
        maintenance
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        maintenance.close().await.unwrap();
        let (server, _) = cluster.rsplit_once('/').unwrap();
        Self {
            database_url: format!("{server}/{name}"),
            ..Self::sqlite()
        }
    }

    /// With one more key.
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.more.push((key, value.into()));
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_egret"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("DATABASE_URL", &self.database_url)
            .env("EGRET_MEDIA_FOLDER", self.folder.join("media"))
            .envs(self.more.iter().map(|(key, value)| (key, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::from(self.command(arguments).output().unwrap())
    }

    /// Runs a command for somebody who hangs up without reading what it prints.
    pub fn run_unread(&self, arguments: &[&str]) -> Said {
        let mut child = self.command(arguments).spawn().unwrap();
        drop(child.stdout.take());
        Said::from(child.wait_with_output().unwrap())
    }

    /// Starts a command and leaves it running.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Starts a server on a port of its own.
    pub fn serve(&self) -> Serving {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut command = self.command(&["serve"]);
        command
            .env("EGRET_LISTEN", format!("127.0.0.1:{port}"))
            .env("EGRET_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::from(log(&self.folder, port)));
        Serving {
            child: command.spawn().unwrap(),
            port,
            log: log_file(&self.folder, port),
        }
    }
}

fn log_file(folder: &Path, port: u16) -> PathBuf {
    folder.join(format!("serve-{port}.log"))
}

fn log(folder: &Path, port: u16) -> std::fs::File {
    std::fs::File::create(log_file(folder, port)).unwrap()
}

/// What a command said, and whether it was content.
#[derive(Debug)]
pub struct Said {
    pub is_content: bool,
    pub out: String,
    pub err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            is_content: output.status.success(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A server that runs; killed when the test forgets to stop it.
pub struct Serving {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

impl Serving {
    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until it can do its work.
    pub async fn ready(&mut self) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            if let Ok(answer) = self.get("/readyz").await
                && answer.contains(" 200 ")
            {
                return;
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("the server ended with {status}: {}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the server is not ready: {}", self.log());
    }

    /// The answer to a request for a page, head and body.
    pub async fn get(&self, path: &str) -> std::io::Result<String> {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
        let mut sent = self.send(request).await?;
        answer(&mut sent).await
    }

    /// Sends a form as a browser does, without waiting for the answer.
    pub async fn post(&self, path: &str, body: &str) -> std::io::Result<TcpStream> {
        let length = body.len();
        self.send(format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\naccept: text/html\r\n\
             sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {length}\r\n\r\n{body}"
        ))
        .await
    }

    /// Sends a request, without waiting for the answer.
    pub async fn send(&self, request: String) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        stream.write_all(request.as_bytes()).await?;
        Ok(stream)
    }

    /// Asks it to stop, as an operating system does.
    pub fn ask_to_stop(&self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(asked.success());
    }

    /// Kills it where it stands, as a lack of memory does.
    pub fn kill(&self) {
        let killed = Command::new("kill")
            .args(["-KILL", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
    }

    /// Waits until it has stopped; whether it was content.
    pub async fn stopped(mut self) -> bool {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the server does not stop: {}", self.log());
    }
}

/// Reads an answer to its end.
pub async fn answer(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
