//! Evidence, roll marks and verdicts.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_06_attendance",
    "
CREATE TABLE evidence (
    id {uuid} PRIMARY KEY,
    session {uuid} NOT NULL REFERENCES session (id),
    enrolment {uuid} NOT NULL REFERENCES enrolment (id),
    starts_at {big} NOT NULL,
    ends_at {big} NOT NULL,
    source text NOT NULL,
    recorded_by {uuid},
    recorded_at {big} NOT NULL,
    idempotency_key text NOT NULL UNIQUE,
    CHECK (ends_at >= starts_at)
) {strict};
CREATE INDEX evidence_session ON evidence (session, enrolment);

CREATE TABLE roll_mark (
    id {uuid} PRIMARY KEY,
    session {uuid} NOT NULL REFERENCES session (id),
    enrolment {uuid} NOT NULL REFERENCES enrolment (id),
    mark text NOT NULL,
    late_minutes integer,
    reason text NOT NULL DEFAULT '',
    marked_at {big} NOT NULL,
    marked_by {uuid},
    CHECK ((mark = 'late') = (late_minutes IS NOT NULL)),
    CHECK (mark <> 'excused' OR reason <> '')
) {strict};
CREATE INDEX roll_mark_session ON roll_mark (session, enrolment, marked_at);

CREATE TABLE verdict (
    session {uuid} NOT NULL REFERENCES session (id),
    enrolment {uuid} NOT NULL REFERENCES enrolment (id),
    rule_version integer NOT NULL,
    present_ms {big} NOT NULL,
    length_ms {big} NOT NULL,
    attended {flag} NOT NULL,
    excused {flag} NOT NULL,
    reached_at {big} NOT NULL,
    PRIMARY KEY (session, enrolment),
    CHECK (0 <= present_ms AND present_ms <= length_ms)
) {strict};
CREATE INDEX verdict_enrolment ON verdict (enrolment);
"
);
