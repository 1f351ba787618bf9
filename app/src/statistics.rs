//! How far sessions reached.
