//! Working on one session: edit, record how it ran, cancel, look at its history.

use domain::audit;
use domain::clock;
use domain::schedule::clash::{Busy, Clash};
use domain::schedule::desk;
use domain::schedule::effective_length::{self, TypedLength};
use domain::schedule::entry::Entry;
use domain::schedule::plan::TypedSession;
use domain::schedule::{cancellation, change};
use domain::schedule::{session, session_cancellation};
use leptos::prelude::*;
use model::schedule::SessionState;
use model::{Instant, Refusal, SessionId, Zone};
use server_fn::ServerFn;

use super::session_form::{FoldField, Held, SessionFields};
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Field, Form, Hidden, Notice, PageTitle, RefusedForm, Submit, When, asking, page,
    param, words,
};

/// The session and the version that the page showed.
fn which(session: &str, version: &str) -> Result<(SessionId, i32), Refusal> {
    let session = session.parse().map_err(|_| Refusal::NotFound)?;
    let version = version.parse().map_err(|_| Refusal::Unreadable)?;
    Ok((session, version))
}

/// Writes a session anew.
#[server(endpoint = "edit_session")]
pub async fn edit_session(
    session_id: String,
    version: String,
    #[server(flatten)] session: TypedSession,
) -> Outcome {
    act(async |asking| {
        let (id, version) = which(&session_id, &version)?;
        change::edit(
            &asking.db,
            &asking.visitor,
            id,
            version,
            &session,
            asking.now,
        )
        .await?;
        Ok(To::page(format!("/staff/sessions/{id}?done=saved")))
    })
    .await
}

/// Records how long a session really was.
#[server(endpoint = "record_effective_length")]
pub async fn record_effective_length(
    session_id: String,
    version: String,
    effective_start: String,
    effective_end: String,
    #[server(default)] effective_fold: String,
    effective_reason: String,
) -> Outcome {
    act(async |asking| {
        let (id, version) = which(&session_id, &version)?;
        let typed = TypedLength {
            effective_start,
            effective_end,
            effective_fold,
            effective_reason,
        };
        effective_length::record(&asking.db, &asking.visitor, id, version, &typed, asking.now)
            .await?;
        Ok(To::page(format!("/staff/sessions/{id}?done=saved")))
    })
    .await
}

/// Takes a cancelled session up again.
#[server(endpoint = "take_up_session")]
pub async fn take_up_session(session_id: String, version: String) -> Outcome {
    act(async |asking| {
        let (id, version) = which(&session_id, &version)?;
        cancellation::take_up(&asking.db, &asking.visitor, id, version, asking.now).await?;
        Ok(To::page(format!("/staff/sessions/{id}?done=taken-up")))
    })
    .await
}

/// Cancels a session for a reason.
#[server(endpoint = "cancel_session")]
pub async fn cancel_session(
    session_id: String,
    version: String,
    #[server(default)] reason: String,
) -> Outcome {
    act(async |asking| {
        let (id, version) = which(&session_id, &version)?;
        let (db, visitor, now) = (&asking.db, &asking.visitor, asking.now);
        cancellation::cancel(db, visitor, id, version, &reason, now).await?;
        Ok(To::page(format!("/staff/sessions/{id}?done=cancelled")))
    })
    .await
}

