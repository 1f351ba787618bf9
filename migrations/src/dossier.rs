//! After the yes: invitation letters, visa, journeys, needs, whom to call, and who has arrived.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_28_dossier",
    "
CREATE TABLE invitation_number (
    year integer PRIMARY KEY,
    last integer NOT NULL CHECK (last > 0)
) {strict};

CREATE TABLE invitation (
    id {uuid} PRIMARY KEY,
    enrolment {uuid} NOT NULL REFERENCES enrolment (id),
    edition {uuid} NOT NULL REFERENCES edition (id),
    year integer NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal > 0),
    secret text NOT NULL CHECK (length(secret) = 16),
    language text NOT NULL,
    centre text NOT NULL,
    name text NOT NULL,
    native_name text NOT NULL,
    country text NOT NULL CHECK (length(country) = 2),
    organisation text NOT NULL,
    position text NOT NULL,
    birth_date text,
    title text NOT NULL,
    starts_on text NOT NULL,
    ends_on text NOT NULL,
    place text NOT NULL,
    issued_on text NOT NULL,
    issued_at {big} NOT NULL,
    issued_by {uuid} NOT NULL REFERENCES person (id),
    revoked_at {big},
    revoked_because text,
    purged_at {big},
    UNIQUE (year, ordinal),
    CHECK ((revoked_at IS NULL) = (revoked_because IS NULL)),
    CHECK (revoked_because IN ('replaced', 'withdrawn')),
    CHECK (purged_at IS NULL OR revoked_at IS NOT NULL)
) {strict};
CREATE UNIQUE INDEX invitation_one_valid ON invitation (enrolment) WHERE revoked_at IS NULL;
CREATE INDEX invitation_edition ON invitation (edition);

CREATE TABLE visa (
    enrolment {uuid} PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    standing text NOT NULL CHECK (standing IN ('not_needed', 'letter_sent', 'applied', 'granted', 'refused')),
    changed_at {big} NOT NULL
) {strict};

CREATE TABLE journey (
    enrolment {uuid} NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    way text NOT NULL CHECK (way IN ('arrival', 'departure')),
    number text NOT NULL,
    place text NOT NULL,
    wall text NOT NULL CHECK (length(wall) = 16),
    zone text NOT NULL,
    at {big} NOT NULL,
    changed_at {big} NOT NULL,
    PRIMARY KEY (enrolment, way)
) {strict};

CREATE TABLE needs (
    enrolment {uuid} PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    diet text NOT NULL,
    access text NOT NULL,
    changed_at {big} NOT NULL
) {strict};

CREATE TABLE emergency_contact (
    enrolment {uuid} PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    name text NOT NULL,
    relation text NOT NULL,
    phone text NOT NULL,
    changed_at {big} NOT NULL
) {strict};

CREATE TABLE arrived (
    enrolment {uuid} PRIMARY KEY REFERENCES enrolment (id) ON DELETE CASCADE,
    at {big} NOT NULL,
    noted_by {uuid} NOT NULL REFERENCES person (id)
) {strict};
"
);
