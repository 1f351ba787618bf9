//! Staff set, replace and remove a session's recording.

use domain::media::recording;
use domain::schedule::{session, session_text};
use domain::sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use domain::{Asking, Result};
use leptos::prelude::*;
use model::media::RecordingKind;
use model::{Language, Refusal, SessionId, Zone};
use server_fn::ServerFn;

use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, FileForm, Form, Hidden, PageTitle, Select, Submit, asking, page,
    param, site, words,
};
use crate::words::grouped;

/// Makes an address the recording.
#[server(endpoint = "set_recording_address")]
pub async fn set_recording_address(session: String, kind: String, address: String) -> Outcome {
    act(async |asking| {
        let id = parsed(&session)?;
        let visitor = &asking.visitor;
        recording::set_address(&asking.db, visitor, id, &kind, &address, asking.now).await?;
        Ok(To::page(format!(
            "/staff/sessions/{id}/recording?done=recorded"
        )))
    })
    .await
}

/// Takes the recording away.
#[server(endpoint = "remove_recording")]
pub async fn remove_recording(session: String) -> Outcome {
    act(async |asking| {
        let id = parsed(&session)?;
        recording::remove(&asking.db, &asking.visitor, id, asking.now).await?;
        Ok(To::page(format!(
            "/staff/sessions/{id}/recording?done=removed"
        )))
    })
    .await
}

fn parsed(session: &str) -> std::result::Result<SessionId, Refusal> {
    session.parse().map_err(|_| Refusal::NotFound)
}

/// What the page shows.
struct Loaded {
    session: session::Model,
    recording: Option<recording::Model>,
    title: String,
}

async fn load(asking: &Asking, words: Words, id: &str) -> Result<Loaded> {
    let (session, recording) = recording::edited(&asking.db, &asking.visitor, parsed(id)?).await?;
    let texts = session_text::Entity::find()
        .filter(session_text::Column::Session.eq(session.id))
        .all(asking.db.read())
        .await?;
    let said = |language: Language| texts.iter().find(|text| text.language == language);
    let title = said(words.language)
        .or_else(|| said(Language::English))
        .or(texts.first())
        .map(|text| text.title.clone())
        .unwrap_or_default();
    Ok(Loaded {
        session,
        recording,
        title,
    })
}

/// `/staff/sessions/:id/recording`
#[component]
pub fn RecordingPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let Loaded {
            session,
            recording,
            title,
        } = load(&asking, words, &id).await?;
        let sessions = format!("/staff/editions/{}/sessions", session.edition);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (sessions, words.recording_sessions()),
            (format!("/staff/sessions/{}", session.id), title.clone()),
        ];
        let now = match recording {
            Some(recording) => view! { <Current recording zone=session.zone/> }.into_any(),
            None => view! {
                <Empty heading=words.recording_none() text=words.recording_none_help()/>
            }
            .into_any(),
        };
        Ok(view! {
            <PageTitle text=format!("{} · {title}", words.recording())/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.recording()/>
                    <h1>{words.recording()}</h1>
                    <p class="lede">{title}</p>
                </div>
                <Done what="recorded" text=words.recording_done_set()/>
                <Done what="removed" text=words.recording_done_removed()/>
                {now}
                <Replace session=session.id/>
            </div>
        })
    })
}

/// What the session's recording is now, and the way to take it away.
#[component]
fn Current(recording: recording::Model, zone: Zone) -> impl IntoView {
    let words = words();
    let fact = |name: String, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let address = match recording.kind {
        RecordingKind::File => format!("/media/{}", recording.id),
        _ => recording.address.clone(),
    };
    let shown = address.clone();
    let size = (recording.kind == RecordingKind::File).then(|| {
        let megabytes = grouped(rounded_up(recording.bytes, 1_000_000));
        fact(words.recording_size(), words.recording_megabytes(megabytes))
    });
    let length = recording.duration_ms.map(|length| {
        let minutes = grouped(rounded_up(length, 60_000));
        fact(words.recording_length(), words.recording_minutes(minutes))
    });
    let added = format!(
        "{} ({})",
        words.moment(recording.added_at, &zone),
        words.zone_place(&zone)
    );
    view! {
        <dl class="facts">
            {fact(words.recording_kind(), kind_in_words(words, recording.kind))}
            <div><dt>{words.recording_address()}</dt><dd><a href=address rel="noreferrer">{shown}</a></dd></div>
            {size}
            {length}
            {fact(words.recording_added(), added)}
        </dl>
        <Form action=RemoveRecording::PATH class="">
            <Hidden name="session" value=recording.session.to_string()/>
            <Submit text=words.recording_remove() class="btn quiet danger"/>
        </Form>
    }
}

/// The two ways to set one.
#[component]
fn Replace(session: SessionId) -> impl IntoView {
    let words = words();
    let action = format!("/staff/sessions/{session}/recording/file");
    let hint = words.recording_file_hint(grouped(site().largest_recording_mb));
    let kinds = [RecordingKind::Hls, RecordingKind::Link]
        .map(|kind| (kind.to_string(), kind_in_words(words, kind)));
    view! {
        <section>
            <h2>{words.recording_upload()}</h2>
            <FileForm action label=words.recording_file() hint accept="video/mp4" send=words.recording_send()/>
        </section>
        <section>
            <h2>{words.recording_elsewhere()}</h2>
            <Form action=SetRecordingAddress::PATH>
                <Hidden name="session" value=session.to_string()/>
                <Select name="kind" label=words.recording_kind() choices=kinds.to_vec()/>
                <Field name="address" label=words.recording_address() hint=words.recording_address_hint() kind="url"/>
                <Submit text=words.save()/>
            </Form>
        </section>
    }
}

fn kind_in_words(words: Words, kind: RecordingKind) -> String {
    match kind {
        RecordingKind::File => words.recording_kind_file(),
        RecordingKind::Hls => words.recording_kind_hls(),
        RecordingKind::Link => words.recording_kind_link(),
    }
}

const fn rounded_up(number: i64, to: i64) -> i64 {
    (number + to - 1) / to
}
