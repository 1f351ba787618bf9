//! Sends the form when its page is left.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use crate::listening::{on, on_leaving};

/// Finds the form that posts to `address` and listens to it for as long as the page stands; then says that it does.
pub(super) fn keep(address: String, press: String, does: impl Fn() + 'static) {
    // The form is whole once the page has been walked.
    request_animation_frame(move || {
        let selector = format!("form[action='{address}']");
        let form = document().query_selector(&selector).ok().flatten();
        let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let typed = Rc::new(Cell::new(false));
        for (event, is_typed) in [("input", true), ("submit", false)] {
            let typed = typed.clone();
            on(&form, event, move || typed.set(is_typed));
        }
        on_leaving(move || {
            if typed.replace(false) && !send(&form, &address, &press) {
                typed.set(true);
            }
        });
        does();
    });
}

/// Whether the browser took it.
fn send(form: &HtmlFormElement, address: &str, press: &str) -> bool {
    let sent = || {
        let data = FormData::new_with_form(form).ok()?;
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        fields.set("press", press);
        window()
            .navigator()
            .send_beacon_with_opt_url_search_params(address, Some(&fields))
            .ok()
    };
    sent().unwrap_or(false)
}
