//! Asks again how many seats are left, while somebody looks.

use gloo_timers::callback::Interval;
use js_sys::futures::JsFuture;
use js_sys::{JsString, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;

use super::SeatsNow;

const EVERY_MS: u32 = 20_000;

/// Every 20 seconds until the page goes; a tab that nobody sees does not ask.
pub(super) fn keep_fresh(address: String, seats: RwSignal<SeatsNow>) {
    Interval::new(EVERY_MS, move || {
        if document().hidden() {
            return;
        }
        let address = address.clone();
        leptos::task::spawn_local(async move {
            // Where the answer fails the page keeps what it shows, and the next turn tries again.
            if let Ok(now) = ask(&address).await
                && now != seats.get_untracked()
            {
                seats.set(now);
            }
        });
    })
    .forget();
}

async fn ask(address: &str) -> Result<SeatsNow, JsValue> {
    let answer = JsFuture::from(window().fetch_with_str(address)).await?;
    let answer: Response = answer.dyn_into()?;
    if !answer.ok() {
        return Err(JsValue::NULL);
    }
    let json = JsFuture::from(answer.json()?).await?;
    let said: JsString = Reflect::get(&json, &"said".into())?.dyn_into()?;
    Ok(SeatsNow {
        taken: whole(&json, "taken")?,
        size: whole(&json, "size")?,
        said: said.into(),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "JSON has no whole numbers; these were written as such"
)]
fn whole(json: &JsValue, name: &str) -> Result<i32, JsValue> {
    let number = Reflect::get(json, &name.into())?;
    number.as_f64().map(|number| number as i32).ok_or(number)
}
