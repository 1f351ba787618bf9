//! Who gets a place.

pub mod application;
pub mod application_step;
pub mod course_place;
pub mod enrolment;
pub mod seat_claim;
pub mod seat_counter;
pub mod seat_pool;
