//! People, their sign-ins, grants, links sent by mail, and the audit log.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_01_accounts",
    "
CREATE TABLE person (
    id {uuid} PRIMARY KEY,
    email text UNIQUE CHECK (email = lower(email)),
    email_confirmed_at {big},
    password_hash text,
    printed_name text NOT NULL CHECK (printed_name <> ''),
    native_name text NOT NULL DEFAULT '',
    country text NOT NULL CHECK (length(country) = 2),
    organisation text NOT NULL DEFAULT '',
    position text NOT NULL DEFAULT '',
    rank text NOT NULL DEFAULT 'none',
    sex text NOT NULL DEFAULT 'unknown',
    birth_date text,
    zone text NOT NULL,
    language text NOT NULL,
    about text NOT NULL DEFAULT '',
    created_at {big} NOT NULL,
    deleted_at {big}
) {strict};

CREATE TABLE sign_in (
    token_hash {bytes} PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at {big} NOT NULL,
    last_seen_at {big} NOT NULL,
    expires_at {big} NOT NULL,
    device text NOT NULL DEFAULT ''
) {strict};
CREATE INDEX sign_in_person ON sign_in (person);

CREATE TABLE sign_in_attempt (
    id {uuid} PRIMARY KEY,
    tried {bytes} NOT NULL,
    at {big} NOT NULL
) {strict};
CREATE INDEX sign_in_attempt_tried ON sign_in_attempt (tried, at);

CREATE TABLE mailed_link (
    token_hash {bytes} PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    email text NOT NULL,
    created_at {big} NOT NULL,
    expires_at {big} NOT NULL,
    used_at {big}
) {strict};
CREATE INDEX mailed_link_person ON mailed_link (person);

CREATE TABLE role_grant (
    id {uuid} PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role text NOT NULL,
    edition {uuid},
    course {uuid},
    session {uuid},
    country text,
    starts_at {big} NOT NULL,
    ends_at {big},
    granted_by {uuid},
    granted_at {big} NOT NULL,
    revoked_at {big},
    revoked_by {uuid},
    CHECK (
        (role IN ('administrator', 'auditor') AND edition IS NULL AND course IS NULL AND session IS NULL AND country IS NULL)
        OR (role = 'coordinator' AND edition IS NOT NULL AND course IS NULL AND session IS NULL AND country IS NULL)
        OR (role = 'trainer' AND edition IS NULL AND country IS NULL AND (course IS NULL) <> (session IS NULL))
        OR (role = 'focal_point' AND edition IS NOT NULL AND country IS NOT NULL AND course IS NULL AND session IS NULL)
    )
) {strict};
CREATE INDEX role_grant_person ON role_grant (person);
CREATE INDEX role_grant_edition ON role_grant (edition);

CREATE TABLE audit (
    id {uuid} PRIMARY KEY,
    at {big} NOT NULL,
    actor {uuid},
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject {uuid},
    detail text NOT NULL DEFAULT ''
) {strict};
CREATE INDEX audit_subject ON audit (subject_kind, subject);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_action ON audit (action, at);
"
);
