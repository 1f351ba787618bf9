//! What if: other seat pools, tried against the applications there are. The address holds what is tried; nothing is written.

use std::cmp::Reverse;

use domain::admissions::what_if::{Applicant, Fate, Outcome, Present, Sum, Tried, present};
use domain::catalogue::fold::sounded;
use leptos::prelude::*;
use model::admissions::{PoolGroup, PoolRule};
use model::{EditionId, Reason, Refusal};

use super::edition_of;
use super::new_seat_pool::{organisation, rules, whom};
use super::trial::{Line, Trial};
use crate::Words;
use crate::frame::{Crumbs, Notice, PageTitle, Select, asking, page, param, query, words};

/// `/staff/editions/:id/seats/what-if`
#[component]
pub fn WhatIfPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    let mut trial = Trial::read(query);
    page(async move {
        asking.person()?;
        let id = edition_of(&id)?;
        let present = present(&asking.db, &asking.visitor, id, words.language).await?;
        let lines = trial.lines(&present);
        let refused = trial.settle(&present);
        let tried: Vec<Tried> = lines.iter().filter_map(|line| line.tried.clone()).collect();
        let today = present.today();
        let then = present.with(&tried);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (
                format!("/staff/editions/{id}/seats"),
                words.seats_of(present.title.clone()),
            ),
        ];
        let changes = Changes::between(&present, &today, &then);
        let gain = words.what_if_gain(number_of(&changes.gain));
        let lose = words.what_if_lose(number_of(&changes.lose));
        let outside = words.what_if_outside(number_of(&changes.outside));
        Ok(view! {
            <PageTitle text=words.what_if()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.what_if()/>
                    <h1>{words.what_if()}</h1>
                    <p class="lede">{words.what_if_lede()}</p>
                </div>
                <Summary today=today.clone() then=then.clone() changes=changes.clone()/>
                <TrialForm id trial refused lines today=today.clone() then=then.clone()/>
                <People heading=gain people=changes.gain tried=tried.clone()/>
                <People heading=lose people=changes.lose tried=tried.clone()/>
                <People heading=outside people=changes.outside tried/>
                <Countries today then/>
            </div>
        })
    })
}

/// Those whose fate differs, and those who stay out.
#[derive(Clone, Debug, Default)]
struct Changes {
    gain: Vec<(Applicant, Vec<usize>)>,
    lose: Vec<(Applicant, Vec<usize>)>,
    outside: Vec<(Applicant, Vec<usize>)>,
}

impl Changes {
    fn between(present: &Present, today: &Outcome, then: &Outcome) -> Self {
        let mut changes = Self::default();
        let fates = today.fates.iter().zip(&then.fates);
        for (applicant, (now, then)) in present.applicants.iter().zip(fates) {
            match (now.is_in(), then) {
                (false, Fate::GetsIn) => changes.gain.push((applicant.clone(), Vec::new())),
                (true, Fate::StaysOut(without)) => {
                    changes.lose.push((applicant.clone(), without.clone()));
                }
                (false, Fate::StaysOut(without)) => {
                    changes.outside.push((applicant.clone(), without.clone()));
                }
                _ => {}
            }
        }
        changes
    }
}

fn inside(outcome: &Outcome) -> i64 {
    let inside = outcome.fates.iter().filter(|fate| fate.is_in()).count();
    i64::try_from(inside).unwrap_or(i64::MAX)
}

fn number_of(people: &[(Applicant, Vec<usize>)]) -> i64 {
    i64::try_from(people.len()).unwrap_or(i64::MAX)
}

#[component]
fn Summary(today: Outcome, then: Outcome, changes: Changes) -> impl IntoView {
    let words = words();
    view! {
        <Notice>
            <p><b>{words.what_if_inside(inside(&then), inside(&today))}</b></p>
            <p>{words.what_if_changes(number_of(&changes.gain), number_of(&changes.lose))}</p>
        </Notice>
    }
}

