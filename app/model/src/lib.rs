//! The words that both sides share: ids, instants, zones, countries, roles, states and refusals.
//!
//! Only `serde` and `uuid` on the browser's side; the feature `native` adds what the server needs
//! (database column types, zones, new ids).

#![warn(missing_docs)]

mod choice;
mod id;

pub mod accounts;
pub mod admissions;
pub mod attendance;
pub mod catalogue;
pub mod country;
pub mod country_group;
pub mod dossier;
pub mod instant;
pub mod language;
pub mod media;
pub mod refusal;
pub mod role;
pub mod schedule;
pub mod slug;
pub mod zone;

pub use choice::NotAChoice;
pub use country::Country;
pub use country_group::CountryGroup;
pub use id::*;
pub use instant::Instant;
pub use language::Language;
pub use refusal::{Reason, Refusal};
pub use role::Role;
pub use slug::Slug;
pub use zone::Zone;
