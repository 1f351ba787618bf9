//! `egret serve`

use std::net::SocketAddr;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{Failure, database};
use crate::Config;
use crate::config::LogFormat;
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
    let app = web::app(&config, db.clone(), Clock::System);
    // With Nagle's algorithm small streamed answers wait 40 ms each.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no delay could not be set");
        }
    });
    axum::serve(
        listener,
        app.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(stopped())
    .await?;
    db.close().await?;
    Ok(())
}

/// Ends when the process is asked to stop; what is under way is finished first.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping: finishing what is under way");
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
