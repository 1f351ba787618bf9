//! What each check of what must always be true found last.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_28_invariant_checks",
    "
CREATE TABLE invariant_check (
    name text PRIMARY KEY CHECK (name <> ''),
    checked_at {big} NOT NULL,
    took {big} NOT NULL CHECK (took >= 0),
    found {big} NOT NULL CHECK (found >= 0),
    examples text NOT NULL
) {strict};
"
);
