//! Sessions: when, where, with whom.

pub mod addition;
mod announcement;
pub mod audience;
pub mod cancellation;
pub mod change;
pub mod clash;
pub mod desk;
pub mod effective_length;
pub mod entry;
pub(crate) mod permission;
pub mod plan;
pub mod session;
pub mod session_cancellation;
pub mod session_text;
pub mod session_trainer;
mod team;
pub mod timetable;
pub mod unearthly_hour;
