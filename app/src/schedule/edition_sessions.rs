//! An edition's schedule, for its staff.

use domain::catalogue::edition;
use domain::schedule::clash;
use domain::schedule::desk;
use domain::schedule::entry::Entry;
use domain::schedule::plan::MOST_MEETINGS;
use leptos::prelude::*;
use model::{EditionId, Refusal};

use super::Timetable;
use super::edit_session::Warnings;
use crate::frame::{Crumbs, Done, Empty, Notice, PageTitle, asking, page, param, query, words};

/// `/staff/editions/:id/sessions`
#[component]
pub fn EditionSessionsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id").parse::<EditionId>();
    // How many were added; a number from an address is shown only if it is one.
    let added: i64 = query("count").parse().unwrap_or(1);
    let done = query("done");
    page(async move {
        let id = id.map_err(|_| Refusal::NotFound)?;
        let schedule = desk::schedule(&asking.db, &asking.visitor, id, words.language).await?;
        let add = format!("/staff/editions/{id}/sessions/new");
        let way = schedule
            .may_add
            .then(|| view! { <a class="btn" href=add.clone()>{words.schedule_add()}</a> });
        let attendance = asking.visitor.may_see_figures_of(id).then(|| {
            let address = format!("/staff/editions/{id}/attendance");
            view! { <a href=address>{words.roll_of_edition()}</a> }
        });
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{id}"), schedule.title.clone()),
        ];
        let just_added = usize::try_from(if done == "added" { added } else { 0 });
        let mut clashes = Vec::new();
        for entry in newest(&schedule.entries, just_added.unwrap_or(0)) {
            clashes.extend(clash::of(&asking.db, &asking.visitor, entry, words.language).await?);
        }
        let outside = sessions_outside(&schedule.edition, &schedule.entries);
        let shown = if schedule.entries.is_empty() {
            view! { <Empty heading=words.schedule_empty() text=words.schedule_empty_help()/> }
                .into_any()
        } else {
            view! { <Timetable entries=schedule.entries days_in=schedule.edition.zone manage=true/> }
                .into_any()
        };
        let heading = words.schedule_sessions_of(schedule.title);
        Ok(view! {
            <PageTitle text=heading.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.schedule_sessions()/>
                    <h1>{heading}</h1>
                </div>
                <Warnings clashes/>
                <OutsideSessions entries=outside/>
                <Done what="added" text=words.schedule_done_added(added)/>
                <Done what="cancelled" text=words.schedule_done_cancelled()/>
                <p class="actions">{way} " " {attendance}</p>
                {shown}
            </div>
        })
    })
}

/// The sessions with the highest numbers: those that were added last, as many as one form can add.
fn newest(entries: &[Entry], many: usize) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = entries.iter().filter(|entry| entry.may_edit).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.session.number));
    let most = usize::try_from(MOST_MEETINGS).unwrap_or(usize::MAX);
    entries.truncate(many.min(most));
    entries.reverse();
    entries
}

/// Sessions that take place before the edition begins or after it ends: its dates were changed after they were planned.
#[must_use]
pub fn sessions_outside(edition: &edition::Model, entries: &[Entry]) -> Vec<Entry> {
    entries
        .iter()
        .filter(|entry| !entry.is_cancelled())
        .filter(|entry| {
            entry.session.starts_at < edition.starts_at || entry.session.ends_at > edition.ends_at
        })
        .cloned()
        .collect()
}

/// Says which sessions lie outside the edition's dates; nothing where there are none.
#[component]
pub fn OutsideSessions(entries: Vec<Entry>) -> impl IntoView {
    let words = words();
    let rows = entries
        .iter()
        .map(|entry| {
            let address = format!("/staff/sessions/{}", entry.session.id);
            let (from, zone) = (entry.session.starts_at, &entry.session.zone);
            let when = format!("{} ({})", words.moment(from, zone), words.zone(from, zone));
            view! { <li><a href=address>{entry.title.clone()}</a> " " {when}</li> }
        })
        .collect_view();
    (!entries.is_empty()).then(|| {
        view! {
            <Notice kind="warn">
                <h2>{words.schedule_outside_heading()}</h2>
                <p>{words.schedule_outside()}</p>
                <ul>{rows}</ul>
            </Notice>
        }
    })
}
