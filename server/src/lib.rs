//! Everything a browser never sees: configuration, HTTP layers, mail, jobs and commands.

pub mod assets;
pub mod command;
pub mod config;
pub mod demo;
pub mod export;
pub mod jobs;
pub mod mail;
pub mod media;
pub mod migrate;
pub mod web;

pub use config::Config;
