//! Why a session was cancelled, and whether it takes place after all.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_25_session_cancellation",
    "
CREATE TABLE session_cancellation (
    id {uuid} PRIMARY KEY,
    session {uuid} NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    reason text NOT NULL CHECK (reason <> ''),
    cancelled_at {big} NOT NULL,
    cancelled_by {uuid} NOT NULL,
    taken_up_at {big},
    taken_up_by {uuid},
    CHECK ((taken_up_at IS NULL) = (taken_up_by IS NULL))
) {strict};
CREATE UNIQUE INDEX session_cancellation_one_open ON session_cancellation (session) WHERE taken_up_at IS NULL;
"
);
