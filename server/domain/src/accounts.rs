//! People, how they sign in, and what they are trusted to do.

pub mod attempt;
pub mod grant;
pub mod mailed_link;
pub mod password;
pub mod person;
pub mod registration;
pub mod sign_in;
mod visitor;

pub use visitor::Visitor;
