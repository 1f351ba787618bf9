//! Whom staff let in after the deadline, until when, and why.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_28_late_pass",
    "
CREATE TABLE late_pass (
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    email text NOT NULL CHECK (email <> '' AND email = lower(email)),
    until {big} NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    given_by {uuid} NOT NULL REFERENCES person (id),
    given_at {big} NOT NULL,
    PRIMARY KEY (edition, email),
    CHECK (until > given_at)
) {strict};
"
);
