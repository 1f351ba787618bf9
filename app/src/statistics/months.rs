//! A year's views by the month in which the session was held: measured and reported, side by side.

use domain::clock;
use jiff::civil::Date;
use leptos::prelude::*;

use super::map_key;
use super::sheet::Sheet;
use crate::frame::{Bar, Chart, Layer};
use crate::words::grouped;

/// Measured and reported views of the sessions of each month.
fn months(sheet: &Sheet, year: i16) -> Vec<(Date, i64, i64)> {
    let mut months: Vec<(Date, i64, i64)> = (1..=12)
        .filter_map(|month| Date::new(year, month, 1).ok())
        .map(|month| (month, 0, 0))
        .collect();
    let place =
        |at| usize::try_from(clock::wall_of(at, &sheet.centre_zone).month() - 1).unwrap_or(0);
    for watched in &sheet.gathered.watched {
        if let Some(month) = months.get_mut(place(watched.starts_at)) {
            month.1 += watched.measured.views;
        }
    }
    for reported in &sheet.gathered.reported_by_session {
        if let Some(month) = months.get_mut(place(reported.starts_at)) {
            month.2 += reported.views;
        }
    }
    months
}

/// Chart and table; nothing where nothing was watched or reported.
pub fn section(sheet: &Sheet, year: i16) -> Option<AnyView> {
    let words = sheet.words;
    let months = months(sheet, year);
    if months
        .iter()
        .all(|(_, measured, reported)| measured + reported == 0)
    {
        return None;
    }
    let bars = months.iter().map(|month| bar(sheet, *month)).collect();
    let shown = view! {
        <section>
            <div class="wrap">
                <h2>{words.months_title()} <a class="on-screen" href=sheet.csv("months")>{words.table_csv()}</a></h2>
                <figure>
                    <Chart label=words.months_label() bars/>
                    {map_key::key(sheet)}
                    <figcaption>{words.months_what(sheet.centre_zone.name().to_owned())}</figcaption>
                </figure>
                <details>
                    <summary>{words.table_behind()}</summary>
                    {table(sheet, &months)}
                </details>
            </div>
        </section>
    };
    Some(shown.into_any())
}

fn bar(sheet: &Sheet, (month, measured, reported): (Date, i64, i64)) -> Bar {
    let words = sheet.words;
    let name = words.month_of_year(month);
    let mut layers = Vec::new();
    if sheet.layers.measured() {
        layers.push(Layer {
            figure: measured,
            reported: false,
            title: words.months_bar_measured(name.clone(), measured),
        });
    }
    if sheet.layers.reported() {
        layers.push(Layer {
            figure: reported,
            reported: true,
            title: words.months_bar_reported(name, reported),
        });
    }
    Bar {
        name: words.month_name(month),
        layers,
    }
}

fn table(sheet: &Sheet, months: &[(Date, i64, i64)]) -> AnyView {
    let words = sheet.words;
    let rows = months
        .iter()
        .map(|(month, measured, reported)| {
            view! {
                <tr>
                    <th scope="row">{words.month_of_year(*month)}</th>
                    <td class="n">{grouped(*measured)}</td>
                    <td class="n">{grouped(*reported)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data">
            <thead>
                <tr>
                    <th scope="col">{words.column_month()}</th>
                    <th scope="col" class="n">{words.column_views_measured()}</th>
                    <th scope="col" class="n">{words.column_views_reported()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
