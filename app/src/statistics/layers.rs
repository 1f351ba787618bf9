//! Which views a page shows: measured, reported, or both side by side.

use crate::frame::query;

/// The choice that the address makes with `show`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layers {
    Both,
    Measured,
    Reported,
}

impl Layers {
    /// As the address says; both, where it says nothing we know.
    pub fn chosen() -> Self {
        match query("show").as_str() {
            "measured" => Self::Measured,
            "reported" => Self::Reported,
            _ => Self::Both,
        }
    }

    pub const fn measured(self) -> bool {
        !matches!(self, Self::Reported)
    }

    pub const fn reported(self) -> bool {
        !matches!(self, Self::Measured)
    }
}
