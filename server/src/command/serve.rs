//! `egret serve`

use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use super::{Failure, database};
use crate::Config;
use crate::config::LogFormat;
use crate::demo;
use crate::jobs::Jobs;
use crate::web::{self, Clock};

pub(super) async fn serve(config: Config) -> Result<(), Failure> {
    start_log(&config);
    let db = database(&config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    if !config.is_secure() {
        tracing::warn!("the public address is plain http: the sign-in cookie is an ordinary one");
    }
    println!("Egret serves {}", config.public_url);
    match demo::sign_ins(&db).await? {
        Some(sign_ins) if config.is_loopback() => println!("{sign_ins}"),
        Some(_) => tracing::warn!(
            "the demonstration's accounts, an administrator among them, can be signed in to by everybody who can reach this server: their password is public"
        ),
        None => {}
    }
    let app = web::app(&config, db.clone(), Clock::System);
    // With Nagle's algorithm small streamed answers wait 40 ms each.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no delay could not be set");
        }
    });
    let jobs = Jobs::start(&config, &db);
    let stop = Asked::default();
    let answering = axum::serve(
        listener,
        app.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(stopped(stop.clone()))
    .into_future();
    tokio::select! {
        done = answering => done?,
        () = patience(stop) => tracing::warn!("some answers were still being read; they are cut off"),
    }
    jobs.stop().await;
    // Waits for writes under way: they run in tasks of their own.
    db.close().await?;
    Ok(())
}

/// How long answers under way may take once the process was asked to stop; somebody may be watching for hours.
const PATIENCE: Duration = Duration::from_secs(20);

async fn patience(stop: Asked) {
    stop.asked().await;
    tokio::time::sleep(PATIENCE).await;
}

/// Remembers that the process was asked to stop.
#[derive(Clone)]
struct Asked(watch::Sender<bool>);

impl Default for Asked {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Asked {
    fn ask(&self) {
        self.0.send_replace(true);
    }

    async fn asked(&self) {
        let mut told = self.0.subscribe();
        // Fails only when nobody can ask any more; then nobody waits either.
        let _asked = told.wait_for(|asked| *asked).await;
    }
}

/// Ends when the process is asked to stop; what is under way is finished first.
async fn stopped(stop: Asked) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping: finishing what is under way");
    stop.ask();
}

fn start_log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
