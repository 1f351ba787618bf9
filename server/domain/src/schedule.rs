//! Sessions: when, where, with whom.

pub mod session;
pub mod session_text;
pub mod session_trainer;
