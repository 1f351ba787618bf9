//! Watching.

mod recording;
mod watch;

pub use recording::{RecordingPage, RemoveRecording, SetRecordingAddress};
pub use watch::Watch;
