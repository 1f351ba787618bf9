//! Who gets a place.

pub mod admission;
mod admission_rule;
pub mod application;
pub mod application_step;
pub mod calling_off;
pub mod course_place;
mod edition_lock;
mod edition_title;
pub mod enrolment;
pub mod invariants;
pub mod ladder;
pub mod my_applications;
pub mod people;
pub mod seat_claim;
pub mod seat_counter;
pub mod seat_pool;
pub mod waiting_list;

pub use admission::{Admission, Seats, WayIn};
pub use enrolment::{Placed, enrol, withdraw, withdraw_somebody};
pub use seat_pool::set_total;
