//! From plays to unique viewers: what was left out at each step, and why.

use domain::statistics::Measured;
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::words::grouped;

/// The funnel across the page; nothing where nobody played anything.
pub fn funnel(sheet: &Sheet, measured: &Measured) -> Option<AnyView> {
    let inner = inner(sheet, measured)?;
    Some(view! { <section><div class="wrap">{inner}</div></section> }.into_any())
}

/// The funnel as a section of a page that is wrapped already.
pub fn section(sheet: &Sheet, measured: &Measured) -> Option<AnyView> {
    let inner = inner(sheet, measured)?;
    Some(view! { <section>{inner}</section> }.into_any())
}

/// A step: so many plays are left, what they are called, and what was left out before.
pub struct Step {
    pub figure: i64,
    pub name: String,
    pub what: String,
}

/// The steps from plays to unique viewers.
pub fn steps(sheet: &Sheet, measured: &Measured) -> Vec<Step> {
    let words = sheet.words;
    let uniques = sheet.uniques(measured);
    let step = |figure: i64, name: String, what: String| Step { figure, name, what };
    vec![
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
    ]
}

fn inner(sheet: &Sheet, measured: &Measured) -> Option<AnyView> {
    if measured.plays == 0 {
        return None;
    }
    let words = sheet.words;
    let steps = steps(sheet, measured)
        .into_iter()
        .map(|step| {
            view! {
                <li>
                    <b>{grouped(step.figure)}</b>
                    <span>{step.name.clone()}<small>{step.what}</small></span>
                    <meter min="0" max=measured.plays.to_string() value=step.figure.to_string() aria-label=step.name></meter>
                </li>
            }
        })
        .collect_view();
    let shown = view! {
        <h2>{words.funnel_title()}</h2>
        <ol class="funnel">{steps}</ol>
        <p class="soft">{words.funnel_note()} " " {sheet.uniques_what()}</p>
    };
    Some(shown.into_any())
}
