//! Timetables as iCalendar files (RFC 5545). All times are in UTC, so that no calendar needs our zone tables.

use app::{Site, Words};
use axum::extract::{Extension, Path};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::Error;
use domain::schedule::entry::Entry;
use domain::schedule::timetable;
use model::{Instant, Refusal};

use super::{Files, refused};
use crate::web::Brought;

/// The longest line, in octets, without its line break.
const LONGEST_LINE: usize = 75;

/// The calendar files.
pub(super) fn files() -> Files {
    vec![
        ("/timetable.ics", get(of_person)),
        (
            "/programmes/{programme}/{edition}/timetable.ics",
            get(of_edition),
        ),
    ]
}

/// One's own timetable.
async fn of_person(Extension(brought): Extension<Brought>) -> Response {
    let asking = &brought.asking;
    match timetable::of_person(&asking.db, &asking.visitor, brought.words.language).await {
        Ok(entries) => file(&calendar(&brought.words.my_timetable(), &entries, &brought)),
        Err(Error::Refused(Refusal::SignInFirst)) => {
            Redirect::to("/sign-in?next=/timetable").into_response()
        }
        Err(error) => refused(&brought, &error),
    }
}

/// An edition's timetable.
async fn of_edition(
    Path((programme, edition)): Path<(String, String)>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let asking = &brought.asking;
    let (visitor, language) = (&asking.visitor, brought.words.language);
    match timetable::at_address(&asking.db, visitor, &programme, &edition, language).await {
        Ok(found) => {
            let first = found.entries.first();
            let name = first.map(|entry| entry.edition.title.as_str());
            file(&calendar(
                name.unwrap_or_default(),
                &found.entries,
                &brought,
            ))
        }
        Err(error) => refused(&brought, &error),
    }
}

fn file(calendar: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"timetable.ics\"",
        ),
    ];
    (headers, calendar.to_owned()).into_response()
}

/// The sessions as one calendar.
fn calendar(name: &str, entries: &[Entry], brought: &Brought) -> String {
    let mut lines = Lines::default();
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.put("PRODID", "-//Egret//Timetable//EN");
    lines.put("CALSCALE", "GREGORIAN");
    lines.put_text("X-WR-CALNAME", name);
    for entry in entries {
        event(&mut lines, entry, brought);
    }
    lines.put("END", "VCALENDAR");
    lines.0
}

fn event(lines: &mut Lines, entry: &Entry, brought: &Brought) {
    let (session, site) = (&entry.session, &brought.site);
    let address = site.full(&entry.address());
    lines.put("BEGIN", "VEVENT");
    lines.put("UID", &format!("{}@{}", session.id, host(site)));
    lines.put("SEQUENCE", &session.calendar_sequence.to_string());
    lines.put("DTSTAMP", &utc(brought.asking.now));
    lines.put("DTSTART", &utc(session.starts_at));
    lines.put("DTEND", &utc(session.ends_at));
    let status = if entry.is_cancelled() {
        "CANCELLED"
    } else {
        "CONFIRMED"
    };
    lines.put("STATUS", status);
    lines.put_text("SUMMARY", &entry.title);
    lines.put_text("DESCRIPTION", &description(entry, brought.words, &address));
    if let Some(venue) = &entry.venue {
        let parts = [&venue.name, &venue.address, &venue.city];
        let place: Vec<_> = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect();
        lines.put_text("LOCATION", &place.join(", "));
    } else if !session.link.is_empty() {
        // Only whoever may join has the link here.
        lines.put_text("LOCATION", &session.link);
    }
    lines.put("URL", &address);
    lines.put("END", "VEVENT");
}

/// Edition and course, the venue's own time with its zone, and the session's page.
fn description(entry: &Entry, words: Words, address: &str) -> String {
    let session = &entry.session;
    let mut said = vec![entry.edition.title.clone()];
    said.extend(entry.course.as_ref().map(|course| course.title.clone()));
    said.push(format!(
        "{} ({})",
        words.moment(session.starts_at, &session.zone),
        words.zone(session.starts_at, &session.zone)
    ));
    said.push(address.to_owned());
    said.join("\n")
}

/// `20261208T010000Z`
fn utc(at: Instant) -> String {
    let wall = domain::clock::wall_of(at, &model::Zone::utc());
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        wall.year(),
        wall.month(),
        wall.day(),
        wall.hour(),
        wall.minute(),
        wall.second()
    )
}

/// The host of the public address, to make ids the world's only ones.
fn host(site: &Site) -> &str {
    let (_, rest) = site
        .public_url
        .split_once("://")
        .unwrap_or(("", &site.public_url));
    rest.split(['/', ':']).next().unwrap_or(rest)
}

/// Lines of a calendar, folded where they are too long.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value needs no escaping.
    fn put(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LONGEST_LINE {
                // A folded line begins with a space, which counts.
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is text.
    fn put_text(&mut self, name: &str, text: &str) {
        self.put(name, &escaped(text));
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => {
                safe.push('\\');
                safe.push(character);
            }
            '\n' => safe.push_str("\\n"),
            control if control.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, Lines, escaped};

    #[test]
    fn text_keeps_to_its_line() {
        assert_eq!(
            escaped("a,b;c\\d\r\ne\nf\rg\u{7}"),
            "a\\,b\\;c\\\\d\\ne\\nfg"
        );
    }

    #[test]
    fn long_lines_are_folded_between_characters_and_come_back() {
        for text in ["海洋经济".repeat(40), "x".repeat(300), "é".repeat(37)] {
            let mut lines = Lines::default();
            lines.put_text("SUMMARY", &text);
            assert!(lines.0.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
            let unfolded = lines.0.replace("\r\n ", "");
            assert_eq!(unfolded, format!("SUMMARY:{text}\r\n"));
        }
    }
}
