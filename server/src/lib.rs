//! Everything a browser never sees: configuration, HTTP layers, mail, jobs and commands.

pub mod assets;
pub mod command;
pub mod config;
pub mod migrate;
pub mod web;

pub use config::Config;
