//! Reported views that were withdrawn keep who, when and why; only those that stand are one of a kind.

use sea_orm_migration::prelude::*;

// A uniqueness written into a table cannot be taken back on SQLite: the rows move to a table without it.
crate::dialect::schema!(
    "m2026_11_25_reports",
    "
CREATE TABLE report (
    id {uuid} PRIMARY KEY,
    session {uuid} NOT NULL REFERENCES session (id),
    country text NOT NULL DEFAULT '',
    platform text NOT NULL CHECK (platform <> ''),
    period_from text NOT NULL,
    period_until text NOT NULL,
    views {big} NOT NULL CHECK (views >= 0),
    definition text NOT NULL DEFAULT '',
    proof text NOT NULL DEFAULT '',
    recorded_by {uuid},
    recorded_at {big} NOT NULL,
    withdrawn_at {big},
    withdrawn_by {uuid},
    withdrawn_because text NOT NULL DEFAULT ''
) {strict};
INSERT INTO report (id, session, country, platform, period_from, period_until, views, definition, proof,
    recorded_by, recorded_at, withdrawn_at)
SELECT id, session, country, platform, period_from, period_until, views, definition, proof,
    recorded_by, recorded_at, withdrawn_at
FROM reported_view;
DROP TABLE reported_view;
ALTER TABLE report RENAME TO reported_view;
CREATE UNIQUE INDEX reported_view_standing ON reported_view (session, country, platform, period_from, period_until)
    WHERE withdrawn_at IS NULL;
CREATE INDEX reported_view_session ON reported_view (session);
"
);
