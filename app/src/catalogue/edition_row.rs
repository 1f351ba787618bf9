//! An edition in a list.

use domain::catalogue::card::Card;
use leptos::prelude::*;
use model::Instant;
use model::catalogue::{AdmissionWay, Mode, Publication};

use super::deadline::Deadline;
use crate::Words;
use crate::frame::{Seats, words};

/// When, what, for whom, and whether there is a place.
#[component]
pub fn EditionRow(card: Card, now: Instant) -> impl IntoView {
    let words = words();
    let window = card.admission(now);
    let ahead = !matches!(
        card.publication,
        Publication::Cancelled | Publication::Archived
    ) && card.ends_at > now;
    let languages = card.languages();
    let languages = (!languages.is_empty()).then(|| words.tongues(&languages));
    let (class, standing) = standing(words, &card, now);
    view! {
        <li class="row">
            <div class="when">
                <b>{words.stored_dates(&card.starts_on, &card.ends_on)}</b>
                {place_and_sessions(words, &card)}
            </div>
            <div>
                <h3><a href=card.address()>{card.heading().to_owned()}</a></h3>
                {card.second_line().map(|edition| view! { <p class="soft">{edition.to_owned()}</p> })}
                {(!card.summary.is_empty()).then(|| view! { <p>{card.summary.clone()}</p> })}
                <p class="tags">
                    <span class=class>{standing}</span>
                    <span class="tag">{words.edition_kind(card.kind)}</span>
                    {languages.map(|languages| view! { <span class="tag">{languages}</span> })}
                </p>
            </div>
            <div class="can seats">
                {ahead.then(|| view! {
                    <Seats taken=card.taken.unwrap_or(0) size=card.size/>
                    <p><Deadline window way=card.admission_way zone=card.zone.clone()/></p>
                })}
            </div>
        </li>
    }
}

/// `Xiamen · 8 sessions`
fn place_and_sessions(words: Words, card: &Card) -> String {
    let place = match (card.mode, card.place.is_empty()) {
        (Mode::Online, _) | (_, true) => words.mode(card.mode),
        (_, false) => card.place.clone(),
    };
    match card.sessions {
        0 => place,
        sessions => format!("{place} · {}", words.sessions_counted(sessions)),
    }
}

/// How one gets in, or why not.
fn standing(words: Words, card: &Card, now: Instant) -> (&'static str, String) {
    let full = card
        .size
        .is_some_and(|size| card.taken.unwrap_or(0) >= size);
    let open = card.admission(now).is_open();
    match (card.publication, card.admission_way) {
        (Publication::Draft | Publication::Archived, _) => {
            ("tag warn", words.publication(card.publication))
        }
        (Publication::Cancelled, _) => ("tag bad", words.publication(card.publication)),
        _ if card.course_cancelled_at.is_some() => ("tag bad", words.publication_cancelled()),
        _ if full && open => ("tag warn", words.waiting_list()),
        (_, AdmissionWay::Open) => ("tag ok", words.way_open()),
        (_, way) => ("tag", words.admission_way(way)),
    }
}
