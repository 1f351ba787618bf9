//! Enrolling, and where one stands.

mod enrol_box;

pub use enrol_box::EnrolBox;
