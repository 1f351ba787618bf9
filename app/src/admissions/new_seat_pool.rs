//! Adding a seat pool to an edition or an elective.

use domain::admissions::pool_overview::{Overview, overview, overview_of_elective};
use domain::admissions::pool_setup::{self, TypedPool};
use leptos::prelude::*;
use model::accounts::{Rank, Sex};
use model::admissions::{PoolGroup, PoolRule};
use model::{CountryGroup, Refusal, SeatPoolId};
use server_fn::ServerFn;

use super::edition_of;
use super::seat_pools::{course_of, seats_page};
use crate::Words;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Field, Form, Hidden, PageTitle, Select, Submit, asking, page, param, words,
};

/// Adds a pool. `whom` names a group and, after a colon, which one; an organisation or a list stands in `name`.
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
        let typed = typed(rule, &whom, name, size, release_on);
        let added = pool_setup::add(&asking.db, &asking.visitor, edition, &typed, asking.now).await;
        let pool = added.map_err(|error| beside_its_field(error, &typed.counted))?;
        Ok(led_to(
            &typed,
            pool,
            &format!("/staff/editions/{edition}/seats"),
        ))
    })
    .await
}

/// Adds a pool to an elective, in the same way.
#[server(endpoint = "add_elective_pool")]
pub async fn add_elective_pool(
    course: String,
    rule: String,
    whom: String,
    name: String,
    size: String,
    release_on: String,
) -> Outcome {
    act(async |asking| {
        let course = course_of(&course)?;
        let typed = typed(rule, &whom, name, size, release_on);
        let (db, visitor) = (&asking.db, &asking.visitor);
        let added = pool_setup::add_to_elective(db, visitor, course, &typed, asking.now).await;
        let pool = added.map_err(|error| beside_its_field(error, &typed.counted))?;
        let list = format!("/staff/courses/{course}/seats");
        Ok(led_to(&typed, pool, &list))
    })
    .await
}

fn typed(rule: String, whom: &str, name: String, size: String, release_on: String) -> TypedPool {
    let (counted, value) = whom.split_once(':').unwrap_or((whom, ""));
    TypedPool {
        rule,
        counted: counted.to_owned(),
        value: if is_named(counted) {
            name
        } else {
            value.to_owned()
        },
        size,
        release_on,
    }
}

/// Groups that one names in a field of its own.
fn is_named(counted: &str) -> bool {
    [PoolGroup::Organisation, PoolGroup::Picked]
        .iter()
        .any(|named| named.as_str() == counted)
}

/// Whoever made a list picks people for it next.
fn led_to(typed: &TypedPool, pool: SeatPoolId, list: &str) -> To {
    if typed.counted == PoolGroup::Picked.as_str() {
        return To::page(format!("/staff/seat-pools/{pool}"));
    }
    To::page(format!("{list}?done=pool_added"))
}

/// The rule knows a group and its value; the form asks for both in one list, and for an organisation by name.
fn beside_its_field(error: domain::Error, counted: &str) -> domain::Error {
    let domain::Error::Refused(Refusal::Fields(mut fields)) = error else {
        return error;
    };
    for field in &mut fields {
        match &*field.field {
            "value" if is_named(counted) => "name".clone_into(&mut field.field),
            "counted" | "value" => "whom".clone_into(&mut field.field),
            _ => {}
        }
    }
    fields.dedup_by(|later, earlier| later.field == earlier.field);
    Refusal::Fields(fields).into()
}

/// `/staff/editions/:id/seats/new`
#[component]
pub fn NewSeatPoolPage() -> impl IntoView {
    let (asking, language) = (asking(), words().language);
    let id = param("id");
    page(async move {
        let id = edition_of(&id)?;
        let pools = overview(&asking.db, &asking.visitor, id, language).await?;
        if !pools.may_change {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(
            view! { <NewPoolPage pools action=AddSeatPool::PATH whose=("edition", id.to_string())/> },
        )
    })
}

/// `/staff/courses/:id/seats/new`
#[component]
pub fn NewElectivePoolPage() -> impl IntoView {
    let (asking, language) = (asking(), words().language);
    let id = param("id");
    page(async move {
        let id = course_of(&id)?;
        let pools = overview_of_elective(&asking.db, &asking.visitor, id, language).await?;
        if !pools.may_change {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(
            view! { <NewPoolPage pools action=AddElectivePool::PATH whose=("course", id.to_string())/> },
        )
    })
}

/// The page around the form that adds a pool.
#[component]
fn NewPoolPage(
    pools: Overview,
    action: &'static str,
    whose: (&'static str, String),
) -> impl IntoView {
    let words = words();
    let above = vec![
        ("/staff".to_owned(), words.staff()),
        (seats_page(pools.whose), words.seats_of(pools.title)),
    ];
    view! {
        <PageTitle text=words.add_pool()/>
        <div class="wrap narrow">
            <div class="title">
                <Crumbs above here=words.add_pool()/>
                <h1>{words.add_pool()}</h1>
                <p class="lede">{words.add_pool_lede()}</p>
            </div>
            <NewPool action whose/>
        </div>
    }
}

/// Whom a pool can count, as one list; among them those that one names in a field of its own.
pub(super) fn whom(words: Words, named: Vec<(String, String)>) -> Vec<(String, String)> {
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
    let countries = country_choices(words)
        .into_iter()
        .map(|(code, name)| (format!("{}:{code}", PoolGroup::Country), name));
    let mut choices = vec![choice(PoolGroup::EachCountry, "")];
    choices.extend(sexes.map(|sex| choice(PoolGroup::Sex, sex.as_str())));
    choices.extend(ranks.map(|rank| choice(PoolGroup::RankFrom, rank.as_str())));
    choices.extend(named);
    choices.extend(CountryGroup::all().map(|group| choice(PoolGroup::CountryGroup, group.slug())));
    choices.extend(countries);
    choices
}

/// People of an organisation, as a choice.
pub(super) fn organisation(words: Words) -> (String, String) {
    (
        PoolGroup::Organisation.to_string(),
        words.pool_organisation(),
    )
}

/// What a pool can do.
pub(super) fn rules(words: Words) -> Vec<(String, String)> {
    vec![
        (PoolRule::Maximum.to_string(), words.pool_rule_maximum()),
        (PoolRule::Reserve.to_string(), words.pool_rule_reserve()),
    ]
}

#[component]
fn NewPool(action: &'static str, whose: (&'static str, String)) -> impl IntoView {
    let words = words();
    let (name, id) = whose;
    let picked = (PoolGroup::Picked.to_string(), words.pool_picked());
    let whom = whom(words, vec![picked, organisation(words)]);
    view! {
        <Form action>
            <Hidden name value=id/>
            <div class="fields">
                <Select name="rule" label=words.pool_rule() choices=rules(words)/>
                <Field name="size" label=words.pool_size() kind="number" min="0"/>
            </div>
            <Select name="whom" label=words.pool_whom() choices=whom/>
            <Field name="name" label=words.pool_name() hint=words.pool_name_hint() optional=true/>
            <Field name="release_on" label=words.pool_release_on() hint=words.pool_release_on_hint() kind="date" optional=true/>
            <Submit text=words.add_pool()/>
        </Form>
    }
}
