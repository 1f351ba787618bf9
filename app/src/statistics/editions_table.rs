//! Figures of each edition of a programme or a year.

use std::collections::HashMap;

use leptos::prelude::*;
use model::EditionId;

use super::columns;
use super::sheet::Sheet;
use super::tiles::count;
use crate::words::grouped;

/// The table of editions, each leading to its own figures.
pub fn section(sheet: &Sheet, titles: &HashMap<EditionId, String>) -> Option<AnyView> {
    let words = sheet.words;
    if sheet.gathered.ground.editions.is_empty() {
        return None;
    }
    let rows = sheet
        .gathered
        .ground
        .editions
        .iter()
        .map(|edition| {
            row(
                sheet,
                edition.id,
                titles.get(&edition.id).cloned().unwrap_or_default(),
            )
        })
        .collect_view();
    let shown = view! {
        <section>
            <div class="wrap">
                <h2>{words.table_editions_title()} <a class="on-screen" href=sheet.csv("editions")>{words.table_csv()}</a></h2>
                {columns::editions(sheet)}
                <table class="data stack">
                    <thead>
                        <tr>
                            <th scope="col">{words.column_edition()}</th>
                            <th scope="col" class="n">{words.column_participants()}</th>
                            <th scope="col" class="n">{words.column_countries()}</th>
                            <th scope="col" class="n">{words.column_sessions()}</th>
                            <th scope="col" class="n">{words.column_views_measured()}</th>
                            <th scope="col" class="n">{words.column_uniques()}</th>
                            <th scope="col" class="n">{words.column_views_reported()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    };
    Some(shown.into_any())
}

fn row(sheet: &Sheet, edition: EditionId, title: String) -> AnyView {
    let words = sheet.words;
    let figures = sheet.gathered.of_edition(edition, sheet.rank);
    let figure = |label: String, shown: i64| {
        view! { <td class="n" data-label=label>{grouped(shown)}</td> }
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/staff/editions/{edition}/figures")>{title}</a></th>
            {figure(words.column_participants(), figures.participants)}
            {figure(words.column_countries(), count(figures.delegations.len()))}
            {figure(words.column_sessions(), figures.sessions())}
            {figure(words.column_views_measured(), figures.measured.views)}
            {figure(words.column_uniques(), figures.measured.edition_uniques)}
            {figure(words.column_views_reported(), figures.reported_views)}
        </tr>
    }
    .into_any()
}
