//! One application, for the staff who decide on it.

use domain::admissions::one_application::{OneApplication, one_application};
use leptos::prelude::*;
use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::{Instant, Refusal};

use super::decide::Decisions;
use super::ladder::Ladder;
use super::withdraw_somebody::application_of;
use crate::frame::{Crumbs, Done, Moment, PageTitle, asking, page, param, words};

/// `/staff/applications/:id`
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id = application_of(&id)?;
        let one = one_application(&asking.db, &asking.visitor, id, words.language).await?;
        let edition = one.edition.id;
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{edition}"), one.title.clone()),
            (format!("/staff/editions/{edition}/review"), words.review()),
        ];
        let name = one.person.printed_name.clone();
        let native = one.person.native_name.clone();
        Ok(view! {
            <PageTitle text=name.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=name.clone()/>
                    <h1>{name}</h1>
                    {(!native.is_empty()).then(|| view! { <p class="lede">{native}</p> })}
                </div>
                <Done what="decided" text=words.done_decided_one()/>
                <div class="two">
                    <div>
                        <Where one=one.clone()/>
                        <Facts one=one.clone()/>
                        <Ways one=one.clone()/>
                        <Deciding one=one.clone() now=asking.now/>
                    </div>
                    <aside>
                        <h2>{words.how_it_came_there()}</h2>
                        <Ladder steps=one.steps zone=one.edition.zone/>
                    </aside>
                </div>
            </div>
        })
    })
}

#[component]
fn Where(one: OneApplication) -> impl IntoView {
    let words = words();
    let application = &one.application;
    let more = match (
        one.position,
        application.offer_expires_at,
        application.decline_reason,
    ) {
        (Some(position), _, _) => {
            let position = i64::try_from(position).unwrap_or(i64::MAX);
            Some(view! { <p>{words.review_position(position)}</p> }.into_any())
        }
        (None, Some(at), _) => {
            let zone = one.edition.zone.clone();
            Some(view! { <p>{words.offer_until()} " " <Moment at zone/></p> }.into_any())
        }
        (None, None, Some(reason)) => {
            Some(view! { <p>{words.decline_reason(reason)}</p> }.into_any())
        }
        (None, None, None) => None,
    };
    let kind = match application.standing {
        Standing::Waiting | Standing::Offered => "standing warn",
        standing if standing.is_over() => "standing bad",
        _ => "standing",
    };
    view! { <div class=kind><b>{words.standing(application.standing)}</b> {more}</div> }
}

#[component]
fn Facts(one: OneApplication) -> impl IntoView {
    let words = words();
    let (application, person) = (&one.application, &one.person);
    let line = |label: String, said: String| {
        (!said.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{said}</dd></div> })
    };
    let declared = (person.country != application.delegation)
        .then(|| words.declared_as(words.country(person.country)));
    let order = one
        .nomination
        .as_ref()
        .and_then(|nomination| nomination.country_order);
    let order = order.map(|order| order.to_string()).unwrap_or_default();
    view! {
        <dl class="facts">
            <div>
                <dt>{words.delegation()}</dt>
                <dd>{words.country(application.delegation)} {declared.map(|said| view! { " " <small>{said}</small> })}</dd>
            </div>
            {line(words.review_country_order(), order)}
            {line(words.organisation(), application.organisation_of(person).to_owned())}
            {line(words.position(), person.position.clone())}
            {line(words.official_rank(), words.rank(application.rank_of(person)))}
            {line(words.sex_label(), words.sex(application.sex_of(person)))}
            {line(words.email(), person.email.clone().unwrap_or_default())}
        </dl>
    }
}

/// The pages of one thing each.
#[component]
fn Ways(one: OneApplication) -> impl IntoView {
    let words = words();
    let base = format!("/staff/applications/{}", one.application.id);
    let open = !one.application.standing.is_over() && !one.own;
    view! {
        <p class="actions">
            <a class="btn quiet" href=format!("{base}/answers")>{words.answers()}</a>
            {open.then(|| view! {
                <a href=format!("{base}/correct")>{words.correct()}</a>
                <a href=format!("{base}/withdraw")>{words.withdraw()}</a>
            })}
        </p>
    }
}

#[component]
fn Deciding(one: OneApplication, now: Instant) -> impl IntoView {
    let words = words();
    if one.own {
        return view! { <p class="soft">{words.refusal(&Refusal::NotOneself)}</p> }.into_any();
    }
    let may = matches!(
        one.application.standing,
        Standing::Submitted | Standing::Endorsed | Standing::InReview | Standing::Waiting
    );
    if !may {
        return ().into_any();
    }
    // Until it begins, whoever waits is offered a seat by the rules.
    let waits = one.application.standing == Standing::Waiting && now < one.edition.starts_at;
    let may_admit = one.edition.admission_way != AdmissionWay::Open && !waits;
    view! {
        <form method="get" action=format!("/staff/editions/{}/decide", one.edition.id)>
            <input type="hidden" name="chosen[]" value=one.application.id.to_string()/>
            <Decisions may_admit found=None/>
        </form>
    }
    .into_any()
}