/// `/staff/sessions/:id`
#[component]
pub fn EditSessionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id").parse::<SessionId>();
    page(async move {
        let id = id.map_err(|_| Refusal::NotFound)?;
        let desk = desk::open(&asking.db, &asking.visitor, id, words.language).await?;
        let session = desk.entry.session.clone();
        let held = Held::of(&session, &desk.words, &desk.entry.trainers);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (
                format!("/staff/editions/{}/sessions", session.edition),
                words.schedule_sessions_of(desk.entry.edition.title.clone()),
            ),
        ];
        let heading = words.schedule_edit_session(session.number);
        let cancelled = session.state == SessionState::Cancelled;
        let has_begun = session.starts_at <= asking.now;
        let zone = desk.choices.edition.zone.clone();
        let choices = desk.choices;
        let reason = session_cancellation::reason(asking.db.read(), id).await?;
        let again = cancelled.then(|| view! { <TakeUp session=session.clone() reason/> });
        let work = (!cancelled).then(|| {
            let effective = has_begun.then(|| view! { <Effective session=session.clone()/> });
            let shown = session.clone();
            view! {
                <Form action=EditSession::PATH>
                    <Version session=shown/>
                    <SessionFields choices held/>
                    <p class="hint">{words.schedule_moving_mails()}</p>
                    <Submit text=words.save()/>
                </Form>
                {effective}
                <Cancel session/>
            }
        });
        Ok(view! {
            <PageTitle text=heading.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=heading.clone()/>
                    <h1>{heading}</h1>
                    <Summary entry=desk.entry/>
                </div>
                <Done what="added" text=words.schedule_done_added(1)/>
                <Done what="saved" text=words.done_saved()/>
                <Done what="cancelled" text=words.schedule_done_cancelled()/>
                <Warnings clashes=desk.clashes awake=desk.awake_at_night/>
                <Done what="taken-up" text=words.schedule_done_taken_up()/>
                {work}
                {again}
                <History rows=desk.history zone/>
            </div>
        })
    })
}

#[component]
fn Version(session: session::Model) -> impl IntoView {
    view! {
        <Hidden name="session_id" value=session.id.to_string()/>
        <Hidden name="version" value=session.version.to_string()/>
    }
}

#[component]
fn Summary(entry: Entry) -> impl IntoView {
    let words = words();
    let address = entry.address();
    let session = entry.session.clone();
    let roll = format!("/staff/sessions/{}/roll", session.id);
    let recording = format!("/staff/sessions/{}/recording", session.id);
    let is_cancelled = entry.is_cancelled();
    view! {
        <p class="lede"><a href=address>{entry.title}</a></p>
        <p><When from=session.starts_at until=session.ends_at zone=session.zone/></p>
        <p class="tags">
            {is_cancelled.then(|| view! { <span class="tag bad">{words.schedule_cancelled()}</span> " " })}
            <span class="tag">{words.session_kind(session.kind)}</span>
        </p>
        <p class="actions">
            {(!is_cancelled).then(|| view! { <a href=roll>{words.schedule_roll()}</a> " " })}
            <a href=recording>{words.recording()}</a>
        </p>
    }
}

/// What somebody should look at; nothing is refused for it.
#[component]
pub(super) fn Warnings(clashes: Vec<Clash>, #[prop(optional)] awake: usize) -> impl IntoView {
    let words = words();
    if clashes.is_empty() && awake == 0 {
        return ().into_any();
    }
    let awake = i64::try_from(awake).unwrap_or(i64::MAX);
    let clashes = clashes
        .into_iter()
        .map(|clash| view! { <li>{said(words, &clash)}</li> })
        .collect_view();
    view! {
        <Notice kind="warn">
            <h2>{words.schedule_clashes()}</h2>
            <ul>
                {clashes}
                {(awake > 0).then(|| view! { <li>{words.schedule_awake(awake)}</li> })}
            </ul>
        </Notice>
    }
    .into_any()
}

fn said(words: Words, clash: &Clash) -> String {
    let other = &clash.other;
    let title = clash.with.as_ref().map_or_else(
        || words.schedule_clash_hidden(),
        |entry| entry.title.clone(),
    );
    let when = format!(
        "{} ({})",
        words.moment(other.starts_at, &other.zone),
        words.zone(other.starts_at, &other.zone)
    );
    let what = format!("{title}, {when}");
    match &clash.busy {
        Busy::Venue(name) => words.schedule_clash_venue(what, name.clone()),
        Busy::Trainer(name) => words.schedule_clash_trainer(what, name.clone()),
        Busy::Everybody => words.schedule_clash_everybody(what),
    }
}

