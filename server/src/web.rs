//! The HTTP layers in order, from the outside in.

mod context;
mod designed;
mod health;
mod limits;
mod own_task;
mod real_ip;
mod refused_form;
mod request_id;
mod same_origin;
mod security_headers;
mod session;
mod sitemap;

pub(crate) use context::Brought;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use domain::Db;
use domain::media::Counting;
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list};
use model::Instant;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::{Config, assets, export, media};

/// The time, or one that a test sets.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// A test's, in milliseconds since the epoch.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// This moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => domain::clock::now(),
            Self::Set(at) => Instant(at.load(Ordering::SeqCst)),
        }
    }
}

/// What the layers need.
#[derive(Clone)]
pub struct State {
    pub db: Db,
    pub clock: Clock,
    pub site: app::Site,
    pub config: Arc<Config>,
    pub counting: Counting,
}

/// Forms are small; uploads have routes and limits of their own.
const LARGEST_FORM: usize = 256 * 1024;

/// Every page's path, as routed.
#[must_use]
pub fn pages() -> Vec<String> {
    generate_route_list(app::App)
        .iter()
        .map(|route| route.path().to_owned())
        .collect()
}

/// Every server function's path.
#[must_use]
pub fn actions() -> Vec<String> {
    let mut actions: Vec<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    actions.sort();
    actions
}

/// Every file's path, as routed.
#[must_use]
pub fn files() -> Vec<&'static str> {
    let mut files: Vec<_> = export::files().into_iter().map(|(path, _)| path).collect();
    files.extend(media::addresses().0);
    files
}

/// The path of everything that takes files.
#[must_use]
pub fn uploads() -> Vec<&'static str> {
    media::addresses().1
}

/// The whole application.
pub fn app(config: &Config, db: Db, clock: Clock) -> Router {
    let state = State {
        counting: media::counting(config, db.clone()),
        db,
        clock,
        site: config.site(),
        config: Arc::new(config.clone()),
    };
    layered(state, page_routes())
}

/// Every page, and the answer where there is none.
fn page_routes() -> Router {
    let options = LeptosOptions::builder().output_name("egret").build();
    Router::new()
        .leptos_routes_with_context(
            &options,
            generate_route_list(app::App),
            context::provide,
            app::shell,
        )
        .fallback(leptos_axum::render_app_async_with_context(
            context::provide,
            app::shell,
        ))
        .with_state(options)
}

fn layered(state: State, pages: Router) -> Router {
    let routed = Router::new()
        .merge(export::routed(export::files()))
        .merge(media::routes(state.clone(), pages.clone()))
        .fallback_service(pages.layer(from_fn(limits::size)));
    Router::new()
        // As a service, so that the layers stand outside its routing: a refused form asks for another page.
        .fallback_service(routed)
        .layer(from_fn_with_state(limits::Limits::default(), limits::layer))
        .layer(from_fn(refused_form::layer))
        .layer(from_fn_with_state(state.clone(), same_origin::layer))
        .layer(from_fn(designed::layer))
        .layer(from_fn_with_state(state.clone(), session::layer))
        .layer(from_fn(own_task::layer))
        .merge(assets::routes())
        .merge(health::routes(state.clone()))
        .merge(sitemap::routes(state.clone()))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .layer(from_fn_with_state(state.clone(), security_headers::layer))
        .layer(from_fn_with_state(state, real_ip::layer))
        .layer(from_fn(request_id::layer))
}

/// Films are compressed already, and a part of one must stay what it is.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("video/"))
}

#[cfg(test)]
mod tests;
