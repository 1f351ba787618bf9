//! An edition's seat pools, for its staff: what limits whom, and what that leaves.

use domain::admissions::pool_overview::{Line, Overview, one, overview};
use domain::admissions::pool_setup::{self, TypedPool};
use domain::admissions::seat_pool;
use leptos::prelude::*;
use model::accounts::{Rank, Sex};
use model::admissions::PoolGroup;
use model::{Country, CountryGroup, EditionId, Refusal, SeatPoolId, Zone};
use server_fn::ServerFn;

use super::edition_of;
use super::seats::LiveSeats;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, Form, Hidden, Moment, PageTitle, Select, Submit, asking, page,
    param, words,
};

/// Adds a pool. `whom` names a group and, after a colon, which one; an organisation stands in `name`.
#[server(endpoint = "add_seat_pool")]
pub async fn add_seat_pool(
    edition: String,
    rule: String,
    whom: String,
    name: String,
    size: String,
    release_on: String,
) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let (counted, value) = whom.split_once(':').unwrap_or((&whom, ""));
        let typed = TypedPool {
            rule,
            counted: counted.to_owned(),
            value: if counted == PoolGroup::Organisation.as_str() {
                name
            } else {
                value.to_owned()
            },
            size,
            release_on,
        };
        let added = pool_setup::add(&asking.db, &asking.visitor, edition, &typed, asking.now).await;
        added.map_err(|error| beside_its_field(error, counted))?;
        Ok(done(edition, "pool_added"))
    })
    .await
}

/// The rule knows a group and its value; the form asks for both in one list, and for an organisation by name.
fn beside_its_field(error: domain::Error, counted: &str) -> domain::Error {
    let domain::Error::Refused(Refusal::Fields(mut fields)) = error else {
        return error;
    };
    for field in &mut fields {
        match &*field.field {
            "value" if counted == PoolGroup::Organisation.as_str() => {
                "name".clone_into(&mut field.field)
            }
            "counted" | "value" => "whom".clone_into(&mut field.field),
            _ => {}
        }
    }
    fields.dedup_by(|later, earlier| later.field == earlier.field);
    Refusal::Fields(fields).into()
}

/// Gives a pool another size.
#[server(endpoint = "resize_seat_pool")]
pub async fn resize_seat_pool(pool: String, size: String) -> Outcome {
    act(async |asking| {
        let pool = pool_of(&pool)?;
        let edition =
            pool_setup::resize(&asking.db, &asking.visitor, pool, &size, asking.now).await?;
        Ok(done(edition, "pool_resized"))
    })
    .await
}

/// Lifts a pool's cap.
#[server(endpoint = "release_seat_pool")]
pub async fn release_seat_pool(pool: String) -> Outcome {
    act(async |asking| {
        let pool = pool_of(&pool)?;
        let edition = pool_setup::release(&asking.db, &asking.visitor, pool, asking.now).await?;
        Ok(done(edition, "pool_released"))
    })
    .await
}

/// Removes a pool.
#[server(endpoint = "remove_seat_pool")]
pub async fn remove_seat_pool(pool: String) -> Outcome {
    act(async |asking| {
        let pool = pool_of(&pool)?;
        let edition = pool_setup::remove(&asking.db, &asking.visitor, pool, asking.now).await?;
        Ok(done(edition, "pool_removed"))
    })
    .await
}

fn pool_of(text: &str) -> Result<SeatPoolId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

fn done(edition: EditionId, what: &str) -> To {
    To::page(format!("/staff/editions/{edition}/seats?done={what}"))
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
        let title = words.seats_of(pools.title.clone());
        let seats = pools.seats;
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.seats()/>
                    <h1>{title}</h1>
                    <p class="lede">{words.seat_pools_lede()}</p>
                </div>
                <Done what="pool_added" text=words.done_pool_added()/>
                <Done what="pool_resized" text=words.done_pool_changed()/>
                <Done what="pool_released" text=words.done_pool_changed()/>
                <Done what="pool_removed" text=words.done_pool_changed()/>
                <section>
                    <h2>{words.seats_in_all()}</h2>
                    <div class="narrow">
                        <p class="seats"><LiveSeats edition=id seats/></p>
                        <p><a href=format!("/staff/editions/{id}/people#size")>{words.set_seats()}</a></p>
                    </div>
                </section>
                <Counting pools=pools.clone()/>
                <Released pools=pools.released zone=pools.edition.zone/>
            </div>
        })
    })
}

