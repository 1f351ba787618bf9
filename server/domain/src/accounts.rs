//! People, how they sign in, and what they are trusted to do.

pub mod attempt;
pub mod attempt_turn;
pub mod grant;
pub mod mailed_link;
pub mod password;
pub mod password_change;
pub mod person;
pub mod registration;
pub mod shown_name;
pub mod sign_in;
mod visitor;
pub mod vouching;

pub use visitor::Visitor;
