//! Until when one can apply: in the edition's zone, and the reader's where it differs.

use domain::catalogue::admission_window::AdmissionWindow;
use domain::clock;
use leptos::prelude::*;
use model::catalogue::AdmissionWay;
use model::{Instant, Zone};

use crate::frame::{reader_zone, words};

/// The next moment that matters for getting in.
#[component]
pub(super) fn Deadline(window: AdmissionWindow, way: AdmissionWay, zone: Zone) -> impl IntoView {
    let words = words();
    let (said, at) = match window {
        AdmissionWindow::OpensAt(at) => (words.opens_on(moment(at, &zone)), Some(at)),
        AdmissionWindow::Open(Some(at)) if way == AdmissionWay::Open => {
            (words.enrol_by(moment(at, &zone)), Some(at))
        }
        AdmissionWindow::Open(Some(at)) => (words.apply_by(moment(at, &zone)), Some(at)),
        AdmissionWindow::Open(None) => (words.open_until_it_ends(), None),
        AdmissionWindow::Closed => (words.admission_closed(), None),
    };
    view! {
        <span>{said}</span>
        {at.and_then(|at| yours(at, &zone)).map(|yours| view! { " " <small class="yours">{yours}</small> })}
    }
}

/// Day, time and zone.
fn moment(at: Instant, zone: &Zone) -> String {
    let words = words();
    format!("{} ({})", words.moment(at, zone), words.zone(at, zone))
}

/// The same moment where the reader is, if the clocks there show another time.
fn yours(at: Instant, zone: &Zone) -> Option<String> {
    let words = words();
    let there = reader_zone()?;
    (clock::offset_minutes(at, &there) != clock::offset_minutes(at, zone))
        .then(|| words.time_in(words.zone_place(&there), words.moment(at, &there)))
}
