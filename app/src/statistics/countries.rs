//! Participants and views by country: map and table. The three countries stay apart.

use domain::media::Whereabouts;
use domain::statistics::by_country::{CountryOfParticipants, CountryOfViews};
use leptos::prelude::*;
use model::Country;

use super::layers::Layers;
use super::sheet::Sheet;
use super::{columns, map_key, period};
use crate::Words;
use crate::frame::{Circle, Empty, WorldMap, site};
use crate::words::grouped;

/// How many countries stand beside a map; all of them stand below it.
const BESIDE: usize = 12;

/// Participants by the country of their delegation, and beside it as declared.
pub fn participants(sheet: &Sheet) -> Option<AnyView> {
    let words = sheet.words;
    let rows = sheet.gathered.participants_by_country();
    if rows.is_empty() {
        return None;
    }
    let circles = rows
        .iter()
        .map(|(country, row)| Circle {
            country: *country,
            figure: row.delegation,
            reported: false,
            title: words.map_circle_participants(words.country(*country), row.delegation),
        })
        .collect();
    let first = rows.get(..BESIDE).unwrap_or(&rows);
    let all = (rows.len() > first.len()).then(|| {
        behind(
            words,
            columns::participants(sheet),
            participants_table(words, &rows),
        )
    });
    let shown = view! {
        <section>
            <div class="wrap">
                <h2>{words.map_participants_title()} <a class="on-screen" href=sheet.csv("participants")>{words.table_csv()}</a></h2>
                <div class="two">
                    <div>
                        <WorldMap label=words.map_participants_label() circles/>
                        <p class="soft">{words.map_participants_key()} " " {words.table_participants_what()}</p>
                    </div>
                    {participants_table(words, first)}
                </div>
                {all}
            </div>
        </section>
    };
    Some(shown.into_any())
}

