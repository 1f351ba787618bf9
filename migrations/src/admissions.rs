//! Applications, seat pools and enrolments. The invariants stand here as well as in the rules.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_05_admissions",
    "
CREATE TABLE application (
    id {uuid} PRIMARY KEY,
    edition {uuid} NOT NULL REFERENCES edition (id),
    person {uuid} NOT NULL REFERENCES person (id),
    standing text NOT NULL,
    delegation text NOT NULL CHECK (length(delegation) = 2),
    queue_number {big},
    created_at {big} NOT NULL,
    CHECK ((standing = 'waiting') = (queue_number IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX application_one_active ON application (edition, person)
    WHERE standing NOT IN ('declined', 'withdrawn', 'expired');
CREATE UNIQUE INDEX application_queue ON application (edition, queue_number) WHERE queue_number IS NOT NULL;
CREATE INDEX application_person ON application (person);

CREATE TABLE application_step (
    id {uuid} PRIMARY KEY,
    application {uuid} NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    came_from text,
    went_to text NOT NULL,
    at {big} NOT NULL,
    actor {uuid},
    reason text NOT NULL DEFAULT ''
) {strict};
CREATE INDEX application_step_application ON application_step (application);

CREATE TABLE seat_pool (
    id {uuid} PRIMARY KEY,
    edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    course {uuid} REFERENCES course (id) ON DELETE CASCADE,
    rule text NOT NULL,
    counted text NOT NULL,
    counted_value text NOT NULL DEFAULT '',
    release_at {big},
    created_at {big} NOT NULL
) {strict};
CREATE UNIQUE INDEX seat_pool_total ON seat_pool (edition) WHERE counted = 'everybody' AND course IS NULL;

CREATE TABLE seat_counter (
    id {uuid} PRIMARY KEY,
    pool {uuid} NOT NULL REFERENCES seat_pool (id) ON DELETE CASCADE,
    member text NOT NULL DEFAULT '',
    taken integer NOT NULL DEFAULT 0,
    size integer NOT NULL,
    UNIQUE (pool, member),
    CHECK (0 <= taken AND taken <= size)
) {strict};

CREATE TABLE seat_claim (
    application {uuid} NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    counter {uuid} NOT NULL REFERENCES seat_counter (id),
    PRIMARY KEY (application, counter)
) {strict};
CREATE INDEX seat_claim_counter ON seat_claim (counter);

CREATE TABLE enrolment (
    id {uuid} PRIMARY KEY,
    application {uuid} NOT NULL UNIQUE REFERENCES application (id),
    edition {uuid} NOT NULL REFERENCES edition (id),
    person {uuid} NOT NULL REFERENCES person (id),
    delegation text NOT NULL CHECK (length(delegation) = 2),
    declared text NOT NULL CHECK (length(declared) = 2),
    rank text NOT NULL,
    organisation text NOT NULL,
    sex text NOT NULL,
    enrolled_at {big} NOT NULL,
    withdrawn_at {big}
) {strict};
CREATE UNIQUE INDEX enrolment_one_active ON enrolment (edition, person) WHERE withdrawn_at IS NULL;
CREATE INDEX enrolment_person ON enrolment (person);

CREATE TABLE course_place (
    enrolment {uuid} NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    course {uuid} NOT NULL REFERENCES course (id),
    chosen_at {big} NOT NULL,
    PRIMARY KEY (enrolment, course)
) {strict};
"
);
