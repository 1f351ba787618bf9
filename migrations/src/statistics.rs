//! Sums of view bins that reports read, so that a year's figures cost the same however much was watched.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_08_statistics",
    "
CREATE TABLE view_total (
    session {uuid} NOT NULL,
    country text NOT NULL DEFAULT '',
    plays {big} NOT NULL DEFAULT 0,
    long_enough {big} NOT NULL DEFAULT 0,
    bots {big} NOT NULL DEFAULT 0,
    views {big} NOT NULL DEFAULT 0,
    session_uniques {big} NOT NULL DEFAULT 0,
    edition_uniques {big} NOT NULL DEFAULT 0,
    watched_ms {big} NOT NULL DEFAULT 0,
    PRIMARY KEY (session, country)
) {strict};
CREATE INDEX view_bin_bin ON view_bin (bin);
"
);
