//! Figures of each session.

use domain::clock;
use domain::statistics::by_session::SessionLine;
use domain::statistics::figures::per_cent;
use leptos::prelude::*;

use super::columns;
use super::sheet::Sheet;
use crate::words::grouped;

/// The table of an edition's sessions.
pub fn section(sheet: &Sheet, lines: Vec<SessionLine>) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let words = sheet.words;
    let rows = lines
        .into_iter()
        .map(|line| row(sheet, line))
        .collect_view();
    let shown = view! {
        <section>
            <div class="wrap">
                <h2>{words.table_sessions_title()} <a class="on-screen" href=sheet.csv("sessions")>{words.table_csv()}</a></h2>
                {columns::sessions(sheet)}
                <table class="data stack">
                    <thead>
                        <tr>
                            <th scope="col">{words.column_session()}</th>
                            <th scope="col" class="n">{words.column_attended()}</th>
                            <th scope="col" class="n">{words.column_attendance()}</th>
                            <th scope="col" class="n">{words.column_views_measured()}</th>
                            <th scope="col" class="n">{words.column_uniques()}</th>
                            <th scope="col" class="n">{words.column_minutes()}</th>
                            <th scope="col" class="n">{words.column_engaged()}</th>
                            <th scope="col" class="n">{words.column_peak()}</th>
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

fn row(sheet: &Sheet, line: SessionLine) -> AnyView {
    let words = sheet.words;
    let session = &line.session;
    let day = clock::wall_of(session.starts_at, &session.zone).date();
    let held = if line.held {
        String::new()
    } else {
        format!(" · {}", words.not_yet_held())
    };
    let about = format!(
        "{} · {}{held}",
        words.date(day),
        words.session_kind(session.kind)
    );
    let attendance = line
        .attendance
        .and_then(|of| Some((per_cent(of.attended, of.due())?, of.unrecorded)))
        .map_or_else(
            || "–".to_owned(),
            |(share, unrecorded)| {
                let share = words.figure_attendance_value(share);
                match unrecorded {
                    0 => share,
                    unrecorded => words.attendance_with_unrecorded(unrecorded, share),
                }
            },
        );
    let attended = line
        .attendance
        .map_or_else(|| "–".to_owned(), |of| grouped(of.attended));
    let figure = |label: String, shown: String| {
        view! { <td class="n" data-label=label>{shown}</td> }
    };
    view! {
        <tr>
            <th scope="row">{words.reports_session_name(i64::from(session.number), line.title.clone())}<small>{about}</small></th>
            {figure(words.column_attended(), attended)}
            {figure(words.column_attendance(), attendance)}
            {figure(words.column_views_measured(), grouped(line.measured.views))}
            {figure(words.column_uniques(), grouped(line.measured.session_uniques))}
            {figure(words.column_minutes(), grouped(line.measured.minutes()))}
            {figure(words.column_engaged(), grouped(line.engaged))}
            {figure(words.column_peak(), grouped(line.peak))}
            {figure(words.column_views_reported(), grouped(line.reported))}
        </tr>
    }
    .into_any()
}
