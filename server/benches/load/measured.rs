//! Servers in processes of their own, and what a load cost them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::client::{Call, Caller};
use super::scenarios::Scenario;

/// A running server.
pub struct Server {
    child: Child,
    port: u16,
    pub started_in_ms: u128,
}

/// What a load amounted to.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub per_second: f64,
    pub cpu_ms: f64,
}

/// How long one caller waits for an answer.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    pub median_ms: f64,
    /// 95 of 100 answers come sooner.
    pub most_ms: f64,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts the release build on the database in `folder`.
    pub async fn start(folder: &Path) -> Self {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_egret"));
        command
            .env(
                "DATABASE_URL",
                format!("sqlite://{}", folder.join("egret.db").display()),
            )
            .env("EGRET_MEDIA_FOLDER", folder.join("media"))
            .env("EGRET_LISTEN", format!("127.0.0.1:{port}"))
            .env("EGRET_PUBLIC_URL", "http://127.0.0.1")
            .env("EGRET_LOG", "error");
        Self::run(command, port).await
    }

    async fn run(mut command: Command, port: u16) -> Self {
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        while tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
        {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "the server did not start"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let (status, _) = Caller::connect(port)
            .await
            .send(&Call::get("/healthz"))
            .await;
        assert!(status.is_success());
        Self {
            child,
            port,
            started_in_ms: began.elapsed().as_millis(),
        }
    }

    /// Sends calls from the scenario's connections for so many seconds.
    pub async fn load(&self, scenario: &Scenario, seconds: u64) -> Cost {
        let done = Arc::new(AtomicU64::new(0));
        let until = Instant::now() + Duration::from_secs(seconds);
        let (cpu, began) = (self.cpu_ms(), Instant::now());
        let mut tasks = Vec::new();
        for _ in 0..scenario.callers {
            let (calls, done, accepts, port) = (
                scenario.calls.clone(),
                done.clone(),
                scenario.accepts,
                self.port,
            );
            tasks.push(tokio::spawn(async move {
                let mut caller = Caller::connect(port).await;
                while Instant::now() < until {
                    let Some(call) = calls() else { break };
                    let (status, body) = caller.send(&call).await;
                    assert_eq!(
                        status.as_u16(),
                        accepts,
                        "{} {}",
                        call.path,
                        String::from_utf8_lossy(&body)
                    );
                    done.fetch_add(1, Ordering::Relaxed);
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let done = done.load(Ordering::Relaxed).max(1) as f64;
        Cost {
            per_second: done / began.elapsed().as_secs_f64(),
            cpu_ms: (self.cpu_ms() - cpu) / done,
        }
    }

    /// How long one caller waits for each answer, asking again and again for so many seconds.
    pub async fn wait(&self, scenario: &Scenario, seconds: u64) -> Wait {
        let until = Instant::now() + Duration::from_secs(seconds);
        let mut caller = Caller::connect(self.port).await;
        let mut waits = Vec::new();
        while Instant::now() < until {
            let Some(call) = (scenario.calls)() else {
                break;
            };
            let asked = Instant::now();
            let (status, _) = caller.send(&call).await;
            waits.push(asked.elapsed().as_secs_f64() * 1_000.0);
            assert_eq!(status.as_u16(), scenario.accepts, "{}", call.path);
        }
        waits.sort_by(f64::total_cmp);
        let at = |hundredths: usize| {
            let place = waits.len() * hundredths / 100;
            waits.get(place).copied().unwrap_or(f64::NAN)
        };
        Wait {
            median_ms: at(50),
            most_ms: at(95),
        }
    }

    fn cpu_ms(&self) -> f64 {
        cpu_ms(self.child.id())
    }

    /// Resident memory.
    pub fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<f64>()
            .unwrap()
            / 1024.0
    }
}

/// The same bytes from memory.
pub struct Floor {
    pub server: Server,
    pub bytes: usize,
    call: Call,
    _file: PathBuf,
}

impl Floor {
    /// Asks `server` once and serves what it answered from another process.
    pub async fn of(scenario: &Scenario, server: &Server) -> Self {
        let call = (scenario.calls)().expect("a call");
        let (_, body) = Caller::connect(server.port).await.send(&call).await;
        let file = std::env::temp_dir().join(format!("egret-floor-{}", std::process::id()));
        std::fs::write(&file, &body).unwrap();
        let port = free_port();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--floor", &format!("{port}:{}", file.display())]);
        Self {
            server: Server::run(command, port).await,
            bytes: body.len(),
            call,
            _file: file,
        }
    }

    /// The scenario against the floor: the same call again and again, since one that can be sent once must stay for the server.
    pub fn scenario(&self, scenario: &Scenario) -> Scenario {
        let call = self.call.clone();
        Scenario {
            name: scenario.name,
            calls: Arc::new(move || Some(call.clone())),
            accepts: 200,
            callers: scenario.callers,
        }
    }
}

/// Serves one file's bytes for every address.
pub async fn serve_floor(place: &str) {
    use axum::serve::ListenerExt;
    let (port, file) = place.split_once(':').unwrap();
    let bytes = bytes::Bytes::from(std::fs::read(file).unwrap());
    let answer = move || {
        let bytes = bytes.clone();
        async move { ([("content-type", "text/html; charset=utf-8")], bytes) }
    };
    let app = axum::Router::new().fallback(answer);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port.parse().unwrap()))
        .await
        .unwrap();
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
    axum::serve(listener, app).await.unwrap();
}

/// The median of each figure.
pub fn median(costs: &[Cost]) -> Cost {
    let middle = |figure: fn(&Cost) -> f64| {
        let mut figures: Vec<f64> = costs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Cost {
        per_second: middle(|cost| cost.per_second),
        cpu_ms: middle(|cost| cost.cpu_ms),
    }
}

/// The size of the binary that is measured.
pub fn binary_mb() -> f64 {
    std::fs::metadata(env!("CARGO_BIN_EXE_egret"))
        .unwrap()
        .len() as f64
        / 1e6
}

fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// User and system time that a process was charged, in milliseconds (proc(5): fields 14 and 15, in ticks of 10 ms).
pub fn cpu_ms(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    ticks as f64 * 10.0
}
