//! Recordings, plays, view sessions, what is on its way to become evidence, roll-ups, reported views and salts.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_07_media",
    "
CREATE TABLE recording (
    id {uuid} PRIMARY KEY,
    session {uuid} NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    kind text NOT NULL,
    address text NOT NULL,
    content_type text NOT NULL DEFAULT '',
    bytes {big} NOT NULL DEFAULT 0,
    duration_ms {big},
    added_at {big} NOT NULL,
    added_by {uuid},
    removed_at {big}
) {strict};
CREATE UNIQUE INDEX recording_current ON recording (session) WHERE removed_at IS NULL;

CREATE TABLE visitor_salt (
    scope text PRIMARY KEY,
    salt {bytes} NOT NULL,
    created_at {big} NOT NULL,
    expires_at {big} NOT NULL
) {strict};

CREATE TABLE play (
    id {uuid} PRIMARY KEY,
    session {uuid} NOT NULL,
    visitor_key {bytes} NOT NULL,
    enrolment {uuid},
    country text NOT NULL DEFAULT '',
    bot {flag} NOT NULL DEFAULT {no},
    keyed {flag} NOT NULL DEFAULT {yes},
    started_at {big} NOT NULL,
    last_beat_at {big} NOT NULL,
    last_sequence integer NOT NULL,
    watched_ms {big} NOT NULL DEFAULT 0,
    starts_view {flag} NOT NULL DEFAULT {no},
    counted {flag} NOT NULL DEFAULT {no},
    unspent_ms {big} NOT NULL DEFAULT 0
) {strict};
CREATE INDEX play_visitor ON play (session, visitor_key, last_beat_at);

CREATE TABLE view_session (
    session {uuid} NOT NULL,
    visitor_key {bytes} NOT NULL,
    enrolment {uuid},
    country text NOT NULL DEFAULT '',
    first_seen_at {big} NOT NULL,
    last_beat_at {big} NOT NULL,
    plays integer NOT NULL DEFAULT 0,
    views integer NOT NULL DEFAULT 0,
    watched_ms {big} NOT NULL DEFAULT 0,
    stretches text NOT NULL DEFAULT '',
    PRIMARY KEY (session, visitor_key)
) {strict};

CREATE TABLE watched_presence (
    play {uuid} NOT NULL,
    starts_at {big} NOT NULL,
    ends_at {big} NOT NULL,
    session {uuid} NOT NULL,
    enrolment {uuid} NOT NULL,
    PRIMARY KEY (play, starts_at)
) {strict};

CREATE TABLE engaged_viewer (
    session {uuid} NOT NULL,
    visitor_key {bytes} NOT NULL,
    country text NOT NULL DEFAULT '',
    first_seen_at {big} NOT NULL,
    PRIMARY KEY (session, visitor_key)
) {strict};

CREATE TABLE engaged_bin (
    session {uuid} NOT NULL,
    bin {big} NOT NULL,
    country text NOT NULL DEFAULT '',
    viewers {big} NOT NULL DEFAULT 0,
    PRIMARY KEY (session, bin, country)
) {strict};

CREATE TABLE edition_viewer (
    edition {uuid} NOT NULL,
    visitor_key {bytes} NOT NULL,
    country text NOT NULL DEFAULT '',
    first_seen_at {big} NOT NULL,
    PRIMARY KEY (edition, visitor_key)
) {strict};

CREATE TABLE view_bin (
    session {uuid} NOT NULL,
    bin {big} NOT NULL,
    country text NOT NULL DEFAULT '',
    plays {big} NOT NULL DEFAULT 0,
    long_enough {big} NOT NULL DEFAULT 0,
    bots {big} NOT NULL DEFAULT 0,
    views {big} NOT NULL DEFAULT 0,
    session_uniques {big} NOT NULL DEFAULT 0,
    edition_uniques {big} NOT NULL DEFAULT 0,
    watched_ms {big} NOT NULL DEFAULT 0,
    PRIMARY KEY (session, bin, country)
) {strict};

CREATE TABLE concurrent_bin (
    session {uuid} NOT NULL,
    minute {big} NOT NULL,
    viewers {big} NOT NULL DEFAULT 0,
    PRIMARY KEY (session, minute)
) {strict};

CREATE TABLE concurrent_viewer (
    session {uuid} NOT NULL,
    minute {big} NOT NULL,
    visitor_key {bytes} NOT NULL,
    PRIMARY KEY (session, minute, visitor_key)
) {strict};

CREATE TABLE reported_view (
    id {uuid} PRIMARY KEY,
    session {uuid} NOT NULL REFERENCES session (id),
    country text NOT NULL DEFAULT '',
    platform text NOT NULL CHECK (platform <> ''),
    period_from text NOT NULL,
    period_until text NOT NULL,
    views {big} NOT NULL CHECK (views >= 0),
    definition text NOT NULL DEFAULT '',
    proof text NOT NULL DEFAULT '',
    recorded_by {uuid},
    recorded_at {big} NOT NULL,
    withdrawn_at {big},
    UNIQUE (session, country, platform, period_from, period_until)
) {strict};
"
);
