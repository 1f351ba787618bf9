//! One's own attendance in an edition.

use domain::attendance::completion::Completion;
use domain::attendance::mine::{Mine, MySession, mine};
use domain::attendance::presence::effective;
use leptos::prelude::*;
use model::{EditionId, Instant, Refusal};

use crate::Words;
use crate::frame::{Crumbs, Empty, PageTitle, When, asking, page, param, words};

/// `/attendance/:edition`
#[component]
pub fn MyAttendancePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let edition = param("edition");
    page(async move {
        asking.person()?;
        let edition: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
        let mine = mine(&asking.db, &asking.visitor, edition, words.language).await?;
        let above = vec![("/timetable".to_owned(), words.my_timetable())];
        let title = words.attendance_of(mine.edition_title.clone());
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.attendance()/>
                    <h1>{title}</h1>
                </div>
                <MyAttendance mine now=asking.now/>
            </div>
        })
    })
}

/// How far one has come, and each session with its verdict.
#[component]
pub fn MyAttendance(mine: Mine, now: Instant) -> impl IntoView {
    let words = words();
    if mine.sessions.is_empty() {
        let help = words.attendance_no_sessions_help();
        return view! { <Empty heading=words.attendance_no_sessions() text=help/> }.into_any();
    }
    let rows = mine
        .sessions
        .into_iter()
        .map(|session| view! { <SessionRow session now/> })
        .collect_view();
    view! {
        <Progress completion=mine.completion/>
        <p class="soft">{words.attendance_rule(mine.threshold)}</p>
        <h2>{words.attendance_sessions()}</h2>
        <ul class="rows">{rows}</ul>
    }
    .into_any()
}

/// Attended of what is needed, in words and as a meter.
#[component]
fn Progress(completion: Completion) -> impl IntoView {
    let words = words();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let said = if completion.is_completed() {
        words.attendance_completed()
    } else {
        words.attendance_progress(count(completion.attended), count(completion.needed))
    };
    let excused = (completion.excused > 0)
        .then(|| view! { <p>{words.attendance_excused_from(count(completion.excused))}</p> });
    let (most, value) = (
        completion.needed.max(1).to_string(),
        completion.attended.to_string(),
    );
    view! {
        <div class="standing">
            <b>{said.clone()}</b>
            <meter min="0" max=most value=value aria-label=said></meter>
            {excused}
        </div>
    }
}

#[component]
fn SessionRow(session: MySession, now: Instant) -> impl IntoView {
    let words = words();
    let times = effective(&session.session);
    let (kind, verdict) = verdict(words, &session, now);
    let free = (!session.required && !session.is_cancelled())
        .then(|| view! { " " <span class="tag">{words.attendance_elective()}</span> });
    view! {
        <li class="row plain">
            <div>
                <h3>{session.title}</h3>
                <p><When from=times.from until=times.until zone=session.session.zone/></p>
            </div>
            <div class="can"><span class=format!("tag {kind}")>{verdict}</span>{free}</div>
        </li>
    }
}

/// The colour of a verdict's tag, and its words.
fn verdict(words: Words, session: &MySession, now: Instant) -> (&'static str, String) {
    if session.is_cancelled() {
        return ("", words.attendance_cancelled());
    }
    let Some(verdict) = &session.verdict else {
        return if session.is_unrecorded(now) {
            ("warn", words.attendance_unrecorded())
        } else {
            ("", words.attendance_ahead())
        };
    };
    let (minutes, length) = (verdict.present_minutes(), verdict.length_minutes());
    match (verdict.excused, verdict.attended, verdict.present_ms) {
        (true, ..) => ("", words.attendance_excused()),
        (_, true, _) => ("ok", words.attendance_present(length, minutes)),
        (_, _, 0) => ("bad", words.attendance_absent()),
        _ => ("bad", words.attendance_too_short(length, minutes)),
    }
}
