//! The people of a focal point's delegation in one edition: nominate, order, endorse.

use domain::admissions::endorsement::{self, Direction};
use domain::admissions::focal_point_desk::{self, Delegate, Nominating};
use domain::admissions::nominating;
use domain::admissions::nominee::TypedNominee;
use leptos::prelude::*;
use model::admissions::Standing;
use model::{ApplicationId, EditionId, Refusal};
use server_fn::ServerFn;

use super::edition_of;
use super::focal_point::Facts;
use crate::Words;
use crate::accounts::rank_choices;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, Form, Hidden, PageTitle, RefusedElsewhere, Select, Submit,
    TakeAlong, TextArea, asking, page, param, words,
};

/// Nominates one person.
#[server(endpoint = "nominate")]
pub async fn nominate(
    edition: String,
    printed_name: String,
    email: String,
    #[server(default)] organisation: String,
    #[server(default)] position: String,
    rank: String,
) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let typed = TypedNominee {
            printed_name,
            email,
            organisation,
            position,
            rank,
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let language = words().language;
        nominating::nominate(db, visitor, edition, &typed, language, asking.now).await?;
        Ok(To::page(address(edition, "nominated")))
    })
    .await
}

/// Nominates a person a line, all or none.
#[server(endpoint = "nominate_lines")]
pub async fn nominate_lines(edition: String, lines: String) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let language = words().language;
        nominating::nominate_lines(db, visitor, edition, &lines, language, asking.now).await?;
        Ok(To::page(address(edition, "several")))
    })
    .await
}

/// Moves a nominee one place `up` or `down`.
#[server(endpoint = "order_nominee")]
pub async fn order_nominee(application: String, direction: String) -> Outcome {
    act(async |asking| {
        let application = application_of(&application)?;
        let direction = match &*direction {
            "up" => Direction::Up,
            "down" => Direction::Down,
            _ => return Err(Refusal::Unreadable.into()),
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let edition = endorsement::put(db, visitor, application, direction, asking.now).await?;
        Ok(To::page(address(edition, "ordered")))
    })
    .await
}

/// Endorses somebody of the delegation.
#[server(endpoint = "endorse")]
pub async fn endorse(application: String) -> Outcome {
    act(async |asking| {
        let application = application_of(&application)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let edition = endorsement::endorse(db, visitor, application, asking.now).await?;
        Ok(To::page(address(edition, "endorsed")))
    })
    .await
}

/// The page with what was done.
pub(super) fn address(edition: EditionId, done: &str) -> String {
    format!("/focal-point/editions/{edition}?done={done}")
}

pub(super) fn application_of(text: &str) -> Result<ApplicationId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// `/focal-point/editions/:id`
#[component]
pub fn FocalPointEditionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        asking.person()?;
        let id = edition_of(&id)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let (one, delegates) =
            focal_point_desk::delegation(db, visitor, id, words.language, asking.now).await?;
        let above = vec![(
            "/focal-point".to_owned(),
            words.focal_point_of(words.country(one.country)),
        )];
        let open = one.refusal.is_none();
        let before_it_begins = asking.now < one.edition.starts_at;
        let heading = words.nominees_of(one.title.clone());
        let page = format!("/programmes/{}/{}", one.programme, one.edition.slug);
        let list = view! { <List delegates may_change=before_it_begins/> };
        let nominate = open.then(|| view! { <NominateForms one=one.clone()/> });
        Ok(view! {
            <PageTitle text=heading.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=one.title.clone()/>
                    <h1>{heading}</h1>
                    <Facts one/>
                    <p><a href=page>{words.to_edition()}</a></p>
                </div>
                <RefusedElsewhere/>
                <Done what="nominated" text=words.done_nominated()/>
                <Done what="several" text=words.done_nominated_several()/>
                <Done what="endorsed" text=words.done_endorsed()/>
                <Done what="ordered" text=words.done_ordered()/>
                <Done what="link" text=words.done_link_renewed()/>
                <Done what="taken-back" text=words.done_taken_back()/>
                <Done what="substituted" text=words.done_substituted()/>
                {list}
                <TakeAlong csv=format!("/focal-point/editions/{id}/nominees.csv")/>
            </div>
            {nominate}
        })
    })
}

#[component]
fn List(delegates: Vec<Delegate>, may_change: bool) -> impl IntoView {
    let words = words();
    if delegates.is_empty() {
        return view! {
            <Empty heading=words.nobody_nominated() text=words.nobody_nominated_help()/>
        }
        .into_any();
    }
    let (over, asking): (Vec<_>, Vec<_>) = delegates
        .into_iter()
        .partition(|one| one.standing.is_over());
    let (ordered, others): (Vec<_>, Vec<_>) = asking.into_iter().partition(|one| one.nominated);
    let table = |heading: String, some: Vec<Delegate>| {
        (!some.is_empty()).then(|| view! { <Table heading some may_change/> })
    };
    view! {
        {table(words.your_order(), ordered)}
        {table(words.by_themselves(), others)}
        {table(words.no_longer_asking(), over)}
    }
    .into_any()
}

