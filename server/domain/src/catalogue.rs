//! The catalogue: what is offered, by whom, where.

pub mod course;
pub mod course_text;
pub mod course_trainer;
pub mod edition;
pub mod edition_host;
pub mod edition_language;
pub mod edition_text;
pub mod host;
pub mod portfolio;
pub mod portfolio_text;
pub mod programme;
pub mod programme_text;
pub mod venue;
