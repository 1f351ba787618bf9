//! Letters in words, and the staff's view of the outbox.

mod deciding;
mod letter;
mod nomination;
mod one_mail;
mod outbox;
mod sheet;

pub use letter::render;
pub use one_mail::{MailPage, SendMailAgain};
pub use outbox::{MailsPage, SendAllMailAgain};
pub use sheet::Rendered;
