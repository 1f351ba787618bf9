//! Who is picked by hand for a seat pool, and picking more.

use domain::admissions::picking::{self, Applicant, Picks};
use leptos::prelude::*;
use model::{PersonId, Refusal, SeatPoolId};
use server_fn::ServerFn;

use super::edit_seat_pool::pool_of;
use crate::action::{Outcome, To, act};
use crate::frame::{Form, Hidden, words};

/// Picks an applicant.
#[server(endpoint = "pick_person")]
pub async fn pick_person(pool: String, person: String) -> Outcome {
    act(async |asking| {
        let (pool, person) = (pool_of(&pool)?, person_of(&person)?);
        picking::pick(&asking.db, &asking.visitor, pool, person, asking.now).await?;
        Ok(To::page(format!("/staff/seat-pools/{pool}?done=picked")))
    })
    .await
}

/// Takes somebody off the list.
#[server(endpoint = "unpick_person")]
pub async fn unpick_person(pool: String, person: String) -> Outcome {
    act(async |asking| {
        let (pool, person) = (pool_of(&pool)?, person_of(&person)?);
        picking::unpick(&asking.db, &asking.visitor, pool, person, asking.now).await?;
        Ok(To::page(format!("/staff/seat-pools/{pool}?done=unpicked")))
    })
    .await
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
            <People pool people=picks.found picked=false/>
            {more}
        }
    });
    view! {
        <section>
            <h2>{words.picked_people()}</h2>
            {nobody}
            <People pool people=picks.picked picked=true/>
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
fn People(pool: SeatPoolId, people: Vec<Applicant>, picked: bool) -> impl IntoView {
    (!people.is_empty()).then(|| {
        let rows = people
            .into_iter()
            .map(|who| view! { <Person pool who picked/> })
            .collect_view();
        view! { <ul class="rows">{rows}</ul> }
    })
}

#[component]
fn Person(pool: SeatPoolId, who: Applicant, picked: bool) -> impl IntoView {
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
    view! {
        <li class="row plain">
            <div>
                <h4>{who.name}</h4>
                <p>{words.country(who.delegation)} " · " {words.standing(who.standing)} " · " {who.email}</p>
            </div>
            <div class="can">
                <Form action class="" key=key.clone()>
                    <Hidden name="pool" value=pool.to_string()/>
                    <Hidden name="person" value=key/>
                    <button class="btn quiet" aria-label=aloud>{said}</button>
                </Form>
            </div>
        </li>
    }
}
