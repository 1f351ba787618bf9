//! Where a focal point begins: their editions.

use domain::admissions::focal_point_desk::{self, Nominating};
use leptos::prelude::*;
use model::Refusal;

use crate::frame::{Empty, Moment, PageTitle, asking, page, words};

/// `/focal-point`
#[component]
pub fn FocalPointPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let (db, visitor) = (&asking.db, &asking.visitor);
        let editions = focal_point_desk::editions(db, visitor, words.language, asking.now).await?;
        let heading = editions.first().map_or_else(
            || words.role(model::Role::FocalPoint),
            |one| words.focal_point_of(words.country(one.country)),
        );
        let shown = if editions.is_empty() {
            view! { <Empty heading=words.focal_point_none() text=words.focal_point_none_help()/> }
                .into_any()
        } else {
            let rows = editions
                .into_iter()
                .map(|one| view! { <Edition one/> })
                .collect_view();
            view! {
                <h2 class="spoken">{words.my_editions()}</h2>
                <ul class="rows">{rows}</ul>
            }
            .into_any()
        };
        Ok(view! {
            <PageTitle text=heading.clone()/>
            <div class="wrap">
                <div class="title">
                    <h1>{heading}</h1>
                    <p class="lede">{words.focal_point_lede()}</p>
                </div>
                {shown}
            </div>
        })
    })
}

#[component]
fn Edition(one: Nominating) -> impl IntoView {
    let words = words();
    let address = format!("/focal-point/editions/{}", one.edition.id);
    view! {
        <li class="row">
            <div class="when">
                <b>{words.stored_dates(&one.edition.starts_on, &one.edition.ends_on)}</b>
                {one.edition.place.clone()}
            </div>
            <div>
                <h3><a href=address>{one.title.clone()}</a></h3>
                <Facts one/>
            </div>
        </li>
    }
}

/// The deadline, where the delegation stands, and the country's seats: of several limits the tightest.
#[component]
pub(super) fn Facts(one: Nominating) -> impl IntoView {
    let words = words();
    let counts: Vec<String> = one
        .counts
        .iter()
        .map(|(standing, number)| format!("{} {number}", words.standing(*standing)))
        .collect();
    let counts = if counts.is_empty() {
        words.nobody_nominated()
    } else {
        counts.join(" · ")
    };
    let seats = one
        .seats
        .first()
        .map(|seats| view! { <p>{words.country_seats_left(seats.left.max(0), seats.size)}</p> });
    view! {
        <p>{words.country(one.country)} " · " {counts}</p>
        {seats}
        <Window one/>
    }
}

/// Whether one can nominate, and until when.
#[component]
fn Window(one: Nominating) -> impl IntoView {
    let words = words();
    let zone = one.edition.zone.clone();
    let (said, at) = match one.refusal {
        None => (words.nominations_by(), Some(one.deadline)),
        Some(Refusal::NotOpenYet { opens_at }) => (words.nominations_open(), opens_at),
        Some(Refusal::Closed { closed_at }) => (words.nominations_closed(), closed_at),
        Some(Refusal::AnotherWayIn) => (words.nominations_another_way(), None),
        Some(_) => (words.nominations_cancelled(), None),
    };
    view! { <p>{said} {at.map(|at| view! { " " <Moment at zone/> })}</p> }
}
