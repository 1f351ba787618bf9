//! Enrolling, and where one stands.
