//! Sessions, their words and trainers.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_04_schedule",
    "
CREATE TABLE session (
    id {uuid} PRIMARY KEY,
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    course {uuid} REFERENCES course (id),
    number integer NOT NULL CHECK (number > 0),
    kind text NOT NULL,
    audience text NOT NULL,
    state text NOT NULL,
    required {flag} NOT NULL DEFAULT {yes},
    wall_start text NOT NULL CHECK (length(wall_start) = 16),
    zone text NOT NULL,
    starts_at {big} NOT NULL,
    ends_at {big} NOT NULL,
    planned_minutes integer NOT NULL CHECK (planned_minutes BETWEEN 1 AND 1440),
    effective_starts_at {big},
    effective_ends_at {big},
    effective_reason text NOT NULL DEFAULT '',
    venue {uuid} REFERENCES venue (id),
    host {uuid} REFERENCES host (id),
    link text NOT NULL DEFAULT '',
    calendar_sequence integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    created_at {big} NOT NULL,
    UNIQUE (edition, number),
    CHECK (ends_at > starts_at),
    CHECK ((effective_starts_at IS NULL) = (effective_ends_at IS NULL)),
    CHECK (effective_ends_at > effective_starts_at)
) {strict};
CREATE INDEX session_starts_at ON session (starts_at);
CREATE INDEX session_course ON session (course);

CREATE TABLE session_text (
    session {uuid} NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    description text NOT NULL DEFAULT '',
    PRIMARY KEY (session, language)
) {strict};

CREATE TABLE session_trainer (
    session {uuid} NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person {uuid} NOT NULL REFERENCES person (id),
    PRIMARY KEY (session, person)
) {strict};
CREATE INDEX session_trainer_person ON session_trainer (person);
"
);
