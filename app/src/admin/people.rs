//! Everybody, for administrators; without names for auditors.

use domain::admin::directory::{self, Directory, Entry, Wanted};
use leptos::prelude::*;
use model::{Country, Zone};

use super::{AdminTabs, address, vouch};
use crate::Words;
use crate::accounts::country_choices;
use crate::frame::{Empty, Notice, PageTitle, Pager, asking, page, query, site, words};

/// `/staff/people`
#[component]
pub fn PeoplePage() -> impl IntoView {
    let (asking, words, zone) = (asking(), words(), site().zone.clone());
    let (text, country, wanted) = (query("q"), query("country"), query("page"));
    page(async move {
        let looked_for = Wanted {
            text: text.clone(),
            country: Country::parse(&country),
            page: wanted.parse().unwrap_or(1),
        };
        let found = directory::search(&asking.db, &asking.visitor, &looked_for, asking.now).await?;
        let (masked, at, pages) = (found.is_masked, found.page, found.pages);
        let count = words.admin_people_found(i64::try_from(found.found).unwrap_or(i64::MAX));
        Ok(view! {
            <PageTitle text=words.admin_people()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.admin_people()}</h1>
                </div>
                <AdminTabs here="/staff/people"/>
                {masked.then(|| view! { <Notice><p>{words.admin_masked_note()}</p></Notice> })}
                <Filters text=text.clone() country=country.clone() masked/>
                <p class="soft">{count}</p>
                {table(words, found, &zone)}
                <Pager page=at pages
                    address=move |page| address("/staff/people", &[("q", &text), ("country", &country)], page)/>
            </div>
        })
    })
}

#[component]
fn Filters(text: String, country: String, masked: bool) -> impl IntoView {
    let words = words();
    let countries = country_choices(words)
        .into_iter()
        .map(|(code, name)| {
            let selected = code == country;
            view! { <option value=code selected=selected>{name}</option> }
        })
        .collect_view();
    let search = (!masked).then(|| {
        view! {
            <div class="field search">
                <label for="q">{words.admin_find_person()}</label>
                <input id="q" name="q" type="search" value=text maxlength="200"/>
            </div>
        }
    });
    view! {
        <form class="filters" method="get" action="/staff/people">
            {search}
            <div class="field">
                <label for="country">{words.country_declared()}</label>
                <select id="country" name="country">
                    <option value="">{words.admin_any_country()}</option>
                    {countries}
                </select>
            </div>
            <button class="btn">{words.search()}</button>
        </form>
    }
}

fn table(words: Words, found: Directory, zone: &Zone) -> AnyView {
    if found.people.is_empty() {
        let help = words.admin_people_empty_help();
        return view! { <Empty heading=words.admin_people_empty() text=help/> }.into_any();
    }
    let masked = found.is_masked;
    let rows = found
        .people
        .into_iter()
        .map(|entry| row(words, entry, masked, zone))
        .collect_view();
    let head = |text: String| view! { <th scope="col">{text}</th> };
    view! {
        <table class="data stack">
            <thead>
                <tr>
                    {head(words.attendance_person())}
                    {(!masked).then(|| head(words.email()))}
                    {head(words.country_declared())}
                    {(!masked).then(|| head(words.organisation()))}
                    {head(words.admin_holds())}
                    {head(words.admin_since())}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(words: Words, entry: Entry, masked: bool, zone: &Zone) -> impl IntoView + use<> {
    let since = words.date(domain::clock::wall_of(entry.created_at, zone).date());
    let roles = entry
        .roles
        .iter()
        .map(|role| view! { <span class="tag">{words.role(*role)}</span> " " })
        .collect_view();
    let shut_out = (!masked && !entry.can_sign_in && !entry.email.is_empty()).then(|| {
        let form = vouch::form(words, entry.id, words.shown_name(&entry.name));
        let why = if entry.is_confirmed {
            words.admin_without_password()
        } else {
            words.admin_unconfirmed()
        };
        view! { <small>{why}</small> {form} }
    });
    let email =
        (!masked).then(|| view! { <td data-label=words.email()>{entry.email} {shut_out}</td> });
    let organisation =
        (!masked).then(|| view! { <td data-label=words.organisation()>{entry.organisation}</td> });
    let native =
        (!entry.native_name.is_empty()).then(|| view! { <small>{entry.native_name}</small> });
    view! {
        <tr>
            <th scope="row">{words.shown_name(&entry.name)} {native}</th>
            {email}
            <td data-label=words.country_declared()>{words.country(entry.country)}</td>
            {organisation}
            <td data-label=words.admin_holds()>{roles}</td>
            <td data-label=words.admin_since()>{since}</td>
        </tr>
    }
}
