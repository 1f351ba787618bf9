//! The catalogue: what is offered, by whom, where.

pub mod admission_window;
pub mod card;
pub mod course;
pub mod course_text;
pub mod course_trainer;
pub mod desk;
pub mod edition;
pub mod edition_host;
pub mod edition_language;
pub mod edition_page;
pub mod edition_text;
pub mod fold;
pub mod history;
pub mod host;
pub mod portfolio;
pub mod portfolio_text;
pub mod programme;
pub mod programme_page;
pub mod programme_text;
mod rows;
pub mod search;
pub mod sitemap;
mod slug;
pub mod trainer_page;
pub mod venue;
pub mod visible;
pub mod wording;
