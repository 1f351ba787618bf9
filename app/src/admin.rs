//! Staff: people, roles, the log.
