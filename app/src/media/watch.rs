//! The place on a session's page where one watches.

use domain::media::{Counting, Place, Screen, counting, recording};
use domain::{Asking, Error};
use http::request::Parts;
use http::{HeaderValue, header};
use islands::Player;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use model::media::RecordingKind;
use model::{Refusal, SessionId};

use crate::Words;
use crate::action::Caller;
use crate::frame::{WakeIslands, asking, site, words};

/// A year, in seconds, for which a browser is told from another.
const COOKIE_SECONDS: u32 = 31_536_000;

/// The recording of a session for whoever reads the page: a player, a way out, or why there is neither.
#[component]
pub fn Watch(
    session: SessionId,
    /// The session's title.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    let (asking, words) = (asking(), words());
    let counting = use_context::<Counting>();
    let response = use_context::<ResponseOptions>();
    let place = place();
    Suspend::new(async move {
        let Some(counting) = counting else {
            return ().into_any();
        };
        match open(&asking, &counting, session, &place).await {
            Ok(screen) => {
                keep_cookie(response.as_ref(), screen.new_cookie.as_deref());
                view! { <Shown screen title/> }.into_any()
            }
            Err(Error::Refused(refusal)) => refused(words, &refusal).into_any(),
            Err(error) => {
                tracing::error!(%error, "a recording could not be shown");
                refused(words, &Refusal::OurFault).into_any()
            }
        }
    })
}

async fn open(
    asking: &Asking,
    counting: &Counting,
    session: SessionId,
    place: &Place,
) -> domain::Result<Screen> {
    let visitor = &asking.visitor;
    Screen::open(&asking.db, counting, visitor, session, place, asking.now).await
}

fn place() -> Place {
    let caller = use_context::<Caller>().unwrap_or_default();
    let cookies = use_context::<Parts>().and_then(|parts| {
        let cookies = parts.headers.get(header::COOKIE)?;
        cookies.to_str().map(str::to_owned).ok()
    });
    Place {
        network: caller.address,
        device: caller.device,
        cookie: cookies
            .as_deref()
            .and_then(counting::cookie_in)
            .map(str::to_owned),
    }
}

fn keep_cookie(response: Option<&ResponseOptions>, id: Option<&str>) {
    let (Some(response), Some(id)) = (response, id) else {
        return;
    };
    let secure = if site().secure { "; Secure" } else { "" };
    let cookie = format!(
        "{}={id}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}{secure}",
        counting::COOKIE
    );
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

#[component]
fn Shown(screen: Screen, title: String) -> impl IntoView {
    let words = words();
    let Some(recording) = screen.recording else {
        return blank(
            words.watch_nothing_yet(),
            words.watch_nothing_yet_help(),
            (),
        )
        .into_any();
    };
    match (recording.kind, screen.token) {
        (RecordingKind::File, Some(token)) => player(words, &recording, title, token).into_any(),
        (RecordingKind::Hls, Some(token)) => {
            let address = recording.address.clone();
            view! {
                {player(words, &recording, title, token)}
                <p class="soft">
                    {words.watch_stream_help()} " "
                    <a href=address rel="noreferrer">{words.watch_stream_address()}</a>
                </p>
            }
            .into_any()
        }
        _ => {
            let way = view! {
                <p><a class="btn" href=recording.address rel="noreferrer">{words.watch_elsewhere_open()}</a></p>
            };
            blank(words.watch_elsewhere(), words.watch_elsewhere_help(), way).into_any()
        }
    }
}

fn player(
    words: Words,
    recording: &recording::Model,
    title: String,
    token: String,
) -> impl IntoView + use<> {
    let source = match recording.kind {
        RecordingKind::File => format!("/media/{}", recording.id),
        _ => recording.address.clone(),
    };
    view! {
        <div class="player">
            <Player source kind=recording.content_type.clone() token label=words.watch_label(title)
                cannot=words.watch_cannot()/>
        </div>
        <noscript><p class="soft">{words.watch_not_measured()}</p></noscript>
        <WakeIslands/>
    }
}

fn refused(words: Words, refusal: &Refusal) -> impl IntoView + use<> {
    match refusal {
        Refusal::SignInFirst => {
            let page = use_context::<Parts>()
                .map(|parts| parts.uri.path().to_owned())
                .unwrap_or_default();
            let way = view! {
                <p><a class="btn" href=format!("/sign-in?next={page}")>{words.sign_in()}</a></p>
            };
            blank(words.watch_sign_in(), words.watch_sign_in_help(), way).into_any()
        }
        Refusal::NotAllowed => {
            let help = words.watch_enrolled_only_help();
            blank(words.watch_enrolled_only(), help, ()).into_any()
        }
        refusal => blank(words.watch_nothing_yet(), words.refusal(refusal), ()).into_any(),
    }
}

/// What stands where the picture would be.
fn blank<V: IntoView + 'static>(heading: String, help: String, way: V) -> impl IntoView + use<V> {
    view! {
        <div class="player">
            <div class="blank">
                <h2>{heading}</h2>
                <p>{help}</p>
                {way}
            </div>
        </div>
    }
}
