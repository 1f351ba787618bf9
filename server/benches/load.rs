//! `make bench`: how fast, and how small. A release build of the server in a process of its own, loaded from this one.
//!
//! Every scenario runs interleaved with a *floor*: the same bytes from memory by the same axum, in a third process.
//! Medians of the rounds are printed; CPU is what the operating system charged to the server's process, and the times are
//! what one caller alone waits. A word as argument picks the scenarios whose name has it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a measurement breaks loudly, and its figures are ratios"
)]

#[path = "load/apply.rs"]
mod apply;
#[path = "load/client.rs"]
mod client;
#[path = "load/crowd.rs"]
mod crowd;
#[path = "load/measured.rs"]
mod measured;
#[path = "load/scenarios.rs"]
mod scenarios;
#[path = "load/world.rs"]
mod world;

use measured::Server;

/// How often each scenario runs, and for how long.
const ROUNDS: usize = 5;
const SECONDS: u64 = 3;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--floor") {
        return measured::serve_floor(&arguments[place + 1]).await;
    }
    let only = arguments
        .iter()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));

    let world = world::World::load().await;
    let server = Server::start(&world.folder).await;
    println!(
        "start to first answer {} ms · idle memory {:.0} MB · binary {:.1} MB · {ROUNDS} rounds of {SECONDS} s, 16 callers where it says nothing else\n",
        server.started_in_ms,
        server.memory_mb(),
        measured::binary_mb(),
    );
    println!(
        "{:<34}{:>10}{:>12}{:>11}{:>10}{:>14}{:>14}{:>10}",
        "",
        "requests/s",
        "CPU-ms each",
        "median ms",
        "95 % ms",
        "floor req/s",
        "floor CPU-ms",
        "bytes"
    );
    for scenario in scenarios::all(&world) {
        if only.is_some_and(|only| !scenario.name.contains(only.as_str())) {
            continue;
        }
        let floor = measured::Floor::of(&scenario, &server).await;
        let wait = server.wait(&scenario, SECONDS).await;
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(server.load(&scenario, SECONDS).await);
            bare.push(floor.server.load(&floor.scenario(&scenario), SECONDS).await);
        }
        let (ours, bare) = (measured::median(&ours), measured::median(&bare));
        println!(
            "{:<34}{:>10.0}{:>12.3}{:>11.2}{:>10.2}{:>14.0}{:>14.3}{:>10}",
            scenario.name,
            ours.per_second,
            ours.cpu_ms,
            wait.median_ms,
            wait.most_ms,
            bare.per_second,
            bare.cpu_ms,
            floor.bytes
        );
    }
    apply::print(only.map(String::as_str)).await;
}
