//! The box on an edition's page: the seats, where the visitor stands, and the way in or why there is none.

use domain::admissions::{Admission, WayIn};
use leptos::prelude::*;

use super::seats::LiveSeats;
use super::standing::StandingBox;
use super::way::WhyShut;
use crate::frame::{Moment, words};

/// An edition's admission as the visitor meets it; `here` is the edition's address.
#[component]
pub fn EnrolBox(admission: Admission, here: String) -> impl IntoView {
    let words = words();
    view! {
        <section class="enrol-box" aria-labelledby="enrol-heading">
            <h2 id="enrol-heading">{words.enrolment()}</h2>
            <p class="seats"><LiveSeats edition=admission.edition.id seats=admission.seats/></p>
            <Waiting number=admission.waiting/>
            <StandingBox admission=admission.clone()/>
            <Way admission here/>
        </section>
    }
}

/// How many people wait, where any do.
#[component]
pub fn Waiting(number: u64) -> impl IntoView {
    let shown = i64::try_from(number).unwrap_or(i64::MAX);
    (number > 0).then(|| view! { <p class="soft">{words().people_wait(shown)}</p> })
}

#[component]
fn Way(admission: Admission, here: String) -> impl IntoView {
    let words = words();
    let edition = admission.edition;
    match admission.way {
        WayIn::Place { .. } => view! {
            <p class="actions">
                <a class="btn" href="/timetable">{words.my_timetable()}</a>
                <a href=format!("{here}/withdraw")>{words.withdraw()}</a>
            </p>
        }
        .into_any(),
        WayIn::Waiting { .. } => view! {
            <p class="actions"><a href=format!("{here}/withdraw")>{words.leave_waiting_list()}</a></p>
        }
        .into_any(),
        WayIn::Offered { .. } => view! {
            <p class="actions"><a class="btn" href=format!("{here}/enrol")>{words.answer_offer()}</a></p>
        }
        .into_any(),
        WayIn::Applied(_) => view! {
            <p class="actions"><a href="/applications">{words.my_applications()}</a></p>
        }
        .into_any(),
        WayIn::Apply | WayIn::Draft => {
            let press = if admission.way == WayIn::Draft {
                words.continue_application()
            } else {
                words.apply()
            };
            let closes = admission.closes_at;
            view! {
                {closes.map(|at| view! { <p>{words.apply_until()} " " <Moment at zone=edition.zone.clone()/></p> })}
                <p class="actions"><a class="btn" href=format!("{here}/apply")>{press}</a></p>
            }
            .into_any()
        }
        WayIn::Open => {
            let press = if admission.seats.are_full() {
                words.join_waiting_list()
            } else {
                words.enrol()
            };
            let closes = admission.closes_at;
            view! {
                {closes.map(|at| view! { <p>{words.enrolment_closes()} " " <Moment at zone=edition.zone.clone()/></p> })}
                <p class="actions"><a class="btn" href=format!("{here}/enrol")>{press}</a></p>
            }
            .into_any()
        }
        WayIn::Shut(refusal) => view! { <WhyShut refusal zone=edition.zone/> }.into_any(),
    }
}
