//! A session's page.

use domain::clock;
use domain::schedule::entry::Entry;
use domain::schedule::{session_cancellation, timetable};
use leptos::prelude::*;
use model::catalogue::Publication;
use model::schedule::{Audience, SessionKind};

use super::timetable::place;
use crate::catalogue::{NotForSearch, Preview};
use crate::frame::{Crumbs, Notice, PageTitle, Prose, When, asking, page, param, words};
use crate::media::Watch;

/// `/programmes/:programme/:edition/sessions/:number`
#[component]
pub fn SessionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (programme, edition, number) = (param("programme"), param("edition"), param("number"));
    page(async move {
        let entry = timetable::session_page(
            &asking.db,
            &asking.visitor,
            &programme,
            &edition,
            &number,
            words.language,
        )
        .await?;
        let above = vec![
            ("/programmes".to_owned(), words.programmes()),
            (entry.edition.address(), entry.edition.title.clone()),
        ];
        let day = |at| clock::wall_of(at, &entry.session.zone).date();
        let because = session_cancellation::reason(asking.db.read(), entry.session.id)
            .await?
            .map(|reason| words.schedule_cancelled_because(reason));
        let dates = words.dates(day(entry.session.starts_at), day(entry.session.ends_at));
        let not_for_search =
            entry.is_cancelled() || entry.edition.publication != Publication::Published;
        // In a hall there is nothing to watch before there is a recording.
        let on_site = entry.session.kind != SessionKind::Online && !entry.is_recorded;
        let shown = if entry.may_watch && on_site {
            ().into_any()
        } else if entry.may_watch {
            view! { <Watch session=entry.session.id title=entry.title.clone()/> }.into_any()
        } else {
            view! { <NotForYou entry=entry.clone()/> }.into_any()
        };
        Ok(view! {
            <PageTitle text=format!("{} · {}", entry.title, entry.edition.title)/>
            <Preview title=entry.title.clone() summary=format!("{dates} · {}", entry.edition.title) path=entry.address()/>
            {not_for_search.then(|| view! { <NotForSearch/> })}
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=entry.title.clone()/>
                    <h1>{entry.title.clone()}</h1>
                    <p class="lede">{dates}</p>
                    <Tags entry=entry.clone()/>
                </div>
                {entry.is_cancelled().then(|| view! { <Notice kind="bad"><p>{words.schedule_is_cancelled()} " " {because}</p></Notice> })}
                <div class="two">
                    <div>
                        {shown}
                        <Prose markdown=entry.description.clone()/>
                    </div>
                    <aside><Facts entry/></aside>
                </div>
            </div>
        })
    })
}

#[component]
fn Tags(entry: Entry) -> impl IntoView {
    let words = words();
    let required = if entry.session.required {
        words.schedule_required()
    } else {
        words.schedule_optional()
    };
    let audience = (entry.session.audience != Audience::Enrolled)
        .then(|| words.session_audience(entry.session.audience));
    view! {
        <p class="tags">
            {entry.is_cancelled().then(|| view! { <span class="tag bad">{words.schedule_cancelled()}</span> " " })}
            <span class="tag">{words.session_kind(entry.session.kind)}</span>
            " "
            <span class="tag">{required}</span>
            " "
            {audience.map(|audience| view! { <span class="tag">{audience}</span> })}
        </p>
    }
}

/// What somebody can do who may not join.
#[component]
fn NotForYou(entry: Entry) -> impl IntoView {
    let words = words();
    let (said, address, way) = match entry.session.audience {
        Audience::SignedIn => (
            words.schedule_for_signed_in(),
            format!("/sign-in?next={}", entry.address()),
            words.sign_in(),
        ),
        _ => (
            words.schedule_for_enrolled(),
            entry.edition.address(),
            words.schedule_to_edition(),
        ),
    };
    view! { <Notice><p>{said} " " <a href=address>{way}</a></p></Notice> }
}

#[component]
fn Facts(entry: Entry) -> impl IntoView {
    let words = words();
    let session = entry.session.clone();
    let zone = session.zone.clone();
    let place = place(words, &entry);
    let address = entry
        .venue
        .as_ref()
        .map(|venue| venue.address.clone())
        .filter(|address| !address.is_empty());
    let took_place = session
        .effective_starts_at
        .zip(session.effective_ends_at)
        .map(|(from, until)| {
            let reason = session.effective_reason.clone();
            view! {
                <div>
                    <dt>{words.schedule_took_place()}</dt>
                    <dd><When from until zone=zone.clone()/> <small>{reason}</small></dd>
                </div>
            }
        });
    let link = (!session.link.is_empty() && !entry.is_cancelled()).then(|| {
        let link = session.link.clone();
        view! {
            <div>
                <dt>{words.schedule_link()}</dt>
                <dd><a class="btn" href=link rel="noopener noreferrer">{words.schedule_open_link()}</a></dd>
            </div>
        }
    });
    let trainers = (!entry.trainers.is_empty()).then(|| {
        let people = entry
            .trainers
            .iter()
            .map(|(id, name)| view! { <dd><a href=format!("/trainers/{id}")>{name.clone()}</a></dd> })
            .collect_view();
        view! { <div><dt>{words.schedule_trainers()}</dt>{people}</div> }
    });
    let course = entry.course.as_ref().map(|course| {
        let address = format!("{}/courses/{}", entry.edition.address(), course.slug);
        let title = course.title.clone();
        view! { <div><dt>{words.schedule_course()}</dt><dd><a href=address>{title}</a></dd></div> }
    });
    let host = entry.host.as_ref().map(|host| {
        let name = host.name.clone();
        view! { <div><dt>{words.schedule_host()}</dt><dd>{name}</dd></div> }
    });
    let staff = entry.may_edit.then(|| {
        let id = session.id;
        view! {
            <p class="actions">
                <a class="btn quiet" href=format!("/staff/sessions/{id}")>{words.schedule_edit()}</a>
                " "
                <a class="btn quiet" href=format!("/staff/sessions/{id}/roll")>{words.schedule_roll()}</a>
                " "
                <a class="btn quiet" href=format!("/staff/sessions/{id}/recording")>{words.recording()}</a>
            </p>
        }
    });
    view! {
        <dl class="facts">
            <div>
                <dt>{words.schedule_when()}</dt>
                <dd><When from=session.starts_at until=session.ends_at zone=session.zone.clone()/></dd>
            </div>
            {took_place}
            {(!place.is_empty()).then(|| view! {
                <div>
                    <dt>{words.schedule_where()}</dt>
                    <dd>{place}{address.map(|address| view! { " " <small>{address}</small> })}</dd>
                </div>
            })}
            {host}
            {course}
            {trainers}
            {link}
        </dl>
        {staff}
    }
}
