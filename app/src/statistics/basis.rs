//! On what figures rest: rule, zone, filters, and what was left out.

use domain::statistics::RULE_VERSION;
use leptos::prelude::*;

use super::sheet::{Scope, Sheet};

/// Opens what the page's figures rest on.
pub fn basis(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let rule = words.figures_basis_rule(i64::from(RULE_VERSION), sheet.zone.name().to_owned());
    let scope = match sheet.scope {
        Scope::Edition => words.figures_basis_edition(),
        Scope::Sessions => words.figures_partial_sessions(),
        Scope::Programme => words.figures_basis_programme(),
        Scope::Year(year) => words.figures_basis_year(year.to_string()),
    };
    let partial = (sheet.gathered.ground.partial && sheet.scope != Scope::Sessions)
        .then(|| words.figures_partial_editions());
    let period = sheet
        .from
        .zip(sheet.until)
        .map(|(from, until)| words.figures_basis_period(words.date(from), words.date(until)));
    view! {
        <details class="definition">
            <summary>{words.figures_basis()}</summary>
            <p>{rule} " " {scope} " " {partial} " " {period}</p>
        </details>
    }
    .into_any()
}
