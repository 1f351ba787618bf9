//! Which views a page shows: measured, reported, or both side by side.

use leptos::prelude::*;

use super::sheet::Sheet;
use crate::frame::query;

/// The choice that the address makes with `show`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layers {
    Both,
    Measured,
    Reported,
}

impl Layers {
    /// As the address says; both, where it says nothing we know.
    pub fn chosen() -> Self {
        match query("show").as_str() {
            "measured" => Self::Measured,
            "reported" => Self::Reported,
            _ => Self::Both,
        }
    }

    pub const fn measured(self) -> bool {
        !matches!(self, Self::Reported)
    }

    pub const fn reported(self) -> bool {
        !matches!(self, Self::Measured)
    }
}

/// The choice, as links.
pub fn choice(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let period = match (sheet.from, sheet.until) {
        (Some(from), Some(until)) => format!("&from={from}&until={until}"),
        _ => String::new(),
    };
    let chip = |layers: Layers, show: &str, text: String| {
        let here = (sheet.layers == layers).then_some("true");
        let address = format!("{}?show={show}{period}#views", sheet.base);
        view! { <a class="chip" href=address aria-current=here>{text}</a> }
    };
    view! {
        <nav class="chips on-screen" aria-label=words.layers_label()>
            {chip(Layers::Both, "both", words.layers_both())}
            {chip(Layers::Measured, "measured", words.layers_measured())}
            {chip(Layers::Reported, "reported", words.layers_reported())}
        </nav>
    }
    .into_any()
}
