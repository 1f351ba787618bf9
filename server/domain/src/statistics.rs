//! How far sessions reached.

pub mod concurrent_bin;
pub mod reported_view;
pub mod view_bin;
