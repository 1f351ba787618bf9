//! Picks a command; `egret` alone serves.

use std::process::ExitCode;

use clap::Parser;
use server::command::{self, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Egret: training programmes that cross borders.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    command::run(arguments.command.unwrap_or_default()).await
}
