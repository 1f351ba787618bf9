//! `egret demo`

use std::time::Instant as Stopwatch;

use clap::Args;
use domain::clock;

use super::{Failure, database};
use crate::Config;
use crate::demo::{self, Loaded};

/// Load the demonstration year into an empty database.
#[derive(Debug, Args)]
pub struct Demo {
    /// Leave a database that holds something else alone without failing.
    #[arg(long)]
    if_empty: bool,
    /// Load it although others than this machine are served: everybody knows its passwords.
    #[arg(long)]
    yes: bool,
}

pub(super) async fn load(config: &Config, options: Demo) -> Result<(), Failure> {
    if !config.is_loopback() && !options.yes {
        let sentence = format!(
            "the demonstration's passwords are known to everybody, and Egret would serve others than this machine ({} on {})",
            config.public_url, config.listen
        );
        if options.if_empty {
            println!("Nothing loaded: {sentence}.");
            return Ok(());
        }
        return Err(format!("{sentence}; say --yes to load it all the same").into());
    }
    let db = database(config).await?;
    let began = Stopwatch::now();
    let loaded = demo::load(&db, &config.media_folder, clock::now(), |what, count| {
        println!("  {count:>6} {what}");
    })
    .await?;
    match loaded {
        Loaded::Now => println!(
            "The demonstration is loaded, in {} ms.",
            began.elapsed().as_millis()
        ),
        Loaded::Before(at) => println!(
            "The demonstration was loaded on {}; nothing was changed. For a fresh one, begin with an empty database.",
            clock::wall_of(at, &config.centre_zone).date()
        ),
        Loaded::NotEmpty if options.if_empty => {
            println!("The database holds other data and was left alone.");
        }
        Loaded::NotEmpty => {
            return Err(format!(
                "the database {} holds other data and was left alone; the demonstration needs an empty one",
                config.database_shown()
            )
            .into());
        }
    }
    // Whoever says --if-empty serves next, and the server prints them.
    if !options.if_empty
        && let Some(sign_ins) = demo::sign_ins(&db).await?
    {
        println!("{sign_ins}");
    }
    db.close().await?;
    Ok(())
}
