//! Registrations that nobody has confirmed, each belonging to the link that was mailed for it; turns of those who are counted.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_25_registration",
    "
CREATE TABLE registration (
    link {bytes} PRIMARY KEY REFERENCES mailed_link (token_hash) ON DELETE CASCADE,
    password_hash text NOT NULL,
    printed_name text NOT NULL CHECK (printed_name <> ''),
    country text NOT NULL CHECK (length(country) = 2),
    zone text NOT NULL,
    language text NOT NULL,
    created_at {big} NOT NULL
) {strict};

CREATE TABLE attempt_turn (
    tried {bytes} PRIMARY KEY,
    at {big} NOT NULL
) {strict};
CREATE INDEX attempt_turn_at ON attempt_turn (at);

-- Until now the last to register had set the password, whoever it was.
DELETE FROM mailed_link WHERE purpose = 'confirm_email';
UPDATE person SET password_hash = NULL WHERE email_confirmed_at IS NULL;
"
);
