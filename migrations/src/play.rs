//! Plays tell beats apart whatever their order, and keep when unused time passed. View sessions know when somebody last
//! watched a play that counted. Nothing leads from a visitor key to a person's place once its salt is gone.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_25_play",
    "
ALTER TABLE play ADD COLUMN heard {big} NOT NULL DEFAULT -1;
ALTER TABLE play ADD COLUMN unspent text NOT NULL DEFAULT '';
ALTER TABLE view_session ADD COLUMN counted_beat_at {big};
UPDATE view_session SET counted_beat_at = last_beat_at WHERE views > 0;
UPDATE view_session SET enrolment = NULL WHERE enrolment IS NOT NULL;
UPDATE play SET enrolment = NULL
    WHERE enrolment IS NOT NULL AND session IN (
        SELECT session.id FROM session JOIN edition ON edition.id = session.edition
        WHERE edition.ends_at + 2592000000 <= {now}
    );
UPDATE evidence SET idempotency_key = 'watching:' || {id_as_text} WHERE source = 'watching';
"
);
