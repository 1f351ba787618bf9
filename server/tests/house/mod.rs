//! The real router with a fresh database, a clock that tests set, and browsers that keep their cookie.

#![allow(dead_code, reason = "each test file uses its part of the house")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::Db;
use domain::accounts::sign_in;
use domain::sea_orm::ConnectionTrait;
use model::{Instant, PersonId};
use scraper::{Html, Selector};
use server::Config;
use server::web::{self, Clock};
use tower::ServiceExt;

#[path = "../../domain/tests/cast/rows.rs"]
mod rows;

pub use rows::*;

fn new_folder() -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("egret-house-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A server without a socket.
pub struct House {
    pub db: Db,
    pub config: Config,
    clock: Arc<AtomicI64>,
    router: Router,
}

impl House {
    /// A house with an empty database.
    pub async fn new() -> Self {
        Self::set(&[]).await
    }

    /// A house with an empty database, and more that is set in the environment.
    pub async fn set(more: &[(&str, &str)]) -> Self {
        let folder = new_folder();
        let mut environment = BTreeMap::from([
            (
                "DATABASE_URL".to_owned(),
                format!("sqlite://{}", folder.join("egret.db").display()),
            ),
            (
                "EGRET_MEDIA_FOLDER".to_owned(),
                folder.join("media").display().to_string(),
            ),
        ]);
        environment.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        Self::with(Config::from_parts("", &environment).unwrap()).await
    }

    /// A house with this configuration.
    pub async fn with(config: Config) -> Self {
        let db = Db::open(&config.database_url).await.unwrap();
        server::migrate::migrate(&db).await.unwrap();
        Self::on(config, db)
    }

    /// A house on a database that is there.
    pub fn on(config: Config, db: Db) -> Self {
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let router = web::app(&config, db.clone(), Clock::Set(clock.clone()));
        Self {
            db,
            config,
            clock,
            router,
        }
    }

    /// The same house on a copy of its database.
    pub async fn copy(&self) -> Self {
        let folder = new_folder();
        let file = folder.join("egret.db");
        // SQLite itself makes the copy: the file alone may lack what stands in the write-ahead log.
        self.db
            .migrating()
            .execute_unprepared(&format!("VACUUM INTO '{}'", file.display()))
            .await
            .unwrap();
        let mut config = self.config.clone();
        config.database_url = format!("sqlite://{}", file.display());
        Self::with(config).await
    }

    /// Moves the clock.
    pub fn set_clock(&self, now: Instant) {
        self.clock.store(now.0, Ordering::SeqCst);
    }

    /// A browser that nobody has signed in with.
    pub fn visitor(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookie: None,
            language: "en".to_owned(),
        }
    }

    /// A browser in which a person is signed in.
    pub async fn signed_in(&self, who: PersonId) -> Browser {
        let secret = self
            .db
            .write(async |tx| sign_in::begin(tx, who, "Test", NOW).await)
            .await
            .unwrap();
        let cookie = format!("{}={}", self.config.cookie(), secret.text());
        Browser {
            cookie: Some(cookie),
            ..self.visitor()
        }
    }
}

/// A browser without scripting.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
    pub language: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Browser {
    /// The same browser at another server.
    pub fn with(&self, router: Router) -> Self {
        Self {
            router,
            ..self.clone()
        }
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form as a browser does; the page it stands on goes along as `_page`.
    pub async fn post(&mut self, action: &str, page: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("_page", page)];
        all.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(&all).unwrap();
        let request = Request::post(action)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, format!("http://127.0.0.1:3000{page}"));
        let answer = self.send(request, Body::from(body)).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        answer
    }

    /// Keeps a cookie, or forgets it, as a `Set-Cookie` header says.
    pub fn keep(&mut self, header: &str) {
        let pair = header.split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        let kept = self.cookie.take().unwrap_or_default();
        let mut all: Vec<&str> = kept
            .split("; ")
            .filter(|known| !known.is_empty() && !known.starts_with(&format!("{name}=")))
            .collect();
        if !value.is_empty() {
            all.push(pair);
        }
        self.cookie = Some(all.join("; ")).filter(|all| !all.is_empty());
    }

    /// Sends any request with this browser's cookie.
    pub async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let mut request = request
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::ACCEPT_LANGUAGE, &self.language);
        if !request.headers_ref().unwrap().contains_key(header::ACCEPT) {
            request = request.header(header::ACCEPT, "text/html");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let response = self
            .router
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

impl Answer {
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Where a page leads whoever has to sign in first.
    pub fn sign_in_way(&self) -> String {
        assert_eq!(self.status, StatusCode::UNAUTHORIZED);
        self.attribute("main a.btn", "href").unwrap()
    }

    /// The text of what a selector finds, one string an element, white space folded.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        page.select(&Selector::parse(selector).unwrap())
            .map(|element| {
                element
                    .text()
                    .collect::<String>()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    /// The text of the one element that a selector finds.
    pub fn text(&self, selector: &str) -> String {
        let mut texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{selector} in {}", self.body);
        texts.remove(0)
    }

    /// An attribute of the first element that a selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let page = Html::parse_document(&self.body);
        page.select(&Selector::parse(selector).unwrap())
            .next()
            .and_then(|element| element.value().attr(name).map(str::to_owned))
    }

    /// Where the links of a page lead on this site, without the place on the page.
    pub fn links(&self) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        page.select(&Selector::parse("a[href^='/']").unwrap())
            .filter_map(|link| link.value().attr("href"))
            .map(|address| address.split('#').next().unwrap_or_default().to_owned())
            .collect()
    }

    /// Whether the page shows a text somewhere.
    pub fn shows(&self, text: &str) -> bool {
        self.texts("body").iter().any(|body| body.contains(text))
    }
}