#[component]
fn TrialForm(
    id: EditionId,
    trial: Trial,
    refused: Option<Reason>,
    lines: Vec<Line>,
    today: Outcome,
    then: Outcome,
) -> impl IntoView {
    let words = words();
    let unlimited = !lines
        .iter()
        .filter_map(|line| line.tried.as_ref())
        .any(|(pool, _)| pool.is_total());
    let overdrawn = then.caps.iter().any(|cap| *cap < 0);
    let mut place = 0;
    let rows = lines
        .into_iter()
        .enumerate()
        .map(|(number, line)| {
            let taken_now = line.now.and_then(|now| today.taken.get(now)).copied();
            let taken_then = line.tried.is_some().then(|| {
                place += 1;
                let (taken, cap) = (then.taken.get(place - 1), then.caps.get(place - 1));
                (taken.copied().unwrap_or(0), cap.copied().unwrap_or(0))
            });
            let wrong = match line.rule {
                PoolRule::Maximum if overdrawn && line.counted == PoolGroup::Everybody => {
                    Some(Refusal::BelowReserved)
                }
                PoolRule::Reserve if unlimited && line.tried.is_some() => {
                    Some(Refusal::ReserveWithoutTotal)
                }
                _ => None,
            };
            view! { <TrialLine number line taken_now taken_then wrong/> }
        })
        .collect_view();
    let mut groups = vec![(
        PoolGroup::Everybody.to_string(),
        words.pool_group(PoolGroup::Everybody, ""),
    )];
    groups.extend(whom(words, vec![organisation(words)]));
    let reason = refused.map(|reason| words.reason(reason));
    view! {
        <form method="get" action=format!("/staff/editions/{id}/seats/what-if") class="form wide">
            <table class="data stack">
                <caption>{words.what_if_pools()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.what_if_pool()}</th>
                        <th scope="col">{words.pool_size()}</th>
                        <th scope="col" class="n">{words.what_if_today()}</th>
                        <th scope="col" class="n">{words.what_if_then()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <h2>{words.what_if_add()}</h2>
            {reason.map(|reason| view! { <p class="error" role="alert">{reason}</p> })}
            <div class="fields">
                <Select name="rule" label=words.pool_rule() choices=rules(words) value=trial.rule.clone() optional=true/>
                <div class="field">
                    <label for="size">{words.pool_size()} " " <small>"(" {words.optional()} ")"</small></label>
                    <input id="size" name="size" type="number" min="0" value=trial.size.clone() aria-invalid=refused.map(|_| "true")/>
                </div>
            </div>
            <Select name="whom" label=words.pool_whom() choices=groups value=trial.whom.clone() optional=true/>
            <div class="field">
                <label for="name">{words.pool_organisation_name()} " " <small>"(" {words.optional()} ")"</small></label>
                <input id="name" name="name" value=trial.name.clone()/>
            </div>
            <p class="actions">
                <button class="btn">{words.what_if_try()}</button>
                <a href=format!("/staff/editions/{id}/seats/what-if")>{words.what_if_reset()}</a>
            </p>
        </form>
    }
}

#[component]
fn TrialLine(
    number: usize,
    line: Line,
    taken_now: Option<i32>,
    taken_then: Option<(i32, i32)>,
    /// Why it cannot be set like this beside the others.
    wrong: Option<Refusal>,
) -> impl IntoView {
    let words = words();
    let size = format!("s{number}");
    let said = words.pool_group(line.counted, &line.value);
    let label = match line.rule {
        PoolRule::Maximum => words.what_if_at_most(said),
        PoolRule::Reserve => words.what_if_kept(said),
    };
    let refused = line.refused.map(|reason| {
        let id = format!("{size}-error");
        view! { <p class="error" id=id>{words.reason(reason)}</p> }
    });
    let described = line.refused.map(|_| format!("{size}-error"));
    let invalid = line.refused.map(|_| "true");
    let over = taken_then
        .filter(|(taken, cap)| *cap >= 0 && taken > cap)
        .map(|(taken, cap)| view! { <p class="error">{words.what_if_over(cap, taken)}</p> });
    let then = match taken_then {
        None => words.what_if_gone(),
        Some(_) if wrong == Some(Refusal::ReserveWithoutTotal) => words.no_limit(),
        Some((_, cap)) if cap < 0 => "—".to_owned(),
        Some((taken, cap)) => words.what_if_taken_of(cap, taken),
    };
    let wrong = wrong.map(|refusal| view! { <p class="error">{words.refusal(&refusal)}</p> });
    let now = taken_now.map_or_else(|| "—".to_owned(), |taken| taken.to_string());
    view! {
        <tr>
            <th scope="row">
                {label.clone()}
                <input type="hidden" name=format!("p{number}") value=line.key/>
                {over}
                {wrong}
            </th>
            <td data-label=words.pool_size()>
                <input id=size.clone() name=size type="number" min="0" value=line.size aria-label=words.what_if_size_of(label)
                    aria-describedby=described aria-invalid=invalid/>
                {refused}
            </td>
            <td class="n" data-label=words.what_if_today()>{now}</td>
            <td class="n" data-label=words.what_if_then()>{then}</td>
        </tr>
    }
}

/// The most people of a list that are shown.
const SHOWN: i64 = 100;

#[component]
fn People(
    heading: String,
    people: Vec<(Applicant, Vec<usize>)>,
    tried: Vec<Tried>,
) -> impl IntoView {
    let words = words();
    if people.is_empty() {
        return ().into_any();
    }
    let number = number_of(&people);
    let more = (number > SHOWN).then(|| view! { <p class="soft">{words.what_if_first(SHOWN)}</p> });
    let why = people.iter().any(|(_, without)| !without.is_empty());
    let rows = people
        .into_iter()
        .zip(0..SHOWN)
        .map(|((who, without), _)| {
            let why = why.then(|| {
                let said = without_seat(words, &without, &tried);
                view! { <td data-label=words.what_if_why()>{said}</td> }
            });
            view! {
                <tr>
                    <th scope="row">{who.name}</th>
                    <td data-label=words.delegation()>{words.country(who.member.delegation)}</td>
                    <td data-label=words.csv_standing()>{words.standing(who.standing)}</td>
                    {why}
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{heading}</h2>
            <table class="data stack">
                <thead>
                    <tr>
                        <th scope="col">{words.printed_name()}</th>
                        <th scope="col">{words.delegation()}</th>
                        <th scope="col">{words.csv_standing()}</th>
                        {why.then(|| view! { <th scope="col">{words.what_if_why()}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        </section>
    }
    .into_any()
}

/// The pools that have no seat, in words.
fn without_seat(words: Words, without: &[usize], tried: &[Tried]) -> String {
    let said: Vec<String> = without
        .iter()
        .filter_map(|place| tried.get(*place))
        .map(|(pool, _)| words.pool_said(pool.rule, pool.counted, &pool.counted_value, pool.size))
        .collect();
    said.join(" · ")
}

#[component]
fn Countries(today: Outcome, then: Outcome) -> impl IntoView {
    let words = words();
    if then.countries.is_empty() {
        return ().into_any();
    }
    let mut sums: Vec<(String, Sum, Sum)> = then
        .countries
        .iter()
        .map(|(country, sum)| {
            let now = today.countries.get(country).copied().unwrap_or_default();
            (words.country(*country), now, *sum)
        })
        .collect();
    sums.sort_by_cached_key(|(country, _, then)| (Reverse(then.inside), sounded(country)));
    let rows = sums
        .into_iter()
        .map(|(country, now, then)| {
            view! {
                <tr>
                    <th scope="row">{country}</th>
                    <td class="n" data-label=words.what_if_today()>{now.inside}</td>
                    <td class="n" data-label=words.what_if_then()>{then.inside}</td>
                    <td class="n" data-label=words.what_if_out()>{then.outside}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{words.what_if_countries()}</h2>
            <table class="data stack">
                <caption>{words.what_if_by_delegation()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.delegation()}</th>
                        <th scope="col" class="n">{words.what_if_today()}</th>
                        <th scope="col" class="n">{words.what_if_then()}</th>
                        <th scope="col" class="n">{words.what_if_out()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
