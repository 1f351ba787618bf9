//! Files that people take along.
