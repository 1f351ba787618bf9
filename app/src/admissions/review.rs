//! The review list: everybody who asks for a place in an edition, with what each pool and delegation already has.

use domain::admissions::offer_rule;
use domain::admissions::review::{Filter, Line, PER_PAGE, PoolSum, Review, Sum, review};
use islands::ListKeys;
use leptos::prelude::*;
use model::Zone;
use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use server_fn::ServerFn;

use super::decide::Decisions;
use super::edition_of;
use super::review_columns::Column;
use super::review_filter::{Asked, Filters, address, file};
use super::seats::LiveSeats;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, Form, Hidden, PageTitle, Pager, Submit, TakeAlong, WakeIslands,
    asking, page, param, query, words,
};

/// Says for how many hours an edition's offers are open.
#[server(endpoint = "set_offer_hours")]
pub async fn set_offer_hours(edition: String, hours: String) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        offer_rule::set_hours(db, visitor, edition, &hours, asking.now).await?;
        Ok(To::page(format!(
            "/staff/editions/{edition}/review?done=saved"
        )))
    })
    .await
}

/// `/staff/editions/:id/review`
#[component]
pub fn ReviewPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    let asked = Asked::here();
    let number = query("page").parse().unwrap_or(1).max(1);
    page(async move {
        let id = edition_of(&id)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let review = review(db, visitor, id, &asked.filter, number, words.language).await?;
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{id}"), review.title.clone()),
        ];
        let title = words.review_of(review.title.clone());
        let seats = review.seats;
        let as_file = file(id, &asked);
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.review()/>
                    <h1>{title}</h1>
                    <p class="seats"><LiveSeats edition=id seats/></p>
                </div>
                <Done what="decided" text=words.done_decided()/>
                <Done what="saved" text=words.done_saved()/>
                <Pools pools=review.pools.clone()/>
                <Delegations review=review.clone() asked=asked.clone()/>
                <section>
                    <h2>{words.applications_heading()}</h2>
                    <Standings review=review.clone() asked=asked.clone()/>
                    <Filters review=review.clone() asked=asked.clone()/>
                    <List review=review.clone() asked number/>
                    <TakeAlong csv=as_file/>
                </section>
                <LateWay review=review.clone()/>
                <OfferHours review/>
            </div>
        })
    })
}

/// How many stand where, as ways to them.
#[component]
fn Standings(review: Review, asked: Asked) -> impl IntoView {
    let words = words();
    let chip = |standing: Option<Standing>, said: String, number: u64| {
        let this = asked.with(Filter {
            standing,
            ..asked.filter.clone()
        });
        let here = (asked.filter.standing == standing).then_some("page");
        let way = address(review.edition.id, &this);
        view! { <a class="chip" href=way aria-current=here>{said} " " {number}</a> }
    };
    let chips: Vec<_> =
        std::iter::once(chip(None, words.review_all(), review.counts.values().sum()))
            .chain(review.counts.iter().map(|(standing, number)| {
                chip(Some(*standing), words.standing(*standing), *number)
            }))
            .collect();
    view! { <nav class="chips" aria-label=words.by_standing()>{chips}</nav> }
}

