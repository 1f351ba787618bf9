//! What one has applied for, where it stands, and how it came there.

use domain::admissions::my_applications::{MyApplication, my_applications};
use leptos::prelude::*;
use model::admissions::Standing;
use model::catalogue::{AdmissionWay, Publication};
use model::{Instant, Zone};

use super::ladder::Ladder;
use crate::frame::{Empty, Moment, PageTitle, asking, page, words};

/// `/applications`
#[component]
pub fn MyApplicationsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let person = asking.person()?;
        let zone = asking
            .visitor
            .person()
            .map_or_else(Zone::utc, |person| person.zone.clone());
        let now = asking.now;
        let applications = my_applications(&asking.db, person, words.language).await?;
        let shown = if applications.is_empty() {
            view! {
                <Empty heading=words.no_applications() text=words.no_applications_help()>
                    <a class="btn" href="/programmes">{words.programmes()}</a>
                </Empty>
            }
            .into_any()
        } else {
            applications
                .into_iter()
                .map(|application| view! { <One application zone=zone.clone() now/> })
                .collect_view()
                .into_any()
        };
        Ok(view! {
            <PageTitle text=words.my_applications()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.my_applications()}</h1>
                    <p class="lede">{words.my_applications_lede()}</p>
                </div>
                {shown}
            </div>
        })
    })
}

/// One application with its ladder.
#[component]
fn One(application: MyApplication, zone: Zone, now: Instant) -> impl IntoView {
    let words = words();
    let edition = application.edition;
    let here = format!("/programmes/{}/{}", application.programme, edition.slug);
    let place = if edition.place.is_empty() {
        String::new()
    } else {
        format!(" · {}", edition.place)
    };
    let called_off =
        edition.publication == Publication::Cancelled && !application.standing.is_over();
    let standing = match application.position {
        _ if called_off => words.edition_called_off(),
        Some(position) => words.you_wait_as_number(i64::try_from(position).unwrap_or(i64::MAX)),
        None => words.standing(application.standing),
    };
    let kind = match application.standing {
        _ if called_off => "standing bad",
        Standing::Waiting | Standing::Offered => "standing warn",
        standing if standing.is_over() => "standing bad",
        _ => "standing",
    };
    let offers = edition.admission_way != AdmissionWay::Open;
    let explained = match application.standing {
        _ if called_off => Some(words.edition_called_off_means()),
        Standing::Waiting if offers => Some(words.waiting_for_an_offer()),
        Standing::Waiting => Some(words.waiting_depends_on()),
        Standing::Offered => Some(words.offer_means()),
        Standing::Declined => application
            .decline_reason
            .map(|why| words.decline_told(why)),
        _ => None,
    };
    let until = application.offer_expires_at.map(|at| {
        view! { <p>{words.offer_until()} " " <Moment at zone=edition.zone.clone()/></p> }
    });
    let answer = (application.standing == Standing::Offered && !called_off).then(|| {
        let address = format!("{here}/enrol");
        view! { <p class="actions"><a class="btn" href=address>{words.answer_offer()}</a></p> }
    });
    let explained = explained.map(|said| view! { <p>{said}</p> });
    // What is over cannot be given back.
    let may_withdraw = !application.standing.is_over() && now < edition.ends_at;
    let withdraw = may_withdraw.then(|| {
        let said = match application.standing {
            Standing::Waiting => words.leave_waiting_list(),
            Standing::Offered => words.decline_offer(),
            _ => words.withdraw(),
        };
        view! { <p class="actions"><a href=format!("{here}/withdraw")>{said}</a></p> }
    });
    let attendance = (application.standing == Standing::Accepted).then(|| {
        let address = format!("/attendance/{}", edition.id);
        view! { <p><a href=address>{words.my_attendance()}</a></p> }
    });
    let complete = (application.standing == Standing::Nominated && !called_off).then(|| {
        let address = format!("/nominations/{}/complete", application.id);
        view! { <p class="actions"><a class="btn" href=address>{words.complete_nomination()}</a></p> }
    });
    // Who took a step is the staff's to know.
    let steps = application
        .steps
        .into_iter()
        .map(|step| (step, None))
        .collect();
    view! {
        <article class="two">
            <div>
                <h2>{application.title}</h2>
                <p class="soft">
                    {words.stored_dates(&edition.starts_on, &edition.ends_on)} {place} " · "
                    <a href=here.clone()>{words.to_edition()}</a>
                </p>
                <div class=kind><b>{standing}</b> {until} {explained}</div>
                <p class="soft">{words.delegation()} ": " {words.country(application.delegation)}</p>
                {attendance}
                {complete}
                {answer}
                {withdraw}
            </div>
            <aside>
                <h3>{words.how_it_came_there()}</h3>
                <Ladder steps zone/>
            </aside>
        </article>
    }
}
