//! An edition's schedule, for its staff.

use domain::schedule::desk;
use leptos::prelude::*;
use model::{EditionId, Refusal};

use super::Timetable;
use crate::frame::{Crumbs, Done, Empty, PageTitle, asking, page, param, query, words};

/// `/staff/editions/:id/sessions`
#[component]
pub fn EditionSessionsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id").parse::<EditionId>();
    // How many were added; a number from an address is shown only if it is one.
    let added: i64 = query("count").parse().unwrap_or(1);
    page(async move {
        let id = id.map_err(|_| Refusal::NotFound)?;
        let schedule = desk::schedule(&asking.db, &asking.visitor, id, words.language).await?;
        let add = format!("/staff/editions/{id}/sessions/new");
        let way = schedule
            .may_add
            .then(|| view! { <a class="btn" href=add.clone()>{words.schedule_add()}</a> });
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{id}"), schedule.title.clone()),
        ];
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
                <Done what="added" text=words.schedule_done_added(added)/>
                <Done what="cancelled" text=words.schedule_done_cancelled()/>
                <p class="actions">{way}</p>
                {shown}
            </div>
        })
    })
}
