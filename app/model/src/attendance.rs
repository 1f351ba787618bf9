//! What a roll says.

use crate::choice::choice;

choice! {
    /// What a trainer says about a person in a session.
    Mark {
        /// There for the whole length.
        Present = "present",
        /// There from a later minute on.
        Late = "late",
        /// Not there.
        Absent = "absent",
        /// Not there, with a reason that was accepted.
        Excused = "excused",
        /// What was said before is taken back.
        Unmarked = "unmarked",
    }
}

choice! {
    /// Where a piece of evidence comes from.
    EvidenceSource {
        /// A player's beats.
        Watching = "watching",
        /// A trainer's roll.
        Roll = "roll",
        /// A badge or code scanned.
        Scan = "scan",
        /// A file from another system.
        Import = "import",
    }
}
