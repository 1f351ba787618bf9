//! Mail on its way: what it is about, when it goes out, and what staff see of it.

pub mod facts;
pub mod reminder;
pub mod sending;
pub mod shelf;

pub use facts::Facts;
pub use shelf::Shelf;
