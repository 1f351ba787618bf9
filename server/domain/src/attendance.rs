//! Who was there: evidence and roll marks, the verdicts they amount to, and what is still needed to complete.

pub mod completion;
pub mod edition_table;
mod enrolled;
pub mod evidence;
pub mod expected;
pub mod marking;
pub mod mine;
pub mod presence;
pub mod roll;
pub mod roll_mark;
pub mod session_title;
pub mod settlement;
pub mod untaken;
pub mod verdict;
