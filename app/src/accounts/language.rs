//! Choose the language pages are shown in, signed in or not.

use domain::accounts::person;
use leptos::prelude::*;
use model::{Language, Reason, Refusal};

use crate::action::{Outcome, To, act, is_local};

/// The cookie that remembers the choice.
pub const COOKIE: &str = "egret-language";

/// The header that lets this browser remember a language for a year, whoever is signed in.
#[must_use]
pub fn cookie(language: Language) -> String {
    let secure = if crate::frame::site().secure {
        "; Secure"
    } else {
        ""
    };
    format!("{COOKIE}={language}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}")
}

/// Remembers the language, for somebody who is signed in as part of their profile, and stays on the page.
#[server(endpoint = "choose_language")]
pub async fn choose_language(language: String, #[server(default)] _page: String) -> Outcome {
    act(async |asking| {
        let language = language
            .parse::<Language>()
            .ok()
            .filter(|language| Language::OFFERED.contains(language))
            .ok_or(Refusal::field("language", Reason::NotAChoice))?;
        let back = if is_local(&_page) {
            _page
        } else {
            "/".to_owned()
        };
        if let Some(who) = asking.visitor.person_id() {
            person::choose_language(&asking.db, who, language, asking.now).await?;
        }
        Ok(To::page(back).with_cookie(cookie(language)))
    })
    .await
}
