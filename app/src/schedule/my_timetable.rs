//! One's own timetable.

use domain::admissions::my_editions::my_editions;
use domain::clock;
use domain::schedule::entry::Entry;
use domain::schedule::timetable;
use leptos::prelude::*;
use model::Refusal;

use super::Timetable;
use crate::admissions::MyEditions;
use crate::frame::{Done, Empty, PageTitle, asking, page, query, words};

/// `/timetable`
#[component]
pub fn MyTimetablePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let past = query("when") == "past";
    page(async move {
        let person = asking.visitor.person().ok_or(Refusal::SignInFirst)?;
        let zone = person.zone.clone();
        let today = clock::day_begins(clock::wall_of(asking.now, &zone).date(), &zone);
        let mut entries: Vec<Entry> =
            timetable::of_person(&asking.db, &asking.visitor, words.language)
                .await?
                .into_iter()
                .filter(|entry| (entry.session.ends_at <= today) == past)
                .collect();
        if past {
            entries.reverse();
        }
        let editions = my_editions(&asking.db, person.id, words.language, asking.now).await?;
        let mine = (!editions.is_empty()).then(|| {
            view! {
                <h2>{words.your_editions()}</h2>
                <MyEditions editions/>
            }
        });
        let shown = if entries.is_empty() {
            view! { <Nothing past/> }.into_any()
        } else {
            view! {
                <Timetable entries days_in=zone with_edition=true/>
                <p class="actions"><a class="btn quiet" href="/timetable.ics">{words.schedule_take_along()}</a></p>
            }
            .into_any()
        };
        Ok(view! {
            <PageTitle text=words.my_timetable()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.my_timetable()}</h1>
                    <p class="lede">{words.schedule_timetable_lede()}</p>
                </div>
                <Done what="chosen" text=words.done_chosen()/>
                <Done what="left" text=words.done_left()/>
                <nav class="chips" aria-label=words.schedule_period()>
                    <a class="chip" href="/timetable" aria-current=(!past).then_some("page")>{words.schedule_coming()}</a>
                    <a class="chip" href="/timetable?when=past" aria-current=past.then_some("page")>{words.schedule_past()}</a>
                </nav>
                {shown}
                {mine}
            </div>
        })
    })
}

#[component]
fn Nothing(past: bool) -> impl IntoView {
    let words = words();
    if past {
        return view! { <Empty heading=words.schedule_nothing_past() text=words.schedule_nothing_past_help()/> }
            .into_any();
    }
    view! {
        <Empty heading=words.schedule_nothing_coming() text=words.schedule_nothing_coming_help()>
            <a class="btn" href="/programmes">{words.schedule_find_programme()}</a>
        </Empty>
    }
    .into_any()
}
