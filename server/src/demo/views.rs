//! Measured views of recordings: visitors from sixty countries over a month, and their roll-ups, which agree with them.
//!
//! There are no plays: they are what the roll-ups are made of, and nothing reads them afterwards.

use std::collections::BTreeMap;

use domain::admissions::enrolment;
use domain::media::{edition_viewer, recording, view_session};
use domain::schedule::session;
use domain::statistics::Measured;
use domain::statistics::roll_up::{self, Bins, Key};
use model::{EditionId, Instant, SessionId};

use super::dice::Dice;
use super::editions::edition_id;
use super::name::digest;
use super::people::{home, homes};
use super::recordings::FILM_MS;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How many visitors the public series has.
const VISITORS: usize = 6_400;

/// Where most visitors are, and where addresses cannot tell; the rest of the sixty countries come in small numbers.
const CROWDS: &[(&str, i64)] = &[
    ("BR", 90),
    ("IN", 84),
    ("ZA", 71),
    ("RU", 62),
    ("KE", 55),
    ("ID", 49),
    ("NG", 46),
    ("EG", 40),
    ("VN", 33),
    ("PK", 30),
    ("MX", 26),
    ("TH", 24),
    ("ET", 22),
    ("MY", 20),
    ("SA", 18),
    ("KZ", 15),
    ("AR", 14),
    ("PH", 13),
    ("", 12),
];

/// How many of a hundred sittings begin in each hour, in UTC.
const HOURS: [(i64, i64); 24] = [
    (0, 3),
    (1, 4),
    (2, 4),
    (3, 4),
    (4, 4),
    (5, 5),
    (6, 5),
    (7, 5),
    (8, 5),
    (9, 5),
    (10, 4),
    (11, 4),
    (12, 6),
    (13, 7),
    (14, 7),
    (15, 6),
    (16, 5),
    (17, 4),
    (18, 4),
    (19, 3),
    (20, 2),
    (21, 2),
    (22, 1),
    (23, 1),
];

/// Rows of measured views.
#[derive(Default)]
pub struct Views {
    pub view_sessions: Vec<view_session::Model>,
    pub edition_viewers: Vec<edition_viewer::Model>,
    pub bins: Bins,
    /// how many watched at once
    pub minutes: BTreeMap<(SessionId, i64), i64>,
}

/// A recording as viewers find it.
struct Film {
    session: SessionId,
    shown_from: Instant,
}

/// Somebody who watches.
struct Viewer {
    key: Vec<u8>,
    country: String,
}

/// One stretch of watching: when it began, and how long it went on.
struct Sitting {
    at: Instant,
    watched_ms: i64,
}

/// All views of the recordings.
#[must_use]
pub fn views(
    sessions: &[session::Model],
    recordings: &[recording::Model],
    enrolments: &[enrolment::Model],
    now: Instant,
) -> Views {
    let mut rows = Views::default();
    let public = edition_id("entering-the-chinese-market", "fourth");
    let running = edition_id("industrial-internet", "fourth");
    rows.watch(public, &films(public, sessions, recordings), &crowd(), now);
    rows.watch(
        running,
        &films(running, sessions, recordings),
        &enrolled(running, enrolments),
        now,
    );
    rows.add_bots();
    rows
}

fn films(
    edition: EditionId,
    sessions: &[session::Model],
    recordings: &[recording::Model],
) -> Vec<Film> {
    recordings
        .iter()
        .filter(|recording| {
            sessions
                .iter()
                .any(|session| session.id == recording.session && session.edition == edition)
        })
        .map(|recording| Film {
            session: recording.session,
            shown_from: recording.added_at,
        })
        .collect()
}

fn crowd() -> Vec<Viewer> {
    let mut dice = Dice::new("crowd");
    (0..VISITORS)
        .map(|number| {
            let country = match dice.pick(CROWDS) {
                Some(country) if dice.says(88) => (*country).to_owned(),
                _ => home(usize::try_from(dice.below(1_000)).unwrap_or(0) % homes()).to_owned(),
            };
            Viewer {
                key: digest("visitor", &number.to_string()),
                country,
            }
        })
        .collect()
}

/// Participants watch again what they attended, from their hotel.
fn enrolled(edition: EditionId, enrolments: &[enrolment::Model]) -> Vec<Viewer> {
    enrolments
        .iter()
        .filter(|place| place.edition == edition && place.withdrawn_at.is_none())
        .map(|place| Viewer {
            key: digest("visitor", &place.id.to_string()),
            country: "CN".to_owned(),
        })
        .collect()
}

impl Views {
    fn watch(&mut self, edition: EditionId, films: &[Film], viewers: &[Viewer], now: Instant) {
        for (number, viewer) in viewers.iter().enumerate() {
            let mut dice = Dice::new(&format!("watching {edition} {number}"));
            let from = self.view_sessions.len();
            for film in chosen(films, &mut dice) {
                self.watch_film(film, viewer, &mut dice, now);
            }
            self.enter_edition(edition, from);
        }
    }

