//! Recordings, and what a player tells.

use serde::{Deserialize, Serialize};

use crate::choice::choice;

choice! {
    /// Where a session's picture comes from.
    RecordingKind {
        /// An MP4 file uploaded here.
        File = "file",
        /// An HLS address, where the browser plays it natively.
        Hls = "hls",
        /// A page elsewhere; nothing is measured here.
        Link = "link",
    }
}

/// One beat of a player. Idempotent by play and sequence number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beat {
    /// The signed word from the page: which play, which session, which visitor, until when.
    pub token: String,
    /// Counts up from 1 in each play.
    pub sequence: u32,
    /// The stretch watched since the last beat, in milliseconds of the recording: from.
    pub from_ms: i64,
    /// The stretch watched since the last beat, in milliseconds of the recording: to.
    pub to_ms: i64,
    /// Playback rate, in hundredths: 100 is as recorded.
    pub rate: u32,
}
