//! Corrections of what pools and figures look at, and electives' own pools.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_28_correction",
    "
ALTER TABLE application ADD COLUMN organisation text;
ALTER TABLE application ADD COLUMN rank text;
ALTER TABLE application ADD COLUMN sex text;

CREATE TABLE correction (
    id {uuid} PRIMARY KEY,
    application {uuid} NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    at {big} NOT NULL,
    actor {uuid} NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    delegation_from text NOT NULL CHECK (length(delegation_from) = 2),
    delegation_to text NOT NULL CHECK (length(delegation_to) = 2),
    organisation_from text NOT NULL,
    organisation_to text NOT NULL,
    rank_from text NOT NULL,
    rank_to text NOT NULL,
    sex_from text NOT NULL,
    sex_to text NOT NULL,
    CHECK (delegation_from <> delegation_to OR organisation_from <> organisation_to
        OR rank_from <> rank_to OR sex_from <> sex_to)
) {strict};
CREATE INDEX correction_application ON correction (application);

CREATE UNIQUE INDEX seat_pool_once_of_elective ON seat_pool (course, rule, counted, counted_value)
    WHERE course IS NOT NULL AND released_at IS NULL;
"
);
