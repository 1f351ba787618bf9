//! Listening to the browser.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::EventTarget;

/// Calls `then` at every `event`, for as long as the page stands.
pub fn on(target: &EventTarget, event: &str, then: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(then);
    // A browser that refuses a listener goes without what islands add; the page works all the same.
    let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Calls `then` whenever nobody sees the page any more: it is hidden, or left.
pub fn on_leaving(then: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    on(&window, "pagehide", then.clone());
    if let Some(document) = window.document() {
        let seen = document.clone();
        on(&document, "visibilitychange", move || {
            if seen.hidden() {
                then();
            }
        });
    }
}
