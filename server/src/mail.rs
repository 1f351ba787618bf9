//! The way of a mail from its row to the mail server.

mod carrier;
mod message;
mod round;

pub use carrier::{Carrier, Outcome};
pub use message::message;
pub use round::{Post, deliver_due};
