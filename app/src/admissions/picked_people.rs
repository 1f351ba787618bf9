//! Who is picked by hand for a seat pool, and picking more.

use domain::admissions::picking::{self, Applicant, Picks};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use model::{PersonId, Refusal, SeatPoolId};
use server_fn::ServerFn;

use super::edit_seat_pool::pool_of;
use crate::action::{Outcome, To, act};
use crate::frame::{Form, Hidden, words};

/// Picks an applicant.
#[server(endpoint = "pick_person")]
pub async fn pick_person(pool: String, person: String, #[server(default)] q: String) -> Outcome {
    act(async |asking| {
        let (pool, person) = (pool_of(&pool)?, person_of(&person)?);
        picking::pick(&asking.db, &asking.visitor, pool, person, asking.now).await?;
        Ok(list(pool, "picked", q))
    })
    .await
}

/// Takes somebody off the list.
#[server(endpoint = "unpick_person")]
pub async fn unpick_person(pool: String, person: String, #[server(default)] q: String) -> Outcome {
    act(async |asking| {
        let (pool, person) = (pool_of(&pool)?, person_of(&person)?);
        picking::unpick(&asking.db, &asking.visitor, pool, person, asking.now).await?;
        Ok(list(pool, "unpicked", q))
    })
    .await
}

/// The list with what was done, and with what was searched for.
fn list(pool: SeatPoolId, done: &str, search: String) -> To {
    let mut params = ParamsMap::new();
    params.insert("done", done.to_owned());
    if !search.is_empty() {
        params.insert("q", search);
    }
    To::page(format!(
        "/staff/seat-pools/{pool}{}",
        params.to_query_string()
    ))
}

fn person_of(text: &str) -> Result<PersonId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// The people of a picked pool, and a search among the edition's applicants.
#[component]
pub fn PickedPeople(pool: SeatPoolId, picks: Picks, search: String) -> impl IntoView {
    let words = words();
    let nobody = picks
        .picked
        .is_empty()
        .then(|| view! { <p class="soft">{words.nobody_picked()}</p> });
    let found = (!search.trim().is_empty()).then(|| {
        let none = picks
            .found
            .is_empty()
            .then(|| view! { <p class="soft">{words.no_applicant_found()}</p> });
        let more = picks
            .more
            .then(|| view! { <p class="soft">{words.more_applicants_found()}</p> });
        view! {
            <h3>{words.applicants_found()}</h3>
            {none}
            <People pool people=picks.found search=search.clone() picked=false/>
            {more}
        }
    });
    view! {
        <section>
            <h2>{words.picked_people()}</h2>
            {nobody}
            <People pool people=picks.picked search=search.clone() picked=true/>
            <form class="filters on-screen" method="get">
                <div class="field search">
                    <label for="q">{words.pick_search()}</label>
                    <input id="q" name="q" type="search" value=search/>
                </div>
                <button class="btn quiet">{words.search()}</button>
            </form>
            {found}
        </section>
    }
}

#[component]
fn People(pool: SeatPoolId, people: Vec<Applicant>, search: String, picked: bool) -> impl IntoView {
    (!people.is_empty()).then(|| {
        let rows = people
            .into_iter()
            .map(|who| view! { <Person pool who search=search.clone() picked/> })
            .collect_view();
        view! { <ul class="rows">{rows}</ul> }
    })
}

#[component]
fn Person(pool: SeatPoolId, who: Applicant, search: String, picked: bool) -> impl IntoView {
    let words = words();
    let key = who.person.to_string();
    let (action, said, aloud) = if picked {
        let aloud = words.unpick_named(who.name.clone());
        (UnpickPerson::PATH, words.unpick(), aloud)
    } else {
        (
            PickPerson::PATH,
            words.pick(),
            words.pick_named(who.name.clone()),
        )
    };
    let email = (!who.email.is_empty()).then(|| format!(" · {}", who.email));
    view! {
        <li class="row plain">
            <div>
                <h4>{who.name}</h4>
                <p>{words.country(who.delegation)} " · " {words.standing(who.standing)} {email}</p>
            </div>
            <div class="can">
                <Form action class="" key=key.clone()>
                    <Hidden name="pool" value=pool.to_string()/>
                    <Hidden name="person" value=key/>
                    <Hidden name="q" value=search/>
                    <button class="btn quiet" aria-label=aloud>{said}</button>
                </Form>
            </div>
        </li>
    }
}
