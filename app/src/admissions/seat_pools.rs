//! The seat pools of an edition or an elective, for its staff: what limits whom, and what that leaves.

use domain::admissions::elective::electives;
use domain::admissions::pool_overview::{Line, Overview, overview, overview_of_elective};
use domain::admissions::seat_pool::{self, Whose};
use leptos::prelude::*;
use model::{CourseId, Refusal, Zone};

use super::edition_of;
use super::elective_seats::ElectiveSeatsForm;
use super::seats::{LiveSeats, seats_said};
use crate::frame::{Crumbs, Done, Empty, Moment, PageTitle, asking, page, param, words};

/// The page that lists somebody's pools: an edition's, or an elective's.
pub(super) fn seats_page(whose: Whose) -> String {
    match whose.course {
        Some(course) => format!("/staff/courses/{course}/seats"),
        None => format!("/staff/editions/{}/seats", whose.edition),
    }
}

pub(super) fn course_of(text: &str) -> Result<CourseId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// `/staff/editions/:id/seats`
#[component]
pub fn SeatPoolsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id = edition_of(&id)?;
        let pools = overview(&asking.db, &asking.visitor, id, words.language).await?;
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{id}"), pools.title.clone()),
        ];
        let electives = electives(&asking.db, id, words.language).await?;
        let title = words.seats_of(pools.title.clone());
        let seats = pools.seats;
        let what_if = pools.may_change.then(|| {
            let way = format!("/staff/editions/{id}/seats/what-if");
            view! { <p><a href=way>{words.try_other_limits()}</a></p> }
        });
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.seats()/>
                    <h1>{title}</h1>
                    <p class="lede">{words.seat_pools_lede()}</p>
                </div>
                <PoolsDone/>
                <section>
                    <h2>{words.seats_in_all()}</h2>
                    <div class="narrow">
                        <p class="seats"><LiveSeats edition=id seats/></p>
                        <p><a href=format!("/staff/editions/{id}/people#size")>{words.set_seats()}</a></p>
                        {what_if}
                    </div>
                </section>
                <Counting pools=pools.clone()/>
                <Electives electives/>
                <Released pools=pools.released zone=pools.edition.zone/>
            </div>
        })
    })
}

/// The ways to the electives' own seats.
#[component]
fn Electives(electives: Vec<(CourseId, String)>) -> impl IntoView {
    let words = words();
    (!electives.is_empty()).then(|| {
        let lines = electives
            .into_iter()
            .map(|(course, title)| {
                let way = format!("/staff/courses/{course}/seats");
                view! { <li><a href=way>{words.seats_of(title)}</a></li> }
            })
            .collect_view();
        view! {
            <section>
                <h2>{words.electives_to_choose()}</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

/// `/staff/courses/:id/seats`: an elective's own.
#[component]
pub fn ElectiveSeatsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id = course_of(&id)?;
        let pools = overview_of_elective(&asking.db, &asking.visitor, id, words.language).await?;
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (
                format!("/staff/editions/{}/seats", pools.whose.edition),
                words.seats_of(pools.edition_title.clone()),
            ),
            (format!("/staff/courses/{id}"), pools.title.clone()),
        ];
        let title = words.seats_of(pools.title.clone());
        let seats = pools.seats;
        let form = pools
            .may_change
            .then(|| view! { <ElectiveSeatsForm course=id seats/> });
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.seats()/>
                    <h1>{title}</h1>
                    <p class="lede">{words.elective_seats_lede()}</p>
                </div>
                <PoolsDone/>
                <section>
                    <h2>{words.seats_in_all()}</h2>
                    <div class="narrow">
                        <p class="seats">{seats_said(words, seats)}</p>
                        {form}
                    </div>
                </section>
                <Counting pools=pools.clone()/>
                <Released pools=pools.released zone=pools.edition.zone/>
            </div>
        })
    })
}

#[component]
fn PoolsDone() -> impl IntoView {
    let words = words();
    view! {
        <Done what="seats" text=words.done_elective_seats()/>
        <Done what="pool_added" text=words.done_pool_added()/>
        <Done what="pool_resized" text=words.done_pool_resized()/>
        <Done what="pool_released" text=words.done_pool_released()/>
        <Done what="pool_removed" text=words.done_pool_removed()/>
    }
}

#[component]
fn Counting(pools: Overview) -> impl IntoView {
    let words = words();
    let warning = pools
        .kept_more_than
        .map(|kept| view! { <p class="notice warn">{words.kept_more_than(kept)}</p> });
    let add = pools.may_change.then(|| {
        let way = format!("{}/new", seats_page(pools.whose));
        view! { <a href=way>{words.add_pool()}</a> }
    });
    let lines = if pools.counting.is_empty() {
        let help = match pools.whose.course {
            Some(_) => words.no_elective_pools_help(),
            None => words.no_seat_pools_help(),
        };
        view! { <Empty heading=words.no_seat_pools() text=help/> }.into_any()
    } else {
        let (zone, may_change) = (pools.edition.zone, pools.may_change);
        let lines = pools
            .counting
            .into_iter()
            .map(|line| view! { <Pool line zone=zone.clone() may_change/> })
            .collect_view();
        view! { <ul class="rows">{lines}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>
                {words.seat_pools()}
                {add}
            </h2>
            {warning}
            {lines}
        </section>
    }
}

#[component]
fn Pool(line: Line, zone: Zone, may_change: bool) -> impl IntoView {
    let words = words();
    let pool = line.pool;
    let said = words.pool_said(pool.rule, pool.counted, &pool.counted_value, pool.size);
    let taken = words.pool_taken(&pool, line.cap, line.taken);
    let full = (!line.full.is_empty()).then(|| {
        let names: Vec<String> = line.full.iter().map(|one| words.country(*one)).collect();
        view! { <p>{words.no_seat_left_for(names.join(" · "))}</p> }
    });
    let releases = pool.release_at.map(|at| {
        view! { <p>{words.pool_releases()} " " <Moment at zone=zone/></p> }
    });
    view! {
        <li class="row plain">
            <div>
                <h3>{said.clone()}</h3>
                {full}
                {releases}
                {may_change.then(|| view! { <p><a href=format!("/staff/seat-pools/{}", pool.id) aria-label=words.change_pool_named(said.clone())>{words.change_pool()}</a></p> })}
            </div>
            <div class="can">
                {taken}
                <meter aria-label=said min="0" max=line.cap.max(1) value=line.taken></meter>
            </div>
        </li>
    }
}

#[component]
fn Released(pools: Vec<seat_pool::Model>, zone: Zone) -> impl IntoView {
    let words = words();
    (!pools.is_empty()).then(|| {
        let lines = pools
            .into_iter()
            .map(|pool| {
                let said = words.pool_said(pool.rule, pool.counted, &pool.counted_value, pool.size);
                let at = pool
                    .released_at
                    .map(|at| view! { <Moment at zone=zone.clone()/> });
                view! { <li><time>{at}</time> <p>{said}</p></li> }
            })
            .collect_view();
        view! {
            <section>
                <h2>{words.released_pools()}</h2>
                <ol class="history">{lines}</ol>
            </section>
        }
    })
}
