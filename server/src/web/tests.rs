//! What no page of ours does on purpose: panics, and more than is taken.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::routing::{get, post};
use domain::Db;
use tower::ServiceExt;

use super::{Clock, State, layered, page_routes};
use crate::Config;

async fn house() -> Router {
    let file = std::env::temp_dir().join(format!("egret-web-{}.db", uuid::Uuid::now_v7()));
    let url = format!("sqlite://{}", file.display());
    let environment = BTreeMap::from([("DATABASE_URL".to_owned(), url.clone())]);
    let config = Config::from_parts("", &environment).unwrap();
    let db = Db::open(&url).await.unwrap();
    crate::migrate::migrate(&db).await.unwrap();
    let state = State {
        counting: crate::media::counting(&config, db.clone()),
        db,
        clock: Clock::System,
        site: config.site(),
        config: Arc::new(config),
    };
    let broken = async || -> &'static str { panic!("a test's panic") };
    let pages = page_routes()
        .route("/broken", get(broken))
        .route("/api/broken", post(broken));
    layered(state, pages)
}

async fn ask(request: Request<Body>) -> (StatusCode, String) {
    let answer = house().await.oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

fn form(path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header(header::ACCEPT_LANGUAGE, "zh")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn a_page_that_panics_is_a_designed_500_with_the_number_to_tell() {
    let request = Request::get("/broken")
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .unwrap();
    let answer = house().await.oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let number = answer.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let body = String::from_utf8_lossy(&body);
    assert!(body.contains(&number), "{number} in {body}");
    assert!(
        body.contains("Something went wrong on our side") && body.contains("</html>"),
        "{body}"
    );
}

#[tokio::test]
async fn an_action_that_panics_shows_its_form_again_in_the_readers_language() {
    let typed = "_page=%2Fsign-in&email=amina%40example.org";
    let (status, body) = ask(form("/api/broken", typed)).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(body.contains("登录") && body.contains("</form>"), "{body}");
}

#[tokio::test]
async fn more_than_is_taken_is_a_designed_413() {
    let (status, body) = ask(form("/api/sign_in", vec![b'a'; super::LARGEST_FORM + 1])).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(body.contains("内容过大"), "{body}");
}

#[tokio::test]
async fn a_form_that_is_no_browsers_is_not_read_without_end_either() {
    let much = vec![b'a'; super::LARGEST_FORM + 1];
    let post = || {
        Request::post("/api/sign_in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    };
    let announced = post().header(header::CONTENT_LENGTH, much.len());
    let (status, _) = ask(announced.body(Body::from(much)).unwrap()).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);

    let (given, asked) = (Arc::new(AtomicUsize::new(0)), super::LARGEST_FORM * 8);
    let counted = given.clone();
    let endless = futures::stream::iter((0..8).map(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Ok::<_, std::convert::Infallible>(vec![b'a'; super::LARGEST_FORM])
    }));
    let (status, _) = ask(post().body(Body::from_stream(endless)).unwrap()).await;
    assert!(!status.is_success() && !status.is_redirection(), "{status}");
    assert!(
        given.load(Ordering::SeqCst) <= 3,
        "of {asked} bytes most were not read"
    );
}

#[tokio::test]
async fn a_form_from_another_site_is_a_designed_403() {
    let mut request = form("/api/sign_out", "");
    let headers = request.headers_mut();
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    let (status, body) = ask(request).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.contains("请求并非来自本站页面"), "{body}");
}

#[tokio::test]
async fn a_flood_of_registrations_is_told_to_wait_on_the_form() {
    let house = house().await;
    for number in 0..=240 {
        let answer = house
            .clone()
            .oneshot(form(
                "/api/ask_for_reset",
                "email=nobody&_page=%2Fforgotten",
            ))
            .await
            .unwrap();
        let expected = if number < 240 {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::TOO_MANY_REQUESTS
        };
        assert_eq!(answer.status(), expected, "request {number}");
        if number == 240 {
            let wait = answer.headers()[header::RETRY_AFTER].to_str().unwrap();
            assert!((1..=60).contains(&wait.parse::<u32>().unwrap()), "{wait}");
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert!(body.contains("请等待 1 分钟后再试"), "{body}");
            assert!(body.contains("value=\"nobody\""), "what was typed");
        }
    }
}

#[tokio::test]
async fn what_is_no_browser_gets_plain_words() {
    let request = Request::get("/broken").body(Body::empty()).unwrap();
    let (status, body) = ask(request).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(body, "Internal Server Error\n");
}
