//! The roll of a session: one tap each, without scripting, on a phone.

use std::collections::BTreeMap;

use domain::attendance::marking::{self, TypedMark};
use domain::attendance::presence::effective;
use domain::attendance::roll::{self, Line, Roll};
use leptos::prelude::*;
use model::attendance::Mark;
use model::{Refusal, SessionId};
use server_fn::ServerFn;

use super::roll_line::RollLine;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Form, Hidden, Notice, PageTitle, Pager, When, asking, page, param, query,
    words,
};

/// People on a page of the roll: a form of all of them stays well below the largest form taken.
const ON_A_PAGE: usize = 250;

/// Writes what was tapped. Fields are lists by enrolment, named by [`marking::field`].
#[server(endpoint = "take_roll")]
pub async fn take_roll(
    session: String,
    #[server(default)] mark: BTreeMap<String, String>,
    #[server(default)] late: BTreeMap<String, String>,
    #[server(default)] reason: BTreeMap<String, String>,
    #[server(default)] shown: BTreeMap<String, String>,
    #[server(default)] rest: String,
    #[server(default)] page: String,
) -> Outcome {
    act(async |asking| {
        let session: SessionId = session.parse().map_err(|_| Refusal::NotFound)?;
        let typed =
            |of: &BTreeMap<String, String>, id: &str| of.get(id).cloned().unwrap_or_default();
        let marks = mark
            .iter()
            .map(|(id, mark)| {
                Ok(TypedMark {
                    enrolment: marking::whose(id)?,
                    mark: mark.clone(),
                    late: typed(&late, id),
                    reason: typed(&reason, id),
                    shown: typed(&shown, id).parse().ok(),
                })
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        let (db, visitor, now) = (&asking.db, &asking.visitor, asking.now);
        if rest == "present" {
            marking::mark_and_rest_present(db, visitor, session, &marks, now).await?;
        } else {
            marking::mark(db, visitor, session, &marks, now).await?;
        }
        let page: usize = page.parse().unwrap_or(1);
        Ok(To::page(format!(
            "/staff/sessions/{session}/roll?page={page}&done=saved"
        )))
    })
    .await
}

/// `/staff/sessions/:id/roll`
#[component]
pub fn RollPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (session, wanted) = (param("id"), query("page"));
    page(async move {
        asking.person()?;
        let session: SessionId = session.parse().map_err(|_| Refusal::NotFound)?;
        let language = words.language;
        let roll = roll::roll(&asking.db, &asking.visitor, session, language, asking.now).await?;
        Ok(shown(words, roll, wanted.parse().unwrap_or(1)))
    })
}

fn shown(words: Words, roll: Roll, page: usize) -> impl IntoView {
    let mut above = vec![("/staff".to_owned(), words.staff())];
    let mut ways = None;
    if roll.coordinates {
        let edition = format!("/staff/editions/{}", roll.session.edition);
        let table = format!("{edition}/attendance");
        ways = Some(view! { <p class="on-screen"><a href=table>{words.roll_of_edition()}</a></p> });
        above.push((edition, roll.edition_title.clone()));
        above.push((
            format!("/staff/sessions/{}", roll.session.id),
            roll.title.clone(),
        ));
    }
    let times = effective(&roll.session);
    view! {
        <PageTitle text=words.roll_of(roll.title.clone())/>
        <div class="wrap">
            <div class="title">
                <Crumbs above here=words.roll()/>
                <h1>{words.roll_of(roll.title.clone())}</h1>
                <p class="lede"><When from=times.from until=times.until zone=roll.session.zone.clone()/></p>
                <p class="soft">{summary(words, &roll.people)}</p>
                {ways}
            </div>
            <Done what="saved" text=words.roll_saved()/>
            {state(words, &roll)}
            {people(words, roll, page)}
        </div>
    }
}

/// How many were marked what.
fn summary(words: Words, people: &[Line]) -> String {
    let count = |mark: Option<Mark>| {
        let found = people
            .iter()
            .filter(|line| line.mark.as_ref().map(|said| said.mark.mark) == mark);
        i64::try_from(found.count()).unwrap_or(i64::MAX)
    };
    words.roll_summary(
        count(Some(Mark::Absent)),
        count(Some(Mark::Excused)),
        count(Some(Mark::Late)),
        count(Some(Mark::Present)),
        count(None),
    )
}

/// Why the roll cannot be taken, if it cannot.
fn state(words: Words, roll: &Roll) -> Option<impl IntoView + use<>> {
    let text = if roll.is_cancelled {
        words.roll_cancelled()
    } else if !roll.is_open {
        words.roll_opens()
    } else if !roll.may_mark {
        words.roll_read_only()
    } else {
        return None;
    };
    Some(view! { <Notice><p>{text}</p></Notice> })
}

fn people(words: Words, roll: Roll, page: usize) -> AnyView {
    if roll.people.is_empty() {
        let help = words.roll_empty_help();
        return view! { <Empty heading=words.roll_empty() text=help/> }.into_any();
    }
    let can_mark = roll.may_mark && roll.is_open;
    let session = roll.session;
    let minutes = effective(&session).minutes();
    let pages = roll.people.len().div_ceil(ON_A_PAGE);
    let page = page.clamp(1, pages);
    let lines = roll
        .people
        .into_iter()
        .skip((page - 1) * ON_A_PAGE)
        .take(ON_A_PAGE);
    let lines = lines
        .map(|line| view! { <RollLine line zone=session.zone.clone() minutes can_mark/> })
        .collect_view();
    let zone = words.zone(session.starts_at, &session.zone);
    let lines = view! {
        <ul class="roll">{lines}</ul>
        <p class="soft">
            {words.roll_times_in(zone)}
            {can_mark.then(|| view! { " " <span class="on-screen">{words.roll_save_hint()}</span> })}
        </p>
    };
    let at = format!("/staff/sessions/{}/roll", session.id);
    let pager = view! {
        <Pager page=page as u64 pages=pages as u64 address=move |page| format!("{at}?page={page}")/>
    };
    if !can_mark {
        return view! { {lines} {pager} }.into_any();
    }
    view! {
        <Form action=TakeRoll::PATH class="">
            <Hidden name="session" value=session.id.to_string()/>
            <Hidden name="page" value=page.to_string()/>
            {lines}
            // The return key presses the first button: it must not mark anybody by itself.
            <div class="save-bar">
                <button class="btn">{words.save()}</button>
                <button class="btn quiet" name="rest" value="present">{words.roll_everybody_else()}</button>
            </div>
        </Form>
        {pager}
    }
    .into_any()
}
