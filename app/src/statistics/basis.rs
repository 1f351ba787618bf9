//! On what figures rest: rule, zones, filters, and what was left out.

use domain::statistics::{LeftOut, RULE_VERSION};
use leptos::prelude::*;

use super::period;
use super::sheet::{Scope, Sheet};

/// Opens what the page's figures rest on.
pub fn basis(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let lines = said(sheet);
    view! {
        <details class="definition">
            <summary>{words.figures_basis()}</summary>
            <p>{lines.join(" ")}</p>
        </details>
    }
    .into_any()
}

/// What a page's figures rest on, sentence by sentence.
pub fn said(sheet: &Sheet) -> Vec<String> {
    let words = sheet.words;
    let rule = words.figures_basis_rule(
        sheet.centre_zone.name().to_owned(),
        sheet.days_zone.name().to_owned(),
        i64::from(RULE_VERSION),
    );
    let scope = match sheet.scope {
        Scope::Edition => words.figures_basis_edition(),
        Scope::Sessions => words.figures_partial_sessions(),
        Scope::Programme => words.figures_basis_programme(),
        Scope::Year(year) => words.figures_basis_year(year.to_string()),
    };
    let LeftOut {
        drafts,
        cancelled_editions,
        ..
    } = sheet.figures.left_out;
    let editions = match sheet.scope {
        Scope::Edition | Scope::Sessions => None,
        _ if sheet.is_public => Some(words.figures_basis_cancelled(cancelled_editions)),
        _ => Some(words.figures_basis_left_out(cancelled_editions, drafts)),
    };
    let partial = (sheet.gathered.ground.partial && sheet.scope != Scope::Sessions)
        .then(|| words.figures_partial_editions());
    [
        Some(rule),
        Some(scope),
        editions,
        partial,
        period::said(words, sheet.period),
    ]
    .into_iter()
    .flatten()
    .collect()
}
