//! A timetable: sessions by day, each with the venue's time and the reader's beside it.

use domain::clock;
use domain::schedule::entry::Entry;
use jiff::civil::Date;
use leptos::prelude::*;
use model::{Instant, Zone};

use crate::Words;
use crate::frame::{asking, reader_zone, words};
use crate::words::wall_time;

/// The sessions as a table. A session stands under the day, in `days_in`, on which it starts.
#[component]
pub fn Timetable(
    /// In order of time.
    entries: Vec<Entry>,
    /// Whose days.
    days_in: Zone,
    /// Whether each session names its edition.
    #[prop(optional)]
    with_edition: bool,
    /// Whether those who may edit a session get their links.
    #[prop(optional)]
    manage: bool,
) -> impl IntoView {
    let (words, now) = (words(), asking().now);
    let this_year = clock::wall_of(now, &days_in).year();
    let days = by_day(entries, &days_in)
        .into_iter()
        .map(|(day, entries)| {
            let rows = entries
                .into_iter()
                .map(|entry| view! { <Row entry day now with_edition manage/> })
                .collect_view();
            view! {
                <tbody>
                    <tr><th class="day" colspan="4" scope="rowgroup">{heading(words, day, this_year)}</th></tr>
                    {rows}
                </tbody>
            }
        })
        .collect_view();
    view! {
        <table class="timetable">
            <caption>{words.schedule_days_in(words.zone_place(&days_in))}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.schedule_column_when()}</th>
                    <th scope="col">{words.schedule_column_what()}</th>
                    <th scope="col">{words.schedule_column_where()}</th>
                    <th scope="col"><span class="spoken">{words.schedule_column_can()}</span></th>
                </tr>
            </thead>
            {days}
        </table>
    }
}

/// A day with its weekday; one of another year with its year.
fn heading(words: Words, day: Date, this_year: i16) -> String {
    if day.year() == this_year {
        words.day(day)
    } else {
        words.date(day)
    }
}

/// Entries in order of time, under the day on which they start.
fn by_day(entries: Vec<Entry>, zone: &Zone) -> Vec<(Date, Vec<Entry>)> {
    let mut days: Vec<(Date, Vec<Entry>)> = Vec::new();
    for entry in entries {
        let day = clock::wall_of(entry.session.starts_at, zone).date();
        match days.last_mut() {
            Some((last, entries)) if *last == day => entries.push(entry),
            _ => days.push((day, vec![entry])),
        }
    }
    days
}

#[component]
fn Row(entry: Entry, day: Date, now: Instant, with_edition: bool, manage: bool) -> impl IntoView {
    let class = entry.is_cancelled().then_some("cancelled");
    let current = entry.runs_at(now).then_some("time");
    view! {
        <tr class=class aria-current=current>
            <td><Times entry=entry.clone() day/></td>
            <td><What entry=entry.clone() now with_edition/></td>
            <td>{place(words(), &entry)}</td>
            <td><Ways entry now manage/></td>
        </tr>
    }
}

/// From when until when on the clocks of the session's zone, and on the reader's where they differ.
#[component]
fn Times(entry: Entry, day: Date) -> impl IntoView {
    let words = words();
    let session = &entry.session;
    let (from, until) = (session.starts_at, session.ends_at);
    let machine = jiff::Timestamp::from_millisecond(from.0)
        .map(|at| at.to_string())
        .unwrap_or_default();
    let yours = reader_zone()
        .filter(|yours| differs(from, until, yours, &session.zone))
        .map(|yours| {
            let said = words.time_in(
                words.zone_place(&yours),
                span(words, from, until, &yours, day),
            );
            view! { " " <small class="yours">{said}</small> }
        });
    view! {
        <time datetime=machine>{span(words, from, until, &session.zone, day)}</time>
        " "
        <small>{words.zone(from, &session.zone)}</small>
        {yours}
    }
}

