//! Sums that a figure by day and a session's reach are read from, so that they cost the same however much was watched;
//! filled from the bins that are there.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_25_view_span",
    "
CREATE TABLE view_span (
    scope {uuid} NOT NULL,
    bins {big} NOT NULL,
    begins {big} NOT NULL,
    views {big} NOT NULL DEFAULT 0,
    edition_uniques {big} NOT NULL DEFAULT 0,
    watched_ms {big} NOT NULL DEFAULT 0,
    PRIMARY KEY (scope, bins, begins)
) {strict};
CREATE TABLE session_reach (
    session {uuid} PRIMARY KEY,
    engaged {big} NOT NULL DEFAULT 0,
    peak {big} NOT NULL DEFAULT 0
) {strict};

INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT session, 1, bin, CAST(SUM(views) AS bigint), CAST(SUM(edition_uniques) AS bigint), CAST(SUM(watched_ms) AS bigint)
    FROM view_bin GROUP BY session, bin;
INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT session.edition, 1, v.begins, CAST(SUM(v.views) AS bigint), CAST(SUM(v.edition_uniques) AS bigint),
        CAST(SUM(v.watched_ms) AS bigint)
    FROM view_span v JOIN session ON session.id = v.scope GROUP BY session.edition, v.begins;
INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT scope, 4, begins / 4 * 4, CAST(SUM(views) AS bigint), CAST(SUM(edition_uniques) AS bigint),
        CAST(SUM(watched_ms) AS bigint)
    FROM view_span WHERE bins = 1 GROUP BY scope, begins / 4 * 4;
INSERT INTO view_span (scope, bins, begins, views, edition_uniques, watched_ms)
    SELECT scope, 96, begins / 96 * 96, CAST(SUM(views) AS bigint), CAST(SUM(edition_uniques) AS bigint),
        CAST(SUM(watched_ms) AS bigint)
    FROM view_span WHERE bins = 4 GROUP BY scope, begins / 96 * 96;
INSERT INTO session_reach (session, engaged, peak)
    SELECT session, CAST(SUM(engaged) AS bigint), MAX(peak)
    FROM (SELECT session, viewers AS engaged, 0 AS peak FROM engaged_bin
        UNION ALL SELECT session, 0, viewers FROM concurrent_bin) AS reached
    GROUP BY session;
"
);
