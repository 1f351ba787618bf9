//! Recordings over HTTP: uploads, files in parts, who may have them; and beats.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::media::{KeyOf, Ticket, VisitorKey, Whereabouts, play, recording, visitor_salt};
use domain::schedule::session::{self, Column};
use domain::sea_orm::sea_query::Expr;
use domain::sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use domain::statistics::view_bin;
use house::{Answer, Browser, House, NOW, administrator, edition, enrolment, person, programme};
use model::role::Scope;
use model::schedule::{Audience, SessionKind};
use model::{EditionId, PlayId, Role, SessionId};
use server::web::{self, Clock};

/// 40 s of a plain colour, made with `ffmpeg -f lavfi -i color=size=160x90:rate=5:duration=40 -c:v libx264 -movflags +faststart`.
const FILM: &[u8] = include_bytes!("data/film.mp4");

struct Scene {
    house: House,
    edition: EditionId,
    session: SessionId,
    /// Grace, an administrator.
    staff: Browser,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let programme = programme(&house.db, "marine").await;
        let edition = edition(&house.db, programme, "2026").await;
        let session = house::session(
            &house.db,
            edition,
            None,
            1,
            SessionKind::Online,
            "2026-12-08T09:00",
            60,
        )
        .await;
        let grace = administrator(&house.db).await;
        let staff = house.signed_in(grace).await;
        Self {
            house,
            edition,
            session,
            staff,
        }
    }

    fn page(&self) -> String {
        format!("/staff/sessions/{}/recording", self.session)
    }

    async fn upload(&self, browser: &Browser, film: &[u8]) -> Answer {
        self.send(browser, form(film, true)).await
    }

    async fn send(&self, browser: &Browser, body: Vec<u8>) -> Answer {
        let request = Request::post(format!("{}/file", self.page()))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=egret")
            .header("sec-fetch-site", "same-origin");
        browser.send(request, Body::from(body)).await
    }

    async fn recording(&self) -> Option<recording::Model> {
        recording::current(self.house.db.read(), self.session)
            .await
            .unwrap()
    }

    /// Every file in the media folder.
    fn files(&self) -> Vec<String> {
        let folder = self.house.config.media_folder.join("recordings");
        std::fs::read_dir(folder)
            .map(|entries| {
                entries
                    .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                    .collect()
            })
            .unwrap_or_default()
    }

    async fn open_to(&self, audience: Audience) {
        self.house
            .db
            .write(async |tx| {
                session::Entity::update_many()
                    .col_expr(Column::Audience, Expr::value(audience))
                    .filter(Column::Id.eq(self.session))
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
            .unwrap();
    }

    async fn film(&self) -> String {
        let done = self.upload(&self.staff, FILM).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        format!("/media/{}", self.recording().await.unwrap().id)
    }

    async fn ask(&self, browser: &Browser, film: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(film);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        browser.send(request, Body::empty()).await
    }
}

/// A form with one file, as a browser sends it; `whole` or broken off.
fn form(film: &[u8], whole: bool) -> Vec<u8> {
    let head = "--egret\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\
                Content-Type: video/mp4\r\n\r\n";
    let end: &[u8] = if whole { b"\r\n--egret--\r\n" } else { b"" };
    [head.as_bytes(), film, end].concat()
}

fn said<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer
        .headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_film_is_sent_shown_replaced_and_removed() {
    let mut scene = Scene::new().await;
    let empty = scene.staff.get(&scene.page()).await;
    assert!(empty.shows("No recording yet"), "{}", empty.body);

    let done = scene.upload(&scene.staff, FILM).await;
    assert_eq!(
        (done.status, done.location()),
        (
            StatusCode::SEE_OTHER,
            format!("{}?done=recorded", scene.page()).as_str()
        )
    );
    let first = scene.recording().await.unwrap();
    assert_eq!(first.bytes, i64::try_from(FILM.len()).unwrap());
    assert_eq!(first.duration_ms, Some(40_000));
    assert_eq!(scene.files().len(), 1);
    let page = scene.staff.get(done.location()).await;
    assert!(page.shows("The recording is in its place.") && page.shows("1 min"));

    scene.upload(&scene.staff, FILM).await;
    let second = scene.recording().await.unwrap();
    assert_ne!(first.id, second.id);
    let config = &scene.house.config;
    assert_eq!(
        server::media::store::sweep(config, &scene.house.db)
            .await
            .unwrap(),
        1
    );
    assert_eq!(scene.files(), [format!("{}.mp4", second.id)]);

    let (page, session) = (scene.page(), scene.session.to_string());
    let fields = [("session", session.as_str())];
    let removed = scene
        .staff
        .post("/api/remove_recording", &page, &fields)
        .await;
    assert_eq!(removed.location(), format!("{page}?done=removed"));
    server::media::store::sweep(config, &scene.house.db)
        .await
        .unwrap();
    assert!(scene.files().is_empty());
}

#[tokio::test]
async fn what_is_no_film_is_refused_and_leaves_nothing() {
    let scene = Scene::new().await;
    for (file, reason) in [
        (
            &b"<!DOCTYPE html><script>alert(1)</script>"[..],
            "MP4 files only",
        ),
        (&b""[..], "MP4 files only"),
        (&FILM[..FILM.len() - 100], "ended before it was whole"),
    ] {
        let refused = scene.upload(&scene.staff, file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text(".errors").contains(reason), "{}", refused.body);
        assert_eq!(refused.text("h1"), "Recording");
    }
    let hung_up = scene.send(&scene.staff, form(&FILM[..3_000], false)).await;
    assert_eq!(hung_up.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without = scene.send(&scene.staff, b"--egret--\r\n".to_vec()).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST);
    assert!(scene.files().is_empty(), "{:?}", scene.files());
    assert_eq!(scene.recording().await, None);
}

#[tokio::test]
async fn a_film_that_is_too_large_is_refused_and_the_one_before_it_stays() {
    let mut scene = Scene::new().await;
    let film = scene.film().await;
    let mut config = scene.house.config.clone();
    config.largest_recording_mb = 0;
    let small = web::app(
        &config,
        scene.house.db.clone(),
        Clock::Set(Arc::new(AtomicI64::new(NOW.0))),
    );
    scene.staff = scene.staff.with(small);
    let refused = scene.upload(&scene.staff, FILM).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(said(&refused, "connection"), "close");
    assert!(refused.text(".errors").contains("larger than 0 MB"));
    assert_eq!(scene.files().len(), 1);
    assert_eq!(
        scene.ask(&scene.staff, &film, &[]).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn only_those_who_run_a_session_set_its_recording() {
    let mut scene = Scene::new().await;
    let (lin, otto) = (
        person(&scene.house.db, "Lin", "CN").await,
        person(&scene.house.db, "Otto", "DE").await,
    );
    house::grant(
        &scene.house.db,
        lin,
        Role::Trainer,
        Scope::Session(scene.session),
    )
    .await;
    let (page, session) = (scene.page(), scene.session.to_string());
    let fields = [
        ("session", session.as_str()),
        ("kind", "link"),
        ("address", "https://films.example/1"),
    ];
    let mut stranger = scene.house.visitor();
    let mut otto = scene.house.signed_in(otto).await;
    let mut lin = scene.house.signed_in(lin).await;
    let sign_in = format!("/sign-in?next={page}");
    assert_eq!(stranger.get(&page).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(scene.upload(&stranger, FILM).await.location(), sign_in);
    assert_eq!(
        stranger
            .post("/api/set_recording_address", &page, &fields)
            .await
            .sign_in_way(),
        sign_in
    );
    assert_eq!(otto.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        scene.upload(&otto, FILM).await.status,
        StatusCode::NOT_FOUND
    );
    let refused = otto
        .post("/api/set_recording_address", &page, &fields)
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.recording().await, None);
    assert!(scene.files().is_empty());

    let other_site = Request::post(format!("{page}/file"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=egret")
        .header("sec-fetch-site", "cross-site");
    let refused = lin.send(other_site, Body::from(form(FILM, true))).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let set = lin.post("/api/set_recording_address", &page, &fields).await;
    assert_eq!(set.location(), format!("{page}?done=recorded"));
    let bad = [fields[0], fields[1], ("address", "javascript:alert(1)")];
    let refused = lin.post("/api/set_recording_address", &page, &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.attribute("#address", "value").as_deref(),
        Some("javascript:alert(1)"),
        "what was typed is still there"
    );
    let chinese = [("language", "zh")];
    scene
        .staff
        .post("/api/choose_language", &page, &chinese)
        .await;
    assert!(scene.staff.get(&page).await.shows("其他网站的页面"));
}

#[tokio::test]
async fn a_film_comes_in_the_parts_that_are_asked_for() {
    let scene = Scene::new().await;
    let film = scene.film().await;
    let all = FILM.len();
    let whole = scene.ask(&scene.staff, &film, &[]).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(said(&whole, "content-length"), all.to_string());
    assert_eq!(said(&whole, "content-type"), "video/mp4");
    assert_eq!(said(&whole, "accept-ranges"), "bytes");
    let tag = said(&whole, "etag").to_owned();

    let part = scene
        .ask(&scene.staff, &film, &[("range", "bytes=4-11")])
        .await;
    assert_eq!(
        (part.status, part.body.as_str()),
        (StatusCode::PARTIAL_CONTENT, "ftypisom")
    );
    assert_eq!(said(&part, "content-range"), format!("bytes 4-11/{all}"));
    assert_eq!(said(&part, "content-length"), "8");

    let zipped = [("range", "bytes=0-2000"), ("accept-encoding", "br, gzip")];
    let part = scene.ask(&scene.staff, &film, &zipped).await;
    assert_eq!(said(&part, "content-encoding"), "");
    let zipped = [("accept-encoding", "br, gzip")];
    let part = scene.ask(&scene.staff, &film, &zipped).await;
    assert_eq!(said(&part, "content-encoding"), "");

    let behind = scene
        .ask(&scene.staff, &film, &[("range", "bytes=999999-")])
        .await;
    assert_eq!(behind.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(said(&behind, "content-range"), format!("bytes */{all}"));

    let same = [("range", "bytes=4-11"), ("if-range", tag.as_str())];
    let part = scene.ask(&scene.staff, &film, &same).await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    let other = [("range", "bytes=4-11"), ("if-range", "\"another\"")];
    assert_eq!(
        scene.ask(&scene.staff, &film, &other).await.status,
        StatusCode::OK
    );
    let known = [("if-none-match", tag.as_str())];
    let unchanged = scene.ask(&scene.staff, &film, &known).await;
    assert_eq!(
        (unchanged.status, unchanged.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );

    let head = scene.staff.send(Request::head(&film), Body::empty()).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(said(&head, "content-length"), all.to_string());
}

#[tokio::test]
async fn a_stream_or_a_page_elsewhere_is_for_the_sessions_audience_only() {
    let scene = Scene::new().await;
    let amina = person(&scene.house.db, "Amina", "KE").await;
    enrolment(&scene.house.db, scene.edition, amina).await;
    let (amina, stranger) = (scene.house.signed_in(amina).await, scene.house.visitor());
    let tara = person(&scene.house.db, "Tara", "IN").await;
    let role = (Role::Trainer, Scope::Session(scene.session));
    house::grant(&scene.house.db, tara, role.0, role.1).await;
    let staff = domain::accounts::Visitor::of_person(&scene.house.db, tara, NOW)
        .await
        .unwrap();
    let page = "/programmes/marine/2026/sessions/1";
    for (kind, address) in [
        ("hls", "https://stream.example/live.m3u8"),
        ("link", "https://elsewhere.example/lecture"),
    ] {
        recording::set_address(&scene.house.db, &staff, scene.session, kind, address, NOW)
            .await
            .unwrap();
        let theirs = amina.get(page).await;
        let link = theirs.attribute(&format!("a[href='{address}']"), "rel");
        assert_eq!(link.as_deref(), Some("noreferrer"), "{}", theirs.body);
        let video = format!("video[src='{address}'], video source[src='{address}']");
        assert_eq!(theirs.attribute(&video, "src").is_some(), kind == "hls");
        let refused = stranger.get(page).await;
        assert_eq!(refused.status, StatusCode::OK);
        assert!(!refused.body.contains(address), "{}", refused.body);
        assert_eq!(refused.attribute("video", "class"), None);
    }
}

#[tokio::test]
async fn every_part_of_a_film_is_for_the_sessions_audience_only() {
    let scene = Scene::new().await;
    let film = scene.film().await;
    let (amina, otto) = (
        person(&scene.house.db, "Amina", "KE").await,
        person(&scene.house.db, "Otto", "DE").await,
    );
    enrolment(&scene.house.db, scene.edition, amina).await;
    let (amina, otto) = (
        scene.house.signed_in(amina).await,
        scene.house.signed_in(otto).await,
    );
    let stranger = scene.house.visitor();
    let part = [("range", "bytes=4-11")];
    let status = async |browser: &Browser| scene.ask(browser, &film, &part).await.status.as_u16();
    let three = async || {
        [
            status(&stranger).await,
            status(&otto).await,
            status(&amina).await,
        ]
    };
    assert_eq!(three().await, [401, 403, 206]);
    scene.open_to(Audience::SignedIn).await;
    assert_eq!(three().await, [401, 206, 206]);
    scene.open_to(Audience::Public).await;
    assert_eq!(three().await, [206, 206, 206]);
    for nothing in ["/media/nonsense", &format!("/media/{}", SessionId::new())] {
        assert_eq!(stranger.get(nothing).await.status, StatusCode::NOT_FOUND);
    }
    scene.upload(&scene.staff, FILM).await;
    assert_eq!(three().await, [404, 404, 404], "it was replaced");
}

#[tokio::test]
async fn a_beat_is_answered_when_it_counts_and_a_forged_one_refused() {
    let scene = Scene::new().await;
    let db = &scene.house.db;
    let secret = visitor_salt::of_tokens(db, NOW).await.unwrap();
    let token = Ticket {
        play: PlayId::new(),
        session: scene.session,
        edition: scene.edition,
        visitor: VisitorKey([1; 16]),
        key_of: KeyOf::Cookie,
        enrolment: None,
        country: Whereabouts::Unknown,
        bot: false,
        expires_at: NOW.plus_minutes(5),
    }
    .sign(&secret)
    .unwrap();
    let mut browser = scene.house.visitor();
    browser.cookie = Some("egret-viewer=x".to_owned());
    let beat = async |token: &str, sequence: &str, from: &str, to: &str| {
        let fields = [
            ("token", token),
            ("sequence", sequence),
            ("from_ms", from),
            ("to_ms", to),
            ("rate", "100"),
        ];
        let request = Request::post("/api/beat")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin");
        let body = Body::from(serde_urlencoded::to_string(fields).unwrap());
        browser.send(request, body).await.status.as_u16()
    };
    assert_eq!(beat(&token, "1", "0", "0").await, 200);
    scene.house.set_clock(NOW.plus_seconds(30));
    assert_eq!(beat(&token, "2", "0", "30000").await, 200);
    assert_eq!(beat(&token, "2", "0", "30000").await, 200, "told again");
    assert_eq!(beat("forged", "3", "30000", "60000").await, 403);
    assert_eq!(beat(&token, "0", "0", "0").await, 403);
    assert_eq!(beat(&token, "-1", "0", "0").await, 400, "nonsense");
    scene.house.set_clock(NOW.plus_minutes(5));
    assert_eq!(beat(&token, "3", "30000", "60000").await, 403, "expired");
    let bins = view_bin::Entity::find().all(db.read()).await.unwrap();
    let counted: Vec<_> = bins
        .iter()
        .map(|bin| (bin.plays, bin.views, bin.session_uniques, bin.watched_ms))
        .collect();
    assert_eq!(counted, [(1, 1, 1, 30_000)]);
    assert_eq!(play::Entity::find().count(db.read()).await.unwrap(), 1);
}
