//! Who was there.

pub mod evidence;
pub mod roll_mark;
pub mod verdict;
