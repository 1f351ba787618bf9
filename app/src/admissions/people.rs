//! The people of an edition, for its staff.

use domain::admissions::people::{Filter, Listed, PER_PAGE, People, people};
use leptos::prelude::*;
use model::admissions::Standing;
use model::{Country, EditionId, Zone};

use super::edition_of;
use super::seats::{LiveSeats, SeatsForm};
use crate::Words;
use crate::frame::{
    Crumbs, Done, Empty, PageTitle, Pager, Select, TakeAlong, asking, page, param, query, words,
};

/// The standings that are listed, in this order.
const LISTED: &[Standing] = &[Standing::Accepted, Standing::Waiting, Standing::Withdrawn];

/// What an address's `standing` and `country` choose; who has a place, where they choose nothing that is.
#[must_use]
pub fn chosen(standing: &str, country: &str) -> Filter {
    Filter {
        standing: standing.parse().unwrap_or(Standing::Accepted),
        country: Country::parse(country),
    }
}

/// `/staff/editions/:id/people`
#[component]
pub fn EditionPeoplePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    let filter = chosen(&query("standing"), &query("country"));
    let number = query("page").parse().unwrap_or(1).max(1);
    page(async move {
        let id = edition_of(&id)?;
        let people = people(
            &asking.db,
            &asking.visitor,
            id,
            filter,
            number,
            words.language,
        )
        .await?;
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{id}"), people.title.clone()),
        ];
        let seats = people.seats;
        let form = people
            .may_change
            .then(|| view! { <SeatsForm edition=id seats/> });
        let file = address(id, filter, ".csv");
        Ok(view! {
            <PageTitle text=words.people_of(people.title.clone())/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.people()/>
                    <h1>{words.people_of(people.title.clone())}</h1>
                </div>
                <Done what="seats" text=words.done_seats()/>
                <Done what="corrected" text=words.done_corrected()/>
                <Done what="withdrawn" text=words.done_withdrawn_somebody()/>
                <Standings people=people.clone() filter/>
                <Countries countries=people.countries.clone() filter/>
                <List people=people.clone() filter number/>
                <TakeAlong csv=file/>
            </div>
            <section class="on-screen">
                <div class="wrap">
                    <h2>{words.seats()}</h2>
                    <div class="narrow">
                        <p class="seats"><LiveSeats edition=id seats/></p>
                        {form}
                    </div>
                </div>
            </section>
        })
    })
}

/// The page's address (`end` empty) or its file's, with a filter.
fn address(edition: EditionId, filter: Filter, end: &str) -> String {
    let country = filter
        .country
        .map(|country| format!("&country={country}"))
        .unwrap_or_default();
    format!(
        "/staff/editions/{edition}/people{end}?standing={}{country}",
        filter.standing
    )
}

/// How many stand where, as ways to their lists.
#[component]
fn Standings(people: People, filter: Filter) -> impl IntoView {
    let words = words();
    let chips = LISTED
        .iter()
        .map(|standing| {
            let number = people.counts.get(standing).copied().unwrap_or(0);
            let this = Filter {
                standing: *standing,
                country: None,
            };
            let here = (filter.standing == *standing).then_some("page");
            view! {
                <a class="chip" href=address(people.edition.id, this, "") aria-current=here>
                    {words.standing(*standing)} " " {number}
                </a>
            }
        })
        .collect_view();
    view! { <nav class="chips" aria-label=words.by_standing()>{chips}</nav> }
}

/// Chooses one delegation of the list.
#[component]
fn Countries(countries: Vec<(Country, u64)>, filter: Filter) -> impl IntoView {
    let words = words();
    if countries.is_empty() {
        return ().into_any();
    }
    let mut choices = vec![(String::new(), words.all_countries())];
    choices.extend(countries.into_iter().map(|(country, number)| {
        let said = format!("{} ({number})", words.country(country));
        (country.code().to_owned(), said)
    }));
    let value = filter.country.map(Country::code).unwrap_or_default();
    view! {
        <form class="filters on-screen" method="get">
            <input type="hidden" name="standing" value=filter.standing.as_str()/>
            <Select name="country" label=words.delegation() choices value optional=true/>
            <button class="btn quiet">{words.show()}</button>
        </form>
    }
    .into_any()
}