/// What each pool has, and who asks for its seats.
#[component]
fn Pools(pools: Vec<PoolSum>) -> impl IntoView {
    let words = words();
    (!pools.is_empty()).then(|| {
        let rows = pools
            .into_iter()
            .map(|one| {
                let pool = &one.pool;
                let said =
                    words.pool_said(pool.rule, pool.counted, &pool.counted_value, pool.size);
                let full = one.taken >= one.cap;
                view! {
                    <tr>
                        <th scope="row">{said}</th>
                        <td class="n" data-label=words.review_taken()>
                            {words.pool_taken(pool, one.cap, one.taken)}
                            {full.then(|| view! { " " <span class="tag warn">{words.pool_is_full()}</span> })}
                        </td>
                        {sum(words, one.sum)}
                    </tr>
                }
            })
            .collect_view();
        view! {
            <table class="data stack">
                <caption>{words.review_by_pool()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.review_pool()}</th>
                        <th scope="col" class="n">{words.review_taken()}</th>
                        {sum_heads(words)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

fn sum_heads(words: Words) -> impl IntoView {
    view! {
        <th scope="col" class="n">{words.review_open()}</th>
        <th scope="col" class="n">{words.review_waiting()}</th>
        <th scope="col" class="n">{words.review_inside()}</th>
    }
}

fn sum(words: Words, sum: Sum) -> impl IntoView {
    view! {
        <td class="n" data-label=words.review_open()>{sum.open}</td>
        <td class="n" data-label=words.review_waiting()>{sum.waiting}</td>
        <td class="n" data-label=words.review_inside()>{sum.inside}</td>
    }
}

/// What each delegation has; folded where there are many.
#[component]
fn Delegations(review: Review, asked: Asked) -> impl IntoView {
    let words = words();
    let number = i64::try_from(review.countries.len()).unwrap_or(i64::MAX);
    (number > 0).then(|| {
        let rows = review
            .countries
            .iter()
            .map(|(country, of)| {
                let this = asked.with(Filter {
                    country: Some(*country),
                    ..asked.filter.clone()
                });
                let way = address(review.edition.id, &this);
                view! {
                    <tr>
                        <th scope="row"><a href=way>{words.country(*country)}</a></th>
                        {sum(words, *of)}
                    </tr>
                }
            })
            .collect_view();
        view! {
            <details open>
                <summary>{words.review_by_delegation(number)}</summary>
                <table class="data">
                    <caption class="spoken">{words.review_by_delegation(number)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words.delegation()}</th>
                            {sum_heads(words)}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        }
    })
}

/// The applications, and below them what to do with those that are chosen.
#[component]
fn List(review: Review, asked: Asked, number: usize) -> impl IntoView {
    let words = words();
    if review.lines.is_empty() {
        return view! { <Empty heading=words.nobody_here() text=words.review_nobody_help()/> }
            .into_any();
    }
    let (edition, zone) = (review.edition.id, review.edition.zone.clone());
    let masked = review.lines.iter().all(|line| line.identity.is_none());
    let may_change = review.may_change;
    let rows = review
        .lines
        .iter()
        .map(|line| row(words, line.clone(), &asked.columns, &zone, may_change))
        .collect_view();
    let shown = i64::try_from(review.found).unwrap_or(i64::MAX);
    let pages = u64::try_from(review.found.div_ceil(PER_PAGE)).unwrap_or(1);
    let kept = asked
        .pairs()
        .into_iter()
        .map(|(name, value)| view! { <Hidden name value/> })
        .collect_view();
    let here = address(edition, &asked);
    let heads = asked
        .columns
        .iter()
        .map(|column| view! { <th scope="col">{column.heading(words)}</th> })
        .collect_view();
    let decisions = may_change.then(|| {
        let may_admit = review.edition.admission_way != AdmissionWay::Open;
        view! { <Decisions may_admit found=Some(shown)/> }
    });
    let page_of = move |page| {
        let mark = if here.contains('?') { '&' } else { '?' };
        format!("{here}{mark}page={page}")
    };
    view! {
        {masked.then(|| view! { <p class="soft">{words.names_are_masked()}</p> })}
        <form method="get" action=format!("/staff/editions/{edition}/decide")>
            {kept}
            <table class="data stack review">
                <caption>{words.review_found(shown)} " " {words.times_in(words.zone_place(&zone))}</caption>
                <thead>
                    <tr>
                        {may_change.then(|| view! { <th scope="col"><span class="spoken">{words.review_choose()}</span></th> })}
                        <th scope="col">{words.printed_name()}</th>
                        <th scope="col">{words.delegation()}</th>
                        {heads}
                        <th scope="col">{words.review_standing()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {decisions}
            {may_change.then(|| view! {
                <p class="hint on-screen"><ListKeys name="chosen[]".to_owned() said=words.review_keys()/></p>
                <WakeIslands/>
            })}
        </form>
        <Pager page=u64::try_from(number).unwrap_or(1) pages address=page_of/>
    }
    .into_any()
}

fn row(
    words: Words,
    line: Line,
    columns: &[Column],
    zone: &Zone,
    may_change: bool,
) -> impl IntoView + use<> {
    let id = line.application;
    let chosen = columns
        .iter()
        .map(|column| {
            let (said, more) = column.said(&line, words, zone);
            let more = (!more.is_empty()).then(|| view! { <small>{more}</small> });
            view! { <td data-label=column.heading(words)>{said} {more}</td> }
        })
        .collect_view();
    let (name, native) = match line.identity {
        Some(who) => (who.name, who.native_name),
        None => ("—".to_owned(), String::new()),
    };
    let choose = may_change.then(|| {
        let label = words.review_choose_one(name.clone());
        view! {
            <td class="pick">
                <label class="check">
                    <input type="checkbox" name="chosen[]" value=id.to_string() disabled=line.own || line.standing.is_over()/>
                    <span class="spoken">{label}</span>
                </label>
            </td>
        }
    });
    let named = if may_change {
        view! { <a href=format!("/staff/applications/{id}")>{name}</a> }.into_any()
    } else {
        name.into_any()
    };
    let native = (!native.is_empty()).then(|| view! { <small>{native}</small> });
    let more = match (line.position, line.offer_expires_at) {
        (Some(place), _) => Some(words.review_position(i64::try_from(place).unwrap_or(i64::MAX))),
        (None, Some(until)) => Some(words.offer_open_until(words.moment(until, zone))),
        (None, None) => None,
    };
    view! {
        <tr>
            {choose}
            <th scope="row">{named} {native}</th>
            <td data-label=words.delegation()>{words.country(line.member.delegation)}</td>
            {chosen}
            <td data-label=words.review_standing()>
                {words.standing(line.standing)} {more.map(|said| view! { <small>{said}</small> })}
            </td>
        </tr>
    }
}

/// The way to let somebody in after the deadline.
#[component]
fn LateWay(review: Review) -> impl IntoView {
    let words = words();
    let by_themselves = review.edition.admission_way != AdmissionWay::Nomination;
    (review.may_change && by_themselves).then(|| {
        let way = format!("/staff/editions/{}/late", review.edition.id);
        view! { <p class="on-screen"><a href=way>{words.late()}</a></p> }
    })
}

/// For how long offers are open.
#[component]
fn OfferHours(review: Review) -> impl IntoView {
    let words = words();
    let offers = review.edition.admission_way != AdmissionWay::Open;
    (review.may_change && offers).then(|| {
        view! {
            <section class="on-screen">
                <h2>{words.offers_heading()}</h2>
                <div class="narrow">
                    <p>{words.offers_lede()}</p>
                    <Form action=SetOfferHours::PATH>
                        <Hidden name="edition" value=review.edition.id.to_string()/>
                        <Field name="hours" label=words.offer_hours() kind="number" min="1" max=offer_rule::MOST_HOURS.to_string() value=review.offer_hours.to_string()/>
                        <Submit text=words.save() class="btn quiet"/>
                    </Form>
                </div>
            </section>
        }
    })
}
