//! Administration: everybody, who is trusted with what, and the log.

pub mod directory;
pub mod grant_form;
pub mod log;
mod one_country;
pub mod role;
pub mod scope_name;