#[component]
fn Table(heading: String, some: Vec<Delegate>, may_change: bool) -> impl IntoView {
    let words = words();
    let last = some.iter().filter_map(|one| one.place).max();
    let in_order = last.is_some();
    let rows = some
        .into_iter()
        .map(|one| row(words, one, last, may_change))
        .collect_view();
    view! {
        <h2>{heading.clone()}</h2>
        <table class="data stack">
            <caption class="spoken">{heading}</caption>
            <thead>
                <tr>
                    {in_order.then(|| view! { <th scope="col" class="n">{words.order_place()}</th> })}
                    <th scope="col">{words.nominee_name()}</th>
                    <th scope="col">{words.organisation()}</th>
                    <th scope="col">{words.official_rank()}</th>
                    <th scope="col">{words.nominee_status()}</th>
                    <th scope="col"><span class="spoken">{words.what_to_do()}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(
    words: Words,
    one: Delegate,
    last: Option<usize>,
    may_change: bool,
) -> impl IntoView + use<> {
    let place = last.map(|_| {
        view! { <td class="n" data-label=words.order_place()>{one.place}</td> }
    });
    let office = match (&*one.organisation, &*one.position) {
        ("", "") => "—".to_owned(),
        ("", said) | (said, "") => said.to_owned(),
        (organisation, position) => format!("{organisation}, {position}"),
    };
    let way = ways(words, &one, last, may_change);
    let said = said(words, &one);
    view! {
        <tr>
            {place}
            <th scope="row">{one.printed_name.clone()} <small>{one.email.clone()}</small></th>
            <td data-label=words.organisation()>{office}</td>
            <td data-label=words.official_rank()>{words.rank(one.rank)}</td>
            <td data-label=words.nominee_status()>{words.standing(one.standing)} {said.map(|said| view! { <small>{said}</small> })}</td>
            <td>{way}</td>
        </tr>
    }
}

/// How far somebody is, where the standing alone does not tell.
pub(super) fn said(words: Words, one: &Delegate) -> Option<String> {
    match one.standing {
        _ if one.oneself => Some(words.this_is_you()),
        Standing::Nominated if one.link_used => Some(words.nominee_link_used()),
        Standing::Nominated => Some(words.nominee_waits()),
        Standing::Submitted => Some(words.nominee_completed()),
        _ => None,
    }
}

fn ways(
    words: Words,
    one: &Delegate,
    last: Option<usize>,
    may_change: bool,
) -> impl IntoView + use<> {
    let id = one.application;
    let name = one.printed_name.clone();
    let orders = may_change && one.nominated && !one.oneself;
    let up = (orders && one.place.is_some_and(|place| place > 1))
        .then(|| order_form(id, "up", words.move_up(), name.clone()));
    let down = (orders && one.place.is_some() && one.place < last)
        .then(|| order_form(id, "down", words.move_down(), name.clone()));
    let spoken = name.clone();
    let endorses = (may_change && one.may_be_endorsed()).then(|| {
        view! {
            <Form action=Endorse::PATH class="" key=id.to_string()>
                <Hidden name="application" value=id.to_string()/>
                <button class="btn quiet">{words.endorse()} " " <span class="spoken">{spoken}</span></button>
            </Form>
        }
    });
    let more = (may_change && one.may_be_changed()).then(|| {
        let address = format!("/focal-point/nominations/{id}");
        view! { <a href=address>{words.more_about()} " " <span class="spoken">{name}</span></a> }
    });
    let any = endorses.is_some() || up.is_some() || down.is_some() || more.is_some();
    any.then(|| view! { <div class="actions">{endorses} {up} {down} {more}</div> })
}

fn order_form(
    id: ApplicationId,
    direction: &'static str,
    said: String,
    name: String,
) -> impl IntoView {
    view! {
        <Form action=OrderNominee::PATH class="" key=format!("{id}:{direction}")>
            <Hidden name="application" value=id.to_string()/>
            <Hidden name="direction" value=direction/>
            <button class="link">{said} " " <span class="spoken">{name}</span></button>
        </Form>
    }
}

#[component]
fn NominateForms(one: Nominating) -> impl IntoView {
    let words = words();
    let edition = one.edition.id;
    view! {
        <section class="on-screen">
            <div class="wrap narrow">
                <h2>{words.nominate_heading()}</h2>
                <p>{words.nominate_lede()}</p>
                <Form action=Nominate::PATH>
                    <Hidden name="edition" value=edition.to_string()/>
                    <NomineeFields/>
                    <Submit text=words.nominate()/>
                </Form>
                <h2>{words.nominate_lines_heading()}</h2>
                <Form action=NominateLines::PATH>
                    <Hidden name="edition" value=edition.to_string()/>
                    <TextArea name="lines" label=words.nominate_lines() hint=words.nominate_lines_hint() rows=6/>
                    <Submit text=words.nominate()/>
                </Form>
            </div>
        </section>
    }
}

/// Who is nominated.
#[component]
pub(super) fn NomineeFields() -> impl IntoView {
    let words = words();
    view! {
        <Field name="printed_name" label=words.nominee_name() hint=words.printed_name_hint()/>
        <Field name="email" label=words.email() kind="email"/>
        <Field name="organisation" label=words.organisation() optional=true/>
        <Field name="position" label=words.position() optional=true/>
        <Select name="rank" label=words.official_rank() choices=rank_choices(words) value="none" hint=words.nominee_rank_hint()/>
    }
}
