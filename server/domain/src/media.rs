//! Recordings, plays and what they amount to.
//!
//! A page asks [`screen`] what it may show and gets a token; the player's beats come back with it,
//! [`gatherer`] collects them, and [`ledger`] writes them with their roll-ups in one transaction.

pub mod audience;
mod beat;
pub mod concurrent_viewer;
pub mod counting;
pub mod edition_viewer;
pub mod engaged_viewer;
pub mod gatherer;
pub mod ledger;
pub mod play;
pub mod recording;
pub mod screen;
mod stretch;
pub mod token;
mod unspent;
pub mod view_session;
pub mod visitor_key;
pub mod visitor_salt;
pub mod watched_presence;
pub mod whereabouts;

pub use beat::Heard;
pub use counting::Counting;
pub use gatherer::Gatherer;
pub use screen::{Place, Screen};
pub use token::{KeyOf, Ticket};
pub use visitor_key::VisitorKey;
pub use whereabouts::Whereabouts;
