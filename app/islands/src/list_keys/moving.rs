//! What each key does. Keys count only on a box of the list, so that nobody types one by mistake elsewhere.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlInputElement, KeyboardEvent};

/// Listens for as long as the page stands; then says that it does.
pub(super) fn listen(name: String, does: impl Fn() + 'static) {
    let selector = format!("input[name='{name}']:enabled");
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let here = event.target();
        let here = here.and_then(|at| at.dyn_into::<HtmlInputElement>().ok());
        let boxes = boxes(&selector);
        let Some(place) = here.and_then(|here| boxes.iter().position(|one| *one == here)) else {
            return;
        };
        if press(&event.key(), &boxes, place) {
            event.prevent_default();
        }
    });
    let added =
        document().add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    listener.forget();
    if added.is_ok() {
        request_animation_frame(does);
    }
}

fn boxes(selector: &str) -> Vec<HtmlInputElement> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|place| found.item(place)?.dyn_into().ok())
        .collect()
}

/// Whether the key did something.
fn press(key: &str, boxes: &[HtmlInputElement], place: usize) -> bool {
    let to = match key {
        "j" => boxes.get(place + 1),
        "k" => place.checked_sub(1).and_then(|place| boxes.get(place)),
        "x" => {
            boxes[place].set_checked(!boxes[place].checked());
            return true;
        }
        "a" => {
            let all = !boxes.iter().all(HtmlInputElement::checked);
            for one in boxes {
                one.set_checked(all);
            }
            return true;
        }
        _ => return false,
    };
    // At either end the focus stays; a box that cannot take it is not one that is seen.
    to.is_some_and(|to| to.focus().is_ok())
}