#[component]
fn List(people: People, filter: Filter, number: u64) -> impl IntoView {
    let words = words();
    if people.listed.is_empty() {
        return view! { <Empty heading=words.nobody_here() text=words.nobody_here_help()/> }
            .into_any();
    }
    let (edition, zone) = (people.edition.id, people.edition.zone);
    let masked = people.listed.iter().all(|one| one.identity.is_none());
    let waiting = filter.standing == Standing::Waiting;
    let may_withdraw = people.may_change && !filter.standing.is_over();
    let rows = people
        .listed
        .into_iter()
        .map(|listed| row(words, listed, &zone, waiting, may_withdraw))
        .collect_view();
    let pages = people.found.div_ceil(PER_PAGE);
    view! {
        {masked.then(|| view! { <p class="soft">{words.names_are_masked()}</p> })}
        <table class="data stack">
            <caption>{words.times_in(words.zone_place(&zone))}</caption>
            <thead>
                <tr>
                    {waiting.then(|| view! { <th scope="col" class="n">{words.list_position()}</th> })}
                    <th scope="col">{words.printed_name()}</th>
                    <th scope="col">{words.delegation()}</th>
                    <th scope="col">{words.organisation()}</th>
                    <th scope="col">{words.official_rank()}</th>
                    <th scope="col">{words.list_since()}</th>
                    {may_withdraw.then(|| view! { <th scope="col"><span class="spoken">{words.withdraw()}</span></th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Pager page=number pages address=move |page| format!("{}&page={page}", address(edition, filter, ""))/>
    }
    .into_any()
}

fn row(
    words: Words,
    listed: Listed,
    zone: &Zone,
    waiting: bool,
    may_withdraw: bool,
) -> impl IntoView + use<> {
    let position = waiting.then(|| {
        view! { <td class="n" data-label=words.list_position()>{listed.position}</td> }
    });
    let declared = (listed.declared != listed.delegation).then(|| {
        view! { <small>{words.declared_as(words.country(listed.declared))}</small> }
    });
    let since = listed.enrolled_at.unwrap_or(listed.applied_at);
    let (name, native, organisation) = match listed.identity {
        Some(who) => (who.name, who.native_name, or_dash(who.organisation)),
        None => (
            or_dash(String::new()),
            String::new(),
            or_dash(String::new()),
        ),
    };
    let ways = may_withdraw.then(|| {
        let base = format!("/staff/applications/{}", listed.application);
        let answers = words.answers_by(name.clone());
        let correct = words.correct_person(name.clone());
        let withdraw = words.withdraw_person(name.clone());
        view! {
            <td>
                <a href=format!("{base}/answers") aria-label=answers>{words.answers()}</a>
                " "
                <a href=format!("{base}/correct") aria-label=correct>{words.correct()}</a>
                " "
                <a href=format!("{base}/withdraw") aria-label=withdraw>{words.withdraw()}</a>
            </td>
        }
    });
    view! {
        <tr>
            {position}
            <th scope="row">{name} {(!native.is_empty()).then(|| view! { <small>{native}</small> })}</th>
            <td data-label=words.delegation()>{words.country(listed.delegation)} {declared}</td>
            <td data-label=words.organisation()>{organisation}</td>
            <td data-label=words.official_rank()>{words.rank(listed.rank)}</td>
            <td data-label=words.list_since()>{words.moment(since, zone)}</td>
            {ways}
        </tr>
    }
}

/// What is not there is shown as a dash.
fn or_dash(text: String) -> String {
    if text.is_empty() {
        "—".to_owned()
    } else {
        text
    }
}
