//! Who gets a place.

pub mod admission;
mod admission_rule;
pub mod application;
pub mod application_step;
pub mod calling_off;
pub mod check;
pub mod course_place;
mod edition_lock;
mod edition_title;
pub mod elective;
mod enrolling;
pub mod enrolment;
pub mod invariant_check;
pub mod invariants;
pub mod ladder;
pub mod my_applications;
pub mod my_editions;
pub mod passed_over;
pub mod people;
mod permission;
pub mod picked_person;
pub mod pool_group;
pub mod pool_overview;
pub mod pool_setup;
pub mod pools;
pub mod seat_claim;
pub mod seat_counter;
pub mod seat_pool;
pub mod seats;
pub mod turn;
pub mod waiting_list;
mod withdrawal;

pub use admission::{Admission, Seats, WayIn};
pub use enrolling::{Placed, enrol};
pub use seats::set_total;
pub use withdrawal::{withdraw, withdraw_somebody};