/// How the session really ran.
#[component]
fn Effective(session: session::Model) -> impl IntoView {
    let words = words();
    let shown = |at: Option<Instant>| {
        at.map(|at| {
            let wall = clock::wall_of(at, &session.zone);
            format!("{}T{}", wall.date(), crate::words::wall_time(wall))
        })
        .unwrap_or_default()
    };
    let start = shown(session.effective_starts_at);
    let end = shown(session.effective_ends_at);
    let (place, reason) = (
        words.zone_place(&session.zone),
        session.effective_reason.clone(),
    );
    view! {
        <h2 id="effective">{words.schedule_effective()}</h2>
        <p>{words.schedule_effective_lede(place)}</p>
        <Form action=RecordEffectiveLength::PATH>
            <Version session/>
            <div class="fields">
                <Field name="effective_start" label=words.schedule_effective_start() kind="datetime-local" value=start optional=true/>
                <Field name="effective_end" label=words.schedule_effective_end() kind="datetime-local" value=end optional=true/>
            </div>
            <FoldField name="effective_fold"/>
            <Field name="effective_reason" label=words.schedule_effective_reason() value=reason optional=true/>
            <Submit text=words.schedule_record() class="btn quiet"/>
        </Form>
    }
}

/// Opens to a button that cancels: two deliberate steps, without scripting.
#[component]
fn Cancel(session: session::Model) -> impl IntoView {
    let words = words();
    // What was refused must not hide.
    let open =
        use_context::<RefusedForm>().is_some_and(|form| form.0.action == CancelSession::PATH);
    view! {
        <details class="definition" open=open>
            <summary>{words.schedule_cancel_heading()}</summary>
            <p>{words.schedule_cancel_lede()}</p>
            <Form action=CancelSession::PATH>
                <Version session/>
                <Field name="reason" label=words.schedule_cancel_reason() hint=words.schedule_cancel_reason_hint()/>
                <Submit text=words.schedule_cancel_sure() class="btn danger"/>
            </Form>
        </details>
    }
}

/// Why it is cancelled, and the button that takes it up again.
#[component]
fn TakeUp(session: session::Model, reason: Option<String>) -> impl IntoView {
    let words = words();
    view! {
        {reason.map(|reason| view! { <p>{words.schedule_cancelled_because(reason)}</p> })}
        <p>{words.schedule_take_up_lede()}</p>
        <Form action=TakeUpSession::PATH>
            <Version session/>
            <Submit text=words.schedule_take_up() class="btn quiet"/>
        </Form>
    }
}

#[component]
fn History(rows: Vec<(audit::Model, Option<String>)>, zone: Zone) -> impl IntoView {
    let words = words();
    let items = rows
        .into_iter()
        .map(|(row, who)| {
            let when = format!(
                "{} ({})",
                words.moment(row.at, &zone),
                words.zone_place(&zone)
            );
            let done = did(words, &row);
            let said = match who {
                Some(who) => words.schedule_by(done, who),
                None => words.schedule_by_egret(done),
            };
            view! { <li><time>{when}</time><p>{said}</p></li> }
        })
        .collect_view();
    view! {
        <h2>{words.schedule_history()}</h2>
        <ol class="history">{items}</ol>
    }
}

fn did(words: Words, row: &audit::Model) -> String {
    match row.action.as_str() {
        "add_session" => words.schedule_did_add(),
        "edit_session" if row.detail.is_empty() => words.schedule_did_edit_nothing(),
        "edit_session" => words.schedule_did_edit(fields(words, &row.detail)),
        "cancel_session" => words.schedule_did_cancel(),
        "take_up_session" => words.schedule_did_take_up(),
        "effective_length" => words.schedule_did_effective(),
        action => words.audit_action(action),
    }
}

/// The names of changed fields, as the form calls them.
fn fields(words: Words, detail: &str) -> String {
    detail
        .split(' ')
        .map(|field| match field {
            "course" => words.schedule_course(),
            "kind" => words.schedule_kind(),
            "audience" => words.schedule_audience(),
            "required" => words.schedule_required(),
            "start" => words.schedule_start(),
            "zone" => words.schedule_zone(),
            "length" => words.schedule_length(),
            "effective" => words.schedule_field_effective(),
            "venue" => words.schedule_venue(),
            "host" => words.schedule_host(),
            "link" => words.schedule_link(),
            "words" => words.schedule_field_words(),
            other => other.to_owned(),
        })
        .collect::<Vec<_>>()
        .join(", ")
}
