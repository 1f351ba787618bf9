//! People, how they sign in, and what they are trusted to do.

pub mod attempt;
pub mod directory;
pub mod grant;
pub mod grant_form;
pub mod log;
pub mod mailed_link;
pub mod password;
pub mod person;
pub mod registration;
pub mod scope_name;
pub mod shown_name;
pub mod sign_in;
mod visitor;

pub use visitor::Visitor;
