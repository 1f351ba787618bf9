//! The roll, and what it amounts to.

mod edition_attendance;
mod my_attendance;
mod roll;
mod roll_line;

pub use edition_attendance::EditionAttendancePage;
pub use my_attendance::{MyAttendance, MyAttendancePage};
pub use roll::{RollPage, TakeRoll};

use model::attendance::Mark;

use crate::Words;

impl Words {
    /// A mark in a word.
    #[must_use]
    pub fn mark(self, mark: Mark) -> String {
        match mark {
            Mark::Present => self.mark_present(),
            Mark::Late => self.mark_late(),
            Mark::Absent => self.mark_absent(),
            Mark::Excused => self.mark_excused(),
            Mark::Unmarked => self.mark_unmarked(),
        }
    }
}
