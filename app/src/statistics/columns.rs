//! What the columns of a table mean, behind a line that opens above it.

use leptos::prelude::*;

use super::sheet::{Scope, Sheet};
use crate::Words;

/// Of participants by country.
pub fn participants(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    meaning(
        words,
        vec![
            (words.column_delegation(), words.figure_participants_what()),
            (words.column_declared(), words.table_participants_what()),
        ],
    )
}

/// Of views by country.
pub fn views(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let uniques = sheet.uniques_what();
    let mut columns = vec![(words.column_country_detected(), words.table_views_what())];
    columns.extend(of_views(sheet, uniques));
    meaning(words, columns)
}

/// Of the table of sessions.
pub fn sessions(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let mut columns = vec![
        (words.column_attended(), words.column_attended_what()),
        (words.column_attendance(), words.column_attendance_what()),
    ];
    columns.extend(of_views(sheet, words.figure_uniques_sessions_what()));
    columns.push((words.column_engaged(), words.figure_engaged_what()));
    columns.push((words.column_peak(), words.figure_peak_what()));
    meaning(words, columns)
}

/// Of the table of editions.
pub fn editions(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let place = words.zone_place(&sheet.centre_zone);
    let sessions = match sheet.scope {
        Scope::Year(_) => words.column_sessions_what_year(place),
        _ => words.column_sessions_what(),
    };
    meaning(
        words,
        vec![
            (
                words.column_participants(),
                words.figure_participants_what(),
            ),
            (words.column_countries(), words.column_countries_what()),
            (words.column_sessions(), sessions),
            (words.column_views_measured(), words.figure_views_what()),
            (words.column_uniques(), words.figure_uniques_edition_what()),
            (words.column_views_reported(), words.column_reported_what()),
        ],
    )
}

fn of_views(sheet: &Sheet, uniques: String) -> Vec<(String, String)> {
    let words = sheet.words;
    vec![
        (words.column_views_measured(), words.figure_views_what()),
        (words.column_uniques(), uniques),
        (words.column_minutes(), words.figure_minutes_what()),
        (words.column_views_reported(), words.column_reported_what()),
    ]
}

fn meaning(words: Words, columns: Vec<(String, String)>) -> AnyView {
    let columns = columns
        .into_iter()
        .map(|(column, what)| view! { <dt>{column}</dt><dd>{what}</dd> })
        .collect_view();
    view! {
        <details class="definition">
            <summary>{words.table_columns()}</summary>
            <dl>{columns}</dl>
        </details>
    }
    .into_any()
}
