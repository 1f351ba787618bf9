//! The start page: what is open now, what runs now, the year in figures.

use domain::catalogue::card::{Card, open_now, running_now};
use domain::clock;
use leptos::prelude::*;
use model::Instant;

use super::edition_row::EditionRow;
use super::preview::Preview;
use crate::frame::{Empty, PageTitle, asking, page, site, words};
use crate::statistics::YearInFigures;

/// Editions in each of the page's lists.
const MOST: u64 = 6;

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let (db, now) = (asking.db.read(), asking.now);
        let today = clock::wall_of(now, &site().zone).date();
        let open = open_now(db, MOST, words.language, now).await?;
        let running = running_now(db, MOST, words.language, now).await?;
        let more = |there: usize, address: String| {
            (u64::try_from(there) == Ok(MOST))
                .then(|| view! { <p><a href=address>{words.more_of_them()}</a></p> })
        };
        let more_open = more(open.len(), "/programmes?open=true".to_owned());
        let more_running = more(
            running.len(),
            format!("/programmes?from={today}&until={today}"),
        );
        Ok(view! {
            <PageTitle text=words.home_title()/>
            <Preview title=site().name.clone() summary=words.home_lede() path="/"/>
            <div class="wrap hero">
                <div>
                    <h1>{words.home_title()}</h1>
                    <p class="lede">{words.home_lede()}</p>
                    <p class="actions">
                        <a class="btn" href="/programmes">{words.find_a_course()}</a>
                        <a class="btn quiet" href="/programmes?open=true">{words.what_is_open()}</a>
                    </p>
                </div>
                <YearInFigures/>
            </div>
            <section>
                <div class="wrap">
                    <h2>{words.open_now()} <a href="/programmes">{words.all_programmes()}</a></h2>
                    <Editions cards=open now empty=words.nothing_open() help=words.nothing_open_help()/>
                    {more_open}
                </div>
            </section>
            {(!running.is_empty()).then(|| view! {
                <section>
                    <div class="wrap">
                        <h2>{words.running_now()}</h2>
                        <Editions cards=running now empty=String::new() help=String::new()/>
                        {more_running}
                    </div>
                </section>
            })}
        })
    })
}

/// A list of editions, or what to do where there are none.
#[component]
pub(super) fn Editions(
    cards: Vec<Card>,
    now: Instant,
    empty: String,
    help: String,
) -> impl IntoView {
    if cards.is_empty() {
        return view! { <Empty heading=empty text=help/> }.into_any();
    }
    view! {
        <ul class="rows">
            {cards.into_iter().map(|card| view! { <EditionRow card now/> }).collect_view()}
        </ul>
    }
    .into_any()
}
