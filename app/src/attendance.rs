//! The roll.
