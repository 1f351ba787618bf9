//! Watching.

mod watch;

pub use watch::Watch;
