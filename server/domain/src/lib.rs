//! SeaORM entities and the rules that change them. Native only.
//!
//! One module a feature; an entity lives with its rules. Time is an argument, never read here.

pub mod accounts;
pub mod admin;
pub mod admissions;
pub mod asking;
pub mod attendance;
pub mod audit;
pub mod catalogue;
pub mod clock;
pub mod db;
pub mod error;
pub mod mail;
pub mod media;
pub mod outbox;
pub mod schedule;
pub mod secret;
pub mod statistics;
pub mod typed;

pub use asking::Asking;
pub use db::{Db, Tx};
pub use error::{Error, Result};
pub use sea_orm;
