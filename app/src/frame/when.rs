//! When something is: the venue's time with its zone, and the reader's beside it where they differ.

use domain::clock;
use jiff::civil::Date;
use leptos::prelude::*;
use model::{Instant, Zone};

use super::words;
use crate::Words;
use crate::words::wall_time;

/// The reader's own zone, where it is known.
#[must_use]
pub fn reader_zone() -> Option<Zone> {
    use_context::<domain::Asking>()
        .and_then(|asking| asking.visitor.person().map(|person| person.zone.clone()))
}

/// From when until when, in `zone`, and in the reader's zone where its clocks show another time.
#[component]
pub fn When(from: Instant, until: Instant, zone: Zone) -> impl IntoView {
    let words = words();
    let (start, end) = (clock::wall_of(from, &zone), clock::wall_of(until, &zone));
    let end_day = other_day(words, start.date(), end.date());
    let yours = reader_zone()
        .filter(|yours| clock::offset_minutes(from, yours) != clock::offset_minutes(from, &zone))
        .map(|yours| {
            let there = clock::wall_of(from, &yours);
            let day = other_day(words, start.date(), there.date());
            let said = words.time_in(
                words.zone_place(&yours),
                format!("{day}{}", wall_time(there)),
            );
            view! { <small class="yours">{said}</small> }
        });
    let machine = jiff::Timestamp::from_millisecond(from.0)
        .map(|at| at.to_string())
        .unwrap_or_default();
    view! {
        <time datetime=machine>
            {format!("{} {}–{end_day}{}", words.day(start.date()), wall_time(start), wall_time(end))}
        </time>
        " "
        <small>{words.zone(from, &zone)}</small>
        " "
        {yours}
    }
}

/// The day and a space where it is not the day already named; else nothing.
fn other_day(words: Words, named: Date, day: Date) -> String {
    if day == named {
        String::new()
    } else {
        format!("{} ", words.day(day))
    }
}