/// Whether the clocks of two zones show different times at the start or at the end.
fn differs(from: Instant, until: Instant, one: &Zone, other: &Zone) -> bool {
    [from, until]
        .into_iter()
        .any(|at| clock::offset_minutes(at, one) != clock::offset_minutes(at, other))
}

/// `09:00–10:30`; days are named where they differ from the one that is known.
fn span(words: Words, from: Instant, until: Instant, zone: &Zone, known: Date) -> String {
    let (start, end) = (clock::wall_of(from, zone), clock::wall_of(until, zone));
    let named = |day: Date, known: Date| {
        if day == known {
            String::new()
        } else {
            format!("{} ", words.day(day))
        }
    };
    format!(
        "{}{}–{}{}",
        named(start.date(), known),
        wall_time(start),
        named(end.date(), start.date()),
        wall_time(end)
    )
}

#[component]
fn What(entry: Entry, now: Instant, with_edition: bool) -> impl IntoView {
    let words = words();
    let address = entry.address();
    let mut under: Vec<String> = Vec::new();
    if with_edition {
        under.push(entry.edition.title.clone());
    }
    under.extend(entry.course.as_ref().map(|course| course.title.clone()));
    under.extend(entry.trainers.iter().map(|(_, name)| name.clone()));
    let mut tags = Vec::new();
    if entry.is_cancelled() {
        tags.push(("tag bad", words.schedule_cancelled()));
    }
    if entry.runs_at(now) {
        tags.push(("tag ok", words.schedule_now()));
    }
    tags.push(("tag", words.session_kind(entry.session.kind)));
    if !entry.session.required {
        tags.push(("tag", words.schedule_optional()));
    }
    if entry.is_recorded {
        tags.push(("tag", words.schedule_recorded()));
    }
    view! {
        <b><a href=address>{entry.title}</a></b>
        {(!under.is_empty()).then(|| view! { <small>{under.join(" · ")}</small> })}
        <p class="tags">
            {tags.into_iter().map(|(class, tag)| view! { <span class=class>{tag}</span> " " }).collect_view()}
        </p>
    }
}

/// Venue and city; for an online session without one, that it is online.
pub(super) fn place(words: Words, entry: &Entry) -> String {
    let host = entry.host.as_ref().map(|host| host.name.clone());
    match &entry.venue {
        Some(venue) => [venue.name.clone(), venue.city.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        None if entry.session.kind == model::schedule::SessionKind::Online => {
            words.schedule_online()
        }
        None => host.unwrap_or_default(),
    }
}

/// What one can do about a session.
#[component]
fn Ways(entry: Entry, now: Instant, manage: bool) -> impl IntoView {
    let words = words();
    let mut ways: Vec<(String, String)> = Vec::new();
    let cancelled = entry.is_cancelled();
    let session = &entry.session;
    if entry.may_watch && !cancelled && !session.link.is_empty() && now < session.ends_at {
        ways.push((session.link.clone(), words.schedule_join()));
    }
    if entry.may_watch && entry.is_recorded && !cancelled {
        ways.push((entry.address(), words.schedule_watch()));
    }
    if manage && entry.may_edit {
        let id = session.id;
        ways.push((format!("/staff/sessions/{id}"), words.schedule_edit()));
        if !cancelled {
            ways.push((format!("/staff/sessions/{id}/roll"), words.schedule_roll()));
        }
        ways.push((format!("/staff/sessions/{id}/recording"), words.recording()));
        let copy = format!("/staff/editions/{}/sessions/new?copy={id}", session.edition);
        ways.push((copy, words.schedule_copy()));
    }
    ways.into_iter()
        .map(|(address, text)| {
            let title = entry.title.clone();
            // Links of a list are told apart by what they are about.
            view! { <a class="on-screen" href=address rel="noopener noreferrer">{text} <span class="spoken">" " {title}</span></a> " " }
        })
        .collect_view()
}
