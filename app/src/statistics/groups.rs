//! Figures by groups of countries.

use leptos::prelude::*;

use super::sheet::{Scope, Sheet};
use crate::words::grouped;

/// The table, with the day whose members count; nothing where no group has a figure.
pub fn section(sheet: &Sheet) -> Option<AnyView> {
    let words = sheet.words;
    let year = match sheet.scope {
        Scope::Year(year) => Some(year),
        _ => None,
    };
    let on = sheet.gathered.members_on(year)?;
    let lines = sheet.gathered.by_group(on);
    if lines.is_empty() {
        return None;
    }
    let language = words.language.as_str();
    let rows = lines
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{line.group.name(language)}</th>
                    <td class="n" data-label=words.column_participants()>{grouped(line.participants)}</td>
                    <td class="n" data-label=words.column_views_measured()>{grouped(line.views)}</td>
                    <td class="n" data-label=words.column_views_reported()>{grouped(line.reported)}</td>
                </tr>
            }
        })
        .collect_view();
    let shown = view! {
        <section>
            <div class="wrap">
                <h2>{words.groups_title()} <a class="on-screen" href=sheet.csv("groups")>{words.table_csv()}</a></h2>
                <p class="soft">{words.groups_what(words.date(on))}</p>
                <table class="data stack">
                    <thead>
                        <tr>
                            <th scope="col">{words.column_group()}</th>
                            <th scope="col" class="n">{words.column_participants()}</th>
                            <th scope="col" class="n">{words.column_views_measured()}</th>
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
