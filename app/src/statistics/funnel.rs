//! From plays to unique viewers: what was left out at each step, and why.

use domain::statistics::Measured;
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::words::grouped;

/// The funnel; nothing where nobody played anything.
pub fn funnel(sheet: &Sheet, measured: &Measured) -> Option<AnyView> {
    if measured.plays == 0 {
        return None;
    }
    let words = sheet.words;
    let uniques = sheet.uniques(measured);
    let step = |figure: i64, name: String, what: String| {
        view! {
            <li>
                <b>{grouped(figure)}</b>
                <span>{name.clone()}<small>{what}</small></span>
                <meter min="0" max=measured.plays.to_string() value=figure.to_string() aria-label=name></meter>
            </li>
        }
    };
    let steps = [
        step(
            measured.plays,
            words.funnel_plays(),
            words.funnel_plays_what(),
        ),
        step(
            measured.long_enough,
            words.funnel_long_enough(),
            words.funnel_long_enough_what(measured.too_short()),
        ),
        step(
            measured.long_enough - measured.bots,
            words.funnel_not_bots(),
            words.funnel_not_bots_what(measured.bots),
        ),
        step(
            measured.views,
            words.funnel_views(),
            words.funnel_views_what(measured.continued()),
        ),
        step(
            uniques,
            words.funnel_uniques(),
            words.funnel_uniques_what((measured.views - uniques).max(0)),
        ),
    ];
    let shown = view! {
        <section>
            <div class="wrap">
                <h2>{words.funnel_title()}</h2>
                <ol class="funnel">{steps.into_iter().collect_view()}</ol>
                <p class="soft">{words.funnel_note()} " " {sheet.uniques_what()}</p>
            </div>
        </section>
    };
    Some(shown.into_any())
}
