//! Nominations: by whom, in which order, what the focal point says of the nominee, and the nominee's link.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_28_nomination",
    "
CREATE TABLE nomination (
    application {uuid} PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
    edition {uuid} NOT NULL REFERENCES edition (id),
    country text NOT NULL CHECK (length(country) = 2),
    country_order integer CHECK (country_order > 0),
    focal_point {uuid} NOT NULL REFERENCES person (id),
    email text NOT NULL CHECK (email = lower(email)),
    printed_name text NOT NULL CHECK (printed_name <> ''),
    organisation text NOT NULL DEFAULT '',
    position text NOT NULL DEFAULT '',
    rank text NOT NULL DEFAULT 'none',
    link_hash {bytes} UNIQUE,
    link_made_at {big},
    link_used_at {big},
    replaces {uuid} UNIQUE REFERENCES application (id),
    nominated_at {big} NOT NULL,
    CHECK ((link_hash IS NULL) = (link_made_at IS NULL)),
    CHECK (replaces <> application)
) {strict};
CREATE UNIQUE INDEX nomination_order ON nomination (edition, country, country_order);
CREATE INDEX nomination_focal_point ON nomination (focal_point);
CREATE INDEX application_delegation ON application (edition, delegation);
"
);
