//! Portfolio, programme, edition, course; their words; hosts and venues.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_03_catalogue",
    "
CREATE TABLE portfolio (
    id {uuid} PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    place integer NOT NULL DEFAULT 0,
    created_at {big} NOT NULL
) {strict};

CREATE TABLE portfolio_text (
    portfolio {uuid} NOT NULL REFERENCES portfolio (id) ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    description text NOT NULL DEFAULT '',
    PRIMARY KEY (portfolio, language)
) {strict};

CREATE TABLE programme (
    id {uuid} PRIMARY KEY,
    portfolio {uuid} NOT NULL REFERENCES portfolio (id),
    slug text NOT NULL UNIQUE,
    publication text NOT NULL,
    created_at {big} NOT NULL
) {strict};

CREATE TABLE programme_text (
    programme {uuid} NOT NULL REFERENCES programme (id) ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    PRIMARY KEY (programme, language)
) {strict};

CREATE TABLE host (
    id {uuid} PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    city text NOT NULL DEFAULT '',
    country text NOT NULL CHECK (length(country) = 2),
    website text NOT NULL DEFAULT '',
    created_at {big} NOT NULL
) {strict};

CREATE TABLE venue (
    id {uuid} PRIMARY KEY,
    host {uuid} REFERENCES host (id),
    name text NOT NULL CHECK (name <> ''),
    address text NOT NULL DEFAULT '',
    city text NOT NULL DEFAULT '',
    country text NOT NULL CHECK (length(country) = 2),
    zone text NOT NULL,
    created_at {big} NOT NULL
) {strict};

CREATE TABLE edition (
    id {uuid} PRIMARY KEY,
    programme {uuid} NOT NULL REFERENCES programme (id),
    slug text NOT NULL,
    kind text NOT NULL,
    mode text NOT NULL,
    publication text NOT NULL,
    starts_on text NOT NULL CHECK (length(starts_on) = 10),
    ends_on text NOT NULL CHECK (length(ends_on) = 10),
    starts_at {big} NOT NULL,
    ends_at {big} NOT NULL,
    zone text NOT NULL,
    place text NOT NULL DEFAULT '',
    admission_way text NOT NULL,
    admission_opens_at {big},
    admission_closes_at {big},
    attendance_threshold integer NOT NULL DEFAULT 80 CHECK (attendance_threshold BETWEEN 1 AND 100),
    rule_version integer NOT NULL DEFAULT 1,
    version integer NOT NULL DEFAULT 1,
    created_at {big} NOT NULL,
    UNIQUE (programme, slug),
    CHECK (starts_on <= ends_on)
) {strict};
CREATE INDEX edition_starts_at ON edition (starts_at);

CREATE TABLE edition_text (
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    audience text NOT NULL DEFAULT '',
    folded text NOT NULL,
    PRIMARY KEY (edition, language)
) {strict};

CREATE TABLE edition_language (
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    language text NOT NULL,
    PRIMARY KEY (edition, language)
) {strict};
CREATE INDEX edition_language_language ON edition_language (language, edition);

CREATE TABLE edition_host (
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    host {uuid} NOT NULL REFERENCES host (id),
    PRIMARY KEY (edition, host)
) {strict};
CREATE INDEX edition_host_host ON edition_host (host);

CREATE TABLE course (
    id {uuid} PRIMARY KEY,
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    slug text NOT NULL,
    required {flag} NOT NULL DEFAULT {yes},
    place integer NOT NULL DEFAULT 0,
    cancelled_at {big},
    created_at {big} NOT NULL,
    UNIQUE (edition, slug)
) {strict};

CREATE TABLE course_text (
    course {uuid} NOT NULL REFERENCES course (id) ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    description text NOT NULL DEFAULT '',
    PRIMARY KEY (course, language)
) {strict};

CREATE TABLE course_trainer (
    course {uuid} NOT NULL REFERENCES course (id) ON DELETE CASCADE,
    person {uuid} NOT NULL REFERENCES person (id),
    PRIMARY KEY (course, person)
) {strict};
CREATE INDEX course_trainer_person ON course_trainer (person);
"
);
