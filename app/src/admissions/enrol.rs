//! Enrol in an edition, and be told at once what one has.

use domain::admissions::{self, Admission, Placed, WayIn, admission};
use domain::typed::Form as Typed;
use leptos::prelude::*;
use model::Country;
use model::catalogue::Publication;
use server_fn::ServerFn;

use super::accept_offer::AnswerOffer;
use super::edition_of;
use super::enrol_box::Waiting;
use super::seats::LiveSeats;
use super::standing::StandingBox;
use super::way::WhyShut;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::catalogue::NotForSearch;
use crate::frame::{
    Crumbs, Done, Form, Hidden, Moment, PageTitle, Select, Submit, asking, page, param, words,
};

/// Enrols whoever is asking, with the country they enrol for.
#[server(endpoint = "enrol")]
pub async fn enrol(edition: String, delegation: String) -> Outcome {
    act(async |asking| {
        let person = asking.person()?;
        let edition = edition_of(&edition)?;
        let mut form = Typed::new();
        let country = form.country("delegation", &delegation);
        let country = form.finish(country)?;
        let placed = admissions::enrol(&asking.db, person, edition, country, asking.now).await?;
        let (programme, edition) = admission::address_of(&asking.db, edition).await?;
        let done = match placed {
            Placed::Place(_) => "placed",
            Placed::Waiting { .. } => "waiting",
        };
        Ok(To::page(format!(
            "/programmes/{programme}/{edition}/enrol?done={done}"
        )))
    })
    .await
}

/// `/programmes/:programme/:edition/enrol`
#[component]
pub fn EnrolPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (programme, edition) = (param("programme"), param("edition"));
    page(async move {
        let id = admission::edition_at(&asking.db, &programme, &edition).await?;
        let admission =
            Admission::of(&asking.db, &asking.visitor, id, words.language, asking.now).await?;
        let declared = asking.visitor.person().map(|person| person.country);
        let here = format!("/programmes/{programme}/{edition}");
        let above = vec![
            ("/programmes".to_owned(), words.programmes()),
            (here.clone(), admission.title.clone()),
        ];
        let title = match admission.way {
            WayIn::Offered { .. } => words.offer_of(admission.title.clone()),
            _ => words.enrol_in(admission.title.clone()),
        };
        Ok(view! {
            <NotForSearch/>
            <PageTitle text=title.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.enrolment()/>
                    <h1>{title}</h1>
                </div>
                <Done what="withdrawn" text=words.done_withdrawn()/>
                <Done what="accepted" text=words.done_accepted()/>
                <StandingBox admission=admission.clone()/>
                <Facts admission=admission.clone()/>
                <WayOn admission declared here/>
            </div>
        })
    })
}

/// When, where, how many seats, until when.
#[component]
fn Facts(admission: Admission) -> impl IntoView {
    let words = words();
    let edition = admission.edition;
    let place = (!edition.place.is_empty()).then(|| {
        view! { <div><dt>{words.enrol_where()}</dt><dd>{edition.place.clone()}</dd></div> }
    });
    // A deadline to come in is nothing to those who are in, or only have to say yes.
    let is_in = matches!(admission.way, WayIn::Offered { .. } | WayIn::Place { .. });
    let closes = admission.closes_at.filter(|_| !is_in).map(|at| {
        view! { <div><dt>{words.enrolment_closes()}</dt><dd><Moment at zone=edition.zone.clone()/></dd></div> }
    });
    view! {
        <dl class="facts">
            <div><dt>{words.enrol_when()}</dt><dd>{words.stored_dates(&edition.starts_on, &edition.ends_on)}</dd></div>
            {place}
            <div>
                <dt>{words.seats()}</dt>
                <dd><LiveSeats edition=edition.id seats=admission.seats/></dd>
            </div>
            {closes}
        </dl>
        <Waiting number=admission.waiting/>
    }
}

#[component]
fn WayOn(admission: Admission, declared: Option<Country>, here: String) -> impl IntoView {
    let words = words();
    let full = admission.seats.are_full();
    match (admission.way, declared) {
        (WayIn::Place { .. }, _) => view! {
            <p class="actions">
                <a class="btn" href="/timetable">{words.my_timetable()}</a>
                <a class="btn quiet" href="/applications">{words.my_applications()}</a>
                <a href=format!("{here}/withdraw")>{words.withdraw()}</a>
            </p>
        }
        .into_any(),
        (WayIn::Offered { .. }, _)
            if admission.edition.publication == Publication::Published =>
        {
            view! { <AnswerOffer edition=admission.edition.id here/> }.into_any()
        }
        (way @ (WayIn::Waiting { .. } | WayIn::Offered { .. } | WayIn::Applied(_)), _) => {
            let leave = match way {
                WayIn::Waiting { .. } => words.leave_waiting_list(),
                _ => words.withdraw(),
            };
            view! {
                <p class="actions">
                    <a class="btn quiet" href="/applications">{words.my_applications()}</a>
                    <a href=format!("{here}/withdraw")>{leave}</a>
                </p>
            }
            .into_any()
        }
        (WayIn::Shut(refusal), _) => view! {
            <div class="standing bad"><WhyShut refusal zone=admission.edition.zone/></div>
            <p><a href=here>{words.to_edition()}</a></p>
        }
        .into_any(),
        (WayIn::Apply, _) => view! {
            <p class="actions"><a class="btn" href=format!("{here}/apply")>{words.apply()}</a></p>
        }
        .into_any(),
        (WayIn::Draft, _) => view! {
            <p class="actions"><a class="btn" href=format!("{here}/apply")>{words.continue_application()}</a></p>
        }
        .into_any(),
        (WayIn::Open, None) => view! {
            <p>{words.enrol_sign_in_first()}</p>
            <p class="actions">
                <a class="btn" href=format!("/sign-in?next={here}/enrol")>{words.sign_in()}</a>
                <a class="btn quiet" href="/register">{words.register()}</a>
            </p>
        }
        .into_any(),
        (WayIn::Open, Some(country)) => view! {
            <p>{if full { words.enrol_full_lede() } else { words.enrol_lede() }}</p>
            <Form action=Enrol::PATH>
                <Hidden name="edition" value=admission.edition.id.to_string()/>
                <Select name="delegation" label=words.delegation() hint=words.delegation_hint() choices=country_choices(words) value=country.code()/>
                <Submit text=if full { words.join_waiting_list() } else { words.enrol() }/>
            </Form>
        }
        .into_any(),
    }
}
