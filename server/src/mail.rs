//! The way of a mail from its row to the mail server.

mod address;
mod carrier;
mod message;
mod round;

pub use carrier::{Carrier, Outcome, Patience};
pub use message::message;
pub use round::{LONGEST_ROUND, Post, deliver_due};
