//! An edition's attendance: people by sessions.

use domain::attendance::edition_table::{Cell, EditionTable, Row, edition_table};
use leptos::prelude::*;
use model::{EditionId, Refusal};

use crate::Words;
use crate::frame::{Crumbs, Empty, PageTitle, Pager, TakeAlong, asking, page, param, query, words};

/// People on a page.
const ON_A_PAGE: usize = 100;

/// `/staff/editions/:id/attendance`
#[component]
pub fn EditionAttendancePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (edition, wanted) = (param("id"), query("page"));
    page(async move {
        asking.person()?;
        let edition: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
        let table = edition_table(&asking.db, &asking.visitor, edition, words.language).await?;
        let at = format!("/staff/editions/{edition}");
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (at.clone(), table.title.clone()),
        ];
        let title = words.attendance_of(table.title.clone());
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.attendance()/>
                    <h1>{title}</h1>
                </div>
                {matrix(words, table, wanted.parse().unwrap_or(1), at)}
            </div>
        })
    })
}

fn matrix(words: Words, table: EditionTable, page: usize, at: String) -> AnyView {
    if table.people.is_empty() {
        let help = words.attendance_nobody_help();
        return view! { <Empty heading=words.attendance_nobody() text=help/> }.into_any();
    }
    let heads = table
        .sessions
        .iter()
        .map(|(session, title)| {
            let roll = format!("/staff/sessions/{}/roll", session.id);
            let said = words.roll_of(title.clone());
            view! { <th scope="col" class="n"><a href=roll title=said>{session.number}</a></th> }
        })
        .collect_view();
    let pages = table.people.len().div_ceil(ON_A_PAGE);
    let page = page.clamp(1, pages);
    let rows = table
        .people
        .into_iter()
        .skip((page - 1) * ON_A_PAGE)
        .take(ON_A_PAGE)
        .map(|row| person(words, row))
        .collect_view();
    let key = words.attendance_key(
        table.edition.attendance_threshold,
        table.edition.rule_version,
    );
    view! {
        <div class="matrix" role="region" tabindex="0" aria-label=words.attendance()>
            <table class="data">
                <caption>{words.attendance_table_caption()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.attendance_person()}</th>
                        <th scope="col">{words.attendance_country()}</th>
                        <th scope="col" class="n">{words.attendance_of_needed()}</th>
                        <th scope="col">{words.attendance_complete()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="soft">{key}</p>
        <TakeAlong csv=format!("{at}/attendance.csv")/>
        <Pager page=page as u64 pages=pages as u64 address=move |page| format!("{at}/attendance?page={page}")/>
    }
    .into_any()
}

fn person(words: Words, row: Row) -> impl IntoView {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let done = row.completion;
    let completed = if done.is_completed() {
        words.attendance_yes()
    } else {
        words.attendance_no()
    };
    let cells = row
        .cells
        .iter()
        .map(|of| view! { <td class="n">{cell(words, of)}</td> })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{words.shown_name(&row.name)}</th>
            <td>{words.country(row.country)}</td>
            <td class="n">{words.attendance_fraction(count(done.attended), count(done.needed))}</td>
            <td>{completed}</td>
            {cells}
        </tr>
    }
}

fn cell(words: Words, cell: &Cell) -> String {
    match &cell.verdict {
        Some(verdict) if verdict.excused => words.attendance_cell_excused(),
        Some(verdict) if verdict.attended => words.attendance_cell_attended(),
        Some(verdict) => words.attendance_cell_missed(verdict.percent()),
        None if cell.is_for_them => words.attendance_cell_unrecorded(),
        None => String::new(),
    }
}
