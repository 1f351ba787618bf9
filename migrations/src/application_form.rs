//! What applicants are asked: versions of an edition's form, its questions in several languages, and the answers.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_28_application_form",
    "
CREATE TABLE application_form (
    id {uuid} PRIMARY KEY,
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    version integer NOT NULL CHECK (version > 0),
    created_at {big} NOT NULL,
    UNIQUE (edition, version)
) {strict};

CREATE TABLE form_field (
    id {uuid} PRIMARY KEY,
    form {uuid} NOT NULL REFERENCES application_form (id) ON DELETE CASCADE,
    key text NOT NULL CHECK (key <> ''),
    kind text NOT NULL CHECK (kind IN ('short_text', 'long_text', 'number', 'date', 'choice', 'several', 'country', 'consent')),
    place integer NOT NULL,
    required {flag} NOT NULL,
    readers text NOT NULL CHECK (readers IN ('coordinators', 'administrators')),
    condition_key text NOT NULL DEFAULT '',
    condition_value text NOT NULL DEFAULT '',
    option_count integer NOT NULL DEFAULT 0,
    UNIQUE (form, key),
    CHECK ((condition_key = '') = (condition_value = '')),
    CHECK (condition_key <> key),
    CHECK ((kind IN ('choice', 'several')) = (option_count >= 2))
) {strict};

CREATE TABLE form_field_text (
    field {uuid} NOT NULL REFERENCES form_field (id) ON DELETE CASCADE,
    language text NOT NULL,
    label text NOT NULL CHECK (label <> ''),
    help text NOT NULL DEFAULT '',
    options text NOT NULL DEFAULT '',
    PRIMARY KEY (field, language)
) {strict};

CREATE TABLE filled_form (
    application {uuid} PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
    form {uuid} NOT NULL REFERENCES application_form (id),
    saved_at {big} NOT NULL
) {strict};
CREATE INDEX filled_form_form ON filled_form (form);

CREATE TABLE application_answer (
    application {uuid} NOT NULL REFERENCES filled_form (application) ON DELETE CASCADE,
    field {uuid} NOT NULL REFERENCES form_field (id),
    value text NOT NULL CHECK (value <> ''),
    PRIMARY KEY (application, field)
) {strict};
CREATE INDEX application_answer_field ON application_answer (field);
"
);