    /// One visitor's sittings with one film.
    fn watch_film(&mut self, film: &Film, viewer: &Viewer, dice: &mut Dice, now: Instant) {
        let Some(first) = first_sitting(film, dice, now) else {
            return;
        };
        let mut row = view_session::Model {
            session: film.session,
            visitor_key: viewer.key.clone(),
            country: viewer.country.clone(),
            first_seen_at: first.at,
            last_beat_at: first.at,
            counted_beat_at: None,
            plays: 0,
            views: 0,
            watched_ms: 0,
            stretches: String::new(),
        };
        self.bin(&row, first.at).session_uniques += 1;
        self.sit(&mut row, &first);
        let again = first.at.plus_ms(DAY + dice.below(2 * DAY));
        if dice.says(14) && again < now.plus_ms(-HOUR) {
            let rest = FILM_MS - row.watched_ms;
            let watched_ms = rest.min(dice.between(30_000, 9 * MINUTE));
            self.sit(
                &mut row,
                &Sitting {
                    at: again,
                    watched_ms,
                },
            );
        }
        if dice.says(11) {
            self.start_and_leave(&mut row, dice);
        }
        row.stretches = format!("0-{}", row.watched_ms);
        self.view_sessions.push(row);
    }

    /// A sitting that counts as a view: its play goes where it began, its minutes where they were watched.
    fn sit(&mut self, row: &mut view_session::Model, sitting: &Sitting) {
        if sitting.watched_ms < 10_000 {
            return;
        }
        row.plays += 1;
        row.views += 1;
        row.watched_ms += sitting.watched_ms;
        let until = sitting.at.plus_ms(sitting.watched_ms);
        row.last_beat_at = row.last_beat_at.max(until);
        row.counted_beat_at = Some(row.last_beat_at);
        let begun = self.bin(row, sitting.at);
        begun.plays += 1;
        begun.long_enough += 1;
        begun.views += 1;
        let mut at = sitting.at;
        while at < until {
            let next = Instant((roll_up::bin_of(at) + 1) * roll_up::BIN_MS).min(until);
            self.bin(row, at).watched_ms += next.since(at);
            at = next;
        }
        for minute in sitting.at.0.div_euclid(MINUTE)..=until.0.div_euclid(MINUTE) {
            *self.minutes.entry((row.session, minute)).or_default() += 1;
        }
    }

    /// The page is loaded again within the hour: a play, sometimes long enough, but never another view.
    fn start_and_leave(&mut self, row: &mut view_session::Model, dice: &mut Dice) {
        row.plays += 1;
        let long_enough = i64::from(dice.says(40));
        let at = row.last_beat_at;
        let begun = self.bin(row, at);
        begun.plays += 1;
        begun.long_enough += long_enough;
    }

    /// Enters the visitor of the rows from `from` on into the edition, where and when first seen.
    fn enter_edition(&mut self, edition: EditionId, from: usize) {
        let first = self.view_sessions[from..]
            .iter()
            .min_by_key(|row| row.first_seen_at)
            .cloned();
        let Some(first) = first else {
            return;
        };
        self.bin(&first, first.first_seen_at).edition_uniques += 1;
        self.edition_viewers.push(edition_viewer::Model {
            edition,
            visitor_key: first.visitor_key,
            country: first.country,
            first_seen_at: first.first_seen_at,
        });
    }

    /// Programs play too. They have no view session, and their plays are left out as bots.
    fn add_bots(&mut self) {
        for (turn, bin) in self.bins.values_mut().enumerate() {
            if turn % 23 == 0 {
                bin.plays += 2;
                bin.long_enough += 2;
                bin.bots += 2;
            }
        }
    }

    fn bin(&mut self, row: &view_session::Model, at: Instant) -> &mut Measured {
        let key = Key {
            session: row.session,
            bin: roll_up::bin_of(at),
            country: row.country.clone(),
        };
        self.bins.entry(key).or_default()
    }
}

/// The films that somebody watches: half of the visitors one, the others several in a row.
fn chosen<'a>(films: &'a [Film], dice: &mut Dice) -> impl Iterator<Item = &'a Film> + use<'a> {
    let wished = *dice
        .pick(&[(1, 48), (2, 24), (3, 15), (6, 13)])
        .unwrap_or(&1);
    let last = i64::try_from(films.len()).unwrap_or(0);
    // The newest and the first are what people find first.
    let start = if dice.says(40) { 0 } else { dice.below(last) };
    films
        .iter()
        .skip(usize::try_from(start).unwrap_or(0))
        .take(wished)
}

/// Soon after the film was shown, in the waking hours of where viewers are; none if that lies ahead.
fn first_sitting(film: &Film, dice: &mut Dice, now: Instant) -> Option<Sitting> {
    let at = if dice.says(9) {
        // Some were told when it would be there.
        film.shown_from.plus_ms(dice.below(30 * MINUTE) + 1)
    } else {
        let days = now.since(film.shown_from) / DAY + 1;
        let day = dice.below(days).min(dice.below(days)).min(dice.below(days));
        let midnight = film.shown_from.0.div_euclid(DAY) * DAY + day * DAY;
        Instant(midnight + dice.pick(&HOURS)? * HOUR + dice.below(HOUR))
    };
    let watched_ms = match dice.below(100) {
        0..=17 => dice.between(10_000, MINUTE),
        18..=46 => dice.between(MINUTE, 5 * MINUTE),
        47..=77 => dice.between(5 * MINUTE, 14 * MINUTE),
        _ => FILM_MS - dice.below(30_000),
    };
    let over = at.plus_ms(watched_ms) < now.plus_ms(-HOUR);
    (at > film.shown_from && over).then_some(Sitting { at, watched_ms })
}