#[component]
fn Counting(pools: Overview) -> impl IntoView {
    let words = words();
    let warning = pools
        .kept_more_than
        .map(|kept| view! { <p class="notice warn">{words.kept_more_than(kept)}</p> });
    let add = pools.may_change.then(|| {
        let way = format!("/staff/editions/{}/seats/new", pools.edition.id);
        view! { <a href=way>{words.add_pool()}</a> }
    });
    let lines = if pools.counting.is_empty() {
        view! { <Empty heading=words.no_seat_pools() text=words.no_seat_pools_help()/> }.into_any()
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
    let of_fullest = pool.counted == PoolGroup::EachCountry;
    let taken = if of_fullest {
        words.fullest_country_has(line.cap, line.taken)
    } else {
        words.seats_taken_of(line.cap, line.taken)
    };
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

/// `/staff/seat-pools/:id`: another size, lifting, removing.
#[component]
pub fn EditSeatPoolPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id = pool_of(&id)?;
        let (pools, pool) = one(&asking.db, &asking.visitor, id, words.language).await?;
        let said = words.pool_said(pool.rule, pool.counted, &pool.counted_value, pool.size);
        let list = format!("/staff/editions/{}/seats", pools.edition.id);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (list, words.seats_of(pools.title)),
        ];
        Ok(view! {
            <PageTitle text=said.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.change_pool()/>
                    <h1>{said}</h1>
                    <p class="lede">{words.change_pool_lede()}</p>
                </div>
                <Form action=ResizeSeatPool::PATH>
                    <Hidden name="pool" value=id.to_string()/>
                    <Field name="size" label=words.pool_size() kind="number" min="0" value=pool.size.to_string()/>
                    <Submit text=words.set_seats()/>
                </Form>
                <h2>{words.end_pool()}</h2>
                <p>{words.release_pool_what()}</p>
                <Form action=ReleaseSeatPool::PATH>
                    <Hidden name="pool" value=id.to_string()/>
                    <Submit text=words.release_pool() class="btn quiet"/>
                </Form>
                <p>{words.remove_pool_what()}</p>
                <Form action=RemoveSeatPool::PATH>
                    <Hidden name="pool" value=id.to_string()/>
                    <Submit text=words.remove_pool() class="btn danger"/>
                </Form>
            </div>
        })
    })
}

/// `/staff/editions/:id/seats/new`
#[component]
pub fn NewSeatPoolPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id = edition_of(&id)?;
        let pools = overview(&asking.db, &asking.visitor, id, words.language).await?;
        if !pools.may_change {
            return Err(Refusal::NotAllowed.into());
        }
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (
                format!("/staff/editions/{id}/seats"),
                words.seats_of(pools.title),
            ),
        ];
        Ok(view! {
            <PageTitle text=words.add_pool()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.add_pool()/>
                    <h1>{words.add_pool()}</h1>
                    <p class="lede">{words.add_pool_lede()}</p>
                </div>
                <NewPool edition=id/>
            </div>
        })
    })
}

/// Whom a pool can count, as one list.
fn whom(words: Words) -> Vec<(String, String)> {
    let choice = |counted: PoolGroup, value: &str| {
        let said = words.pool_group(counted, value);
        let whom = if value.is_empty() {
            counted.to_string()
        } else {
            format!("{counted}:{value}")
        };
        (whom, said)
    };
    let sexes = [Sex::Female, Sex::Male];
    let ranks = Rank::ALL.iter().filter(|rank| **rank != Rank::None);
    let mut countries: Vec<_> = Country::all()
        .map(|country| choice(PoolGroup::Country, country.code()))
        .collect();
    countries.sort_by(|(_, one), (_, other)| one.cmp(other));
    let mut choices = vec![choice(PoolGroup::EachCountry, "")];
    choices.extend(sexes.map(|sex| choice(PoolGroup::Sex, sex.as_str())));
    choices.extend(ranks.map(|rank| choice(PoolGroup::RankFrom, rank.as_str())));
    choices.push((
        PoolGroup::Organisation.to_string(),
        words.pool_organisation(),
    ));
    choices.extend(CountryGroup::all().map(|group| choice(PoolGroup::CountryGroup, group.slug())));
    choices.extend(countries);
    choices
}

#[component]
fn NewPool(edition: EditionId) -> impl IntoView {
    let words = words();
    let rules = vec![
        ("maximum".to_owned(), words.pool_rule_maximum()),
        ("reserve".to_owned(), words.pool_rule_reserve()),
    ];
    view! {
        <Form action=AddSeatPool::PATH>
            <Hidden name="edition" value=edition.to_string()/>
            <div class="fields">
                <Select name="rule" label=words.pool_rule() choices=rules/>
                <Field name="size" label=words.pool_size() kind="number" min="0"/>
            </div>
            <Select name="whom" label=words.pool_whom() choices=whom(words)/>
            <Field name="name" label=words.pool_organisation_name() hint=words.pool_organisation_hint() optional=true/>
            <Field name="release_on" label=words.pool_release_on() hint=words.pool_release_on_hint() kind="date" optional=true/>
            <Submit text=words.add_pool()/>
        </Form>
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
