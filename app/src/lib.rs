//! Everything a browser can see: the shell, pages, routes and form actions. Native only.

pub mod about;
pub mod accounts;
pub mod action;
pub mod admin;
pub mod admissions;
pub mod attendance;
pub mod catalogue;
pub mod frame;
pub mod mail;
pub mod media;
pub mod routes;
pub mod schedule;
pub mod site;
pub mod statistics;
pub mod words;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};

pub use routes::App;
pub use site::Site;
pub use words::Words;

/// The document around every page.
#[must_use]
pub fn shell() -> impl IntoView {
    provide_meta_context();
    frame::set_policy();
    let language = frame::words().language;
    let site = frame::site();
    view! {
        <!DOCTYPE html>
        <html lang=language.as_str() dir=language.direction()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=site.asset("/egret.css")/>
                <link rel="icon" href=site.asset("/egret.svg") type="image/svg+xml"/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