fn participants_table(words: Words, rows: &[(Country, CountryOfParticipants)]) -> AnyView {
    let rows = rows
        .iter()
        .map(|(country, row)| {
            view! {
                <tr>
                    <th scope="row">{words.country(*country)}</th>
                    <td class="n">{grouped(row.delegation)}</td>
                    <td class="n">{grouped(row.declared)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data">
            <thead>
                <tr>
                    <th scope="col">{words.column_country()}</th>
                    <th scope="col" class="n">{words.column_delegation()}</th>
                    <th scope="col" class="n">{words.column_declared()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// All rows, behind a line that opens.
fn behind(words: Words, meaning: AnyView, table: AnyView) -> AnyView {
    view! {
        <details>
            <summary>{words.table_all_countries()}</summary>
            {meaning}
            {table}
        </details>
    }
    .into_any()
}

/// Views by country: measured by detected country, reported as the platforms gave them.
pub fn views(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let rows = sheet.gathered.views_by_country();
    let heading = view! {
        <h2 id="views">{words.map_title()} <a class="on-screen" href=sheet.csv("views")>{words.table_csv()}</a></h2>
    };
    if rows.is_empty() {
        return view! {
            <section>
                <div class="wrap">
                    {heading}
                    <Empty heading=words.table_no_views() text=words.table_no_views_help()/>
                </div>
            </section>
        }
        .into_any();
    }
    view! {
        <section>
            <div class="wrap">
                {heading}
                {choice(sheet)}
                <div class="two">
                    <div>
                        <WorldMap label=words.map_label() circles=circles(sheet)/>
                        {map_key::key(sheet)}
                        <p class="soft">{words.map_key()} " " {unknown(sheet)} " " {words.table_views_what()} " " {anonymisers(words)}</p>
                    </div>
                    {short_table(sheet, rows.get(..BESIDE).unwrap_or(&rows))}
                </div>
                {behind(words, columns::views(sheet), table(sheet))}
            </div>
        </section>
    }
    .into_any()
}

/// Which views to show, as links.
fn choice(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let days = match period::in_address(sheet.period) {
        days if days.is_empty() => days,
        days => format!("&{days}"),
    };
    let chip = |layers: Layers, show: &str, text: String| {
        let here = (sheet.layers == layers).then_some("true");
        let address = format!("{}?show={show}{days}#views", sheet.base);
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

/// Country and views alone, for the place beside the map.
fn short_table(sheet: &Sheet, rows: &[(Whereabouts, CountryOfViews)]) -> AnyView {
    let words = sheet.words;
    let (measured, reported) = (sheet.layers.measured(), sheet.layers.reported());
    let rows = rows
        .iter()
        .map(|(country, row)| {
            view! {
                <tr>
                    <th scope="row">{name(sheet, *country)}</th>
                    {measured.then(|| view! { <td class="n">{grouped(row.measured.views)}</td> })}
                    {reported.then(|| view! { <td class="n">{grouped(row.reported)}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data">
            <thead>
                <tr>
                    <th scope="col">{words.column_country()}</th>
                    {measured.then(|| view! { <th scope="col" class="n">{words.column_views_measured()}</th> })}
                    {reported.then(|| view! { <th scope="col" class="n">{words.column_views_reported()}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn circles(sheet: &Sheet) -> Vec<Circle> {
    let words = sheet.words;
    let mut circles = Vec::new();
    for (country, row) in sheet.gathered.views_by_country() {
        let Some(country) = country.country() else {
            continue;
        };
        let name = words.country(country);
        if sheet.layers.measured() {
            circles.push(Circle {
                country,
                figure: row.measured.views,
                reported: false,
                title: words.map_circle_measured(name.clone(), row.measured.views),
            });
        }
        if sheet.layers.reported() {
            circles.push(Circle {
                country,
                figure: row.reported,
                reported: true,
                title: words.map_circle_reported(name, row.reported),
            });
        }
    }
    circles
}

fn unknown(sheet: &Sheet) -> Option<String> {
    let rows = sheet.gathered.views_by_country();
    let (_, row) = rows
        .into_iter()
        .find(|(country, _)| *country == Whereabouts::Unknown)?;
    Some(sheet.words.map_unknown(row.measured.views, row.reported))
}

fn table(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let (measured, reported) = (sheet.layers.measured(), sheet.layers.reported());
    let rows = sheet
        .gathered
        .views_by_country()
        .into_iter()
        .map(|(country, row)| {
            let uniques = sheet.uniques(&row.measured);
            view! {
                <tr>
                    <th scope="row">{name(sheet, country)}</th>
                    {measured.then(|| view! {
                        <td class="n" data-label=words.column_views_measured()>{grouped(row.measured.views)}</td>
                        <td class="n" data-label=words.column_uniques()>{grouped(uniques)}</td>
                        <td class="n" data-label=words.column_minutes()>{grouped(row.measured.minutes())}</td>
                    })}
                    {reported.then(|| view! { <td class="n" data-label=words.column_views_reported()>{grouped(row.reported)}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data stack">
            <thead>
                <tr>
                    <th scope="col">{words.column_country_detected()}</th>
                    {measured.then(|| view! {
                        <th scope="col" class="n">{words.column_views_measured()}</th>
                        <th scope="col" class="n">{words.column_uniques()}</th>
                        <th scope="col" class="n">{words.column_minutes()}</th>
                    })}
                    {reported.then(|| view! { <th scope="col" class="n">{words.column_views_reported()}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A country, or why there is none.
fn name(sheet: &Sheet, whereabouts: Whereabouts) -> String {
    match whereabouts {
        Whereabouts::Country(country) => sheet.words.country(country),
        Whereabouts::Anonymiser => sheet.words.anonymisers(),
        Whereabouts::Unknown => sheet.words.unknown(),
    }
}

/// Whether the installation's list of addresses can tell who hides behind an anonymiser.
fn anonymisers(words: Words) -> String {
    if site().measures_anonymisers {
        words.table_anonymisers_measured()
    } else {
        words.table_anonymisers_not_measured()
    }
}
