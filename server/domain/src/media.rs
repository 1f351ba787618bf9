//! Recordings, plays and what they amount to.

pub mod edition_viewer;
pub mod play;
pub mod recording;
pub mod view_session;
pub mod visitor_salt;
