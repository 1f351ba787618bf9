//! Mail waiting and sent.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_02_mail",
    "
CREATE TABLE mail (
    id {uuid} PRIMARY KEY,
    cause text NOT NULL UNIQUE,
    person {uuid} REFERENCES person (id) ON DELETE SET NULL,
    recipient text NOT NULL,
    language text NOT NULL,
    kind text NOT NULL,
    content text NOT NULL,
    created_at {big} NOT NULL,
    due_at {big} NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    claimed_until {big},
    sent_at {big},
    given_up_at {big},
    last_answer text NOT NULL DEFAULT ''
) {strict};
CREATE INDEX mail_due ON mail (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
"
);
