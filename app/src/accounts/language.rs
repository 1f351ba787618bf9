//! Choose the language pages are shown in, signed in or not.

use leptos::prelude::*;
use model::{Language, Reason, Refusal};

use crate::action::{Outcome, To, act, is_local};

/// The cookie that remembers the choice.
pub const COOKIE: &str = "egret-language";

/// Remembers the language for a year and stays on the page.
#[server(endpoint = "choose_language")]
pub async fn choose_language(language: String, #[server(default)] _page: String) -> Outcome {
    act(async |_| {
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
        let secure = crate::frame::site().secure;
        let secure = if secure { "; Secure" } else { "" };
        Ok(To::page(back).with_cookie(format!(
            "{COOKIE}={language}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}"
        )))
    })
    .await
}
