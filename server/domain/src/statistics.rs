//! How far sessions reached: figures by their definitions, from rows and roll-ups, never from raw plays.

mod attendance;
pub mod by_country;
pub mod by_day;
pub mod by_group;
pub mod by_session;
pub mod concurrent_bin;
pub mod edition;
pub mod engaged_bin;
pub mod figures;
mod gathered;
mod glance;
mod ground;
mod left_out;
mod measured;
pub mod names;
mod participants;
pub mod programme;
pub mod reported_view;
pub mod roll_up;
mod seen;
pub mod session_reach;
pub mod view_bin;
pub mod view_span;
pub mod view_total;
pub mod year;

pub use attendance::Attendance;
pub use gathered::{Gathered, Reported, ReportedOfSession, Watched};
pub use glance::Glance;
pub use ground::{EditionLine, Ground};
pub use left_out::{Editions as EditionsLeftOut, LeftOut};
pub use measured::Measured;
pub use participants::Place;

/// Version of the rules by which views are counted; every figure names it.
pub const RULE_VERSION: i32 = 2;
