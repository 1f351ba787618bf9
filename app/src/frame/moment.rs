//! One moment: in a place's time with its zone, and in the reader's beside it where they differ.

use domain::clock;
use leptos::prelude::*;
use model::{Instant, Zone};

use super::{reader_zone, words};

/// A moment in `zone`, and in the reader's zone where its clocks show another time.
#[component]
pub fn Moment(at: Instant, zone: Zone) -> impl IntoView {
    let words = words();
    let yours = reader_zone()
        .filter(|yours| clock::offset_minutes(at, yours) != clock::offset_minutes(at, &zone))
        .map(|yours| {
            let said = words.time_in(words.zone_place(&yours), words.moment(at, &yours));
            view! { " " <small class="yours">{said}</small> }
        });
    let machine = jiff::Timestamp::from_millisecond(at.0)
        .map(|at| at.to_string())
        .unwrap_or_default();
    view! {
        <time datetime=machine>{words.moment(at, &zone)}</time>
        " "
        <small>{words.zone(at, &zone)}</small>
        {yours}
    }
}
