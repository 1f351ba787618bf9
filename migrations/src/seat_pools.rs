//! Seat pools beside the total: their sizes, who was picked by hand, and who was passed over on a waiting list.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_26_seat_pools",
    "
ALTER TABLE seat_pool ADD COLUMN size integer NOT NULL DEFAULT 0 CHECK (size >= 0);
ALTER TABLE seat_pool ADD COLUMN released_at {big};
UPDATE seat_pool SET size = coalesce((SELECT max(c.size) FROM seat_counter c WHERE c.pool = seat_pool.id), 0);
CREATE UNIQUE INDEX seat_pool_once ON seat_pool (edition, rule, counted, counted_value)
    WHERE course IS NULL AND released_at IS NULL;
CREATE INDEX seat_pool_release ON seat_pool (release_at) WHERE release_at IS NOT NULL AND released_at IS NULL;

CREATE TABLE picked_person (
    pool {uuid} NOT NULL REFERENCES seat_pool (id) ON DELETE CASCADE,
    person {uuid} NOT NULL REFERENCES person (id),
    PRIMARY KEY (pool, person)
) {strict};

CREATE TABLE passed_over (
    application {uuid} NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    pool {uuid} NOT NULL REFERENCES seat_pool (id) ON DELETE CASCADE,
    times integer NOT NULL DEFAULT 1 CHECK (times > 0),
    last_at {big} NOT NULL,
    PRIMARY KEY (application, pool)
) {strict};
"
);
