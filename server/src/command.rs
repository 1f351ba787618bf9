//! The binary's commands.

mod admin;
mod backup;
mod demo;
mod doctor;
pub mod figures;
mod migrate;
mod serve;

use std::process::ExitCode;

use clap::Subcommand;
use domain::Db;
use model::country::CountryNames;

use crate::Config;

/// What a command fails with: a sentence for whoever typed it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What to do.
#[derive(Debug, Default, Subcommand)]
pub enum Command {
    /// Answer requests (the default).
    #[default]
    Serve,
    /// Bring the database's schema up to date.
    Migrate,
    /// Copy the database into a new file, while Egret serves or not.
    Backup(backup::Backup),
    /// Check configuration, database, clock, mail, proxy and disk, and say in words what is wrong.
    Doctor,
    /// Load the demonstration year into an empty database.
    Demo(demo::Demo),
    /// Name administrators.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Print the figures of a year.
    Figures(figures::Year),
}

/// Runs a command and says on standard error why it failed.
pub async fn run(command: Command) -> ExitCode {
    let done = match Config::load() {
        Ok(config) => match name_countries(&config) {
            Ok(()) => carry_out(command, config).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("egret: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Puts the centre's own names of countries before the built-in ones.
fn name_countries(config: &Config) -> Result<(), Failure> {
    let Some(file) = &config.country_names else {
        return Ok(());
    };
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("country_names: {} cannot be read: {error}", file.display()))?;
    let names = CountryNames::read(&text)
        .map_err(|fault| format!("country_names: {}, {fault}", file.display()))?;
    app::words::name_countries(names);
    Ok(())
}

async fn carry_out(command: Command, config: Config) -> Result<(), Failure> {
    match command {
        Command::Serve => serve::serve(config).await,
        Command::Migrate => migrate::migrate(&config).await,
        Command::Backup(backup) => backup::backup(&config, &backup).await,
        Command::Doctor => doctor::doctor(&config).await,
        Command::Demo(options) => demo::load(&config, options).await,
        Command::Admin(admin) => admin::run(&config, admin).await,
        Command::Figures(asked) => figures::run(&config, asked).await,
    }
}

/// The configured database, with its schema up to date.
async fn database(config: &Config) -> Result<Db, Failure> {
    config.make_database_folder()?;
    crate::migrate::open(config).await.map_err(|error| {
        format!(
            "the database {} cannot be opened: {error}",
            config.database_shown()
        )
        .into()
    })
}
