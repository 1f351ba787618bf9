//! Figures in large type, each with its definition behind it.

use domain::statistics::figures::Figures;
use leptos::prelude::*;
use model::schedule::SessionKind;

use super::sheet::Sheet;
use crate::Words;
use crate::frame::{Empty, words};
use crate::words::grouped;

/// One figure, its name, and a definition that opens.
pub fn tile(figure: String, name: String, what: String, reported: bool) -> AnyView {
    let class = if reported { "reported" } else { "" };
    view! {
        <div class=class>
            <b>{figure}</b>
            <span>{name}</span>
            <details class="definition">
                <summary>{words().what_counts()}</summary>
                <p>{what}</p>
            </details>
        </div>
    }
    .into_any()
}

/// A tile, where there is something to tell.
fn some(figure: i64, name: String, what: String) -> Option<AnyView> {
    (figure > 0).then(|| tile(grouped(figure), name, what, false))
}

/// People, courses and sessions.
pub fn held(sheet: &Sheet, figures: &Figures) -> Vec<AnyView> {
    let words = sheet.words;
    let declared = count(figures.declared.len());
    let of_kind = |kind| figures.held.get(&kind).copied().unwrap_or(0);
    let sessions_what = words.figure_sessions_what(
        of_kind(SessionKind::Exchange),
        of_kind(SessionKind::Lecture),
        of_kind(SessionKind::Online),
        of_kind(SessionKind::Visit),
        sheet.zone.place(),
    );
    let due = figures.verdicts - figures.excused;
    let attendance = figures.attendance_per_cent().map(|per_cent| {
        tile(
            words.figure_attendance_value(per_cent),
            words.figure_attendance(),
            words.figure_attendance_what(figures.attended, due, figures.excused),
            false,
        )
    });
    [
        some(
            figures.participants,
            words.figure_participants(),
            words.figure_participants_what(),
        ),
        some(
            count(figures.delegations.len()),
            words.figure_participant_countries(),
            words.figure_participant_countries_what(declared),
        ),
        some(
            figures.high_ranking,
            words.figure_high_ranking(),
            words.figure_high_ranking_what(words.rank(sheet.rank)),
        ),
        some(
            figures.courses,
            words.figure_courses(),
            words.figure_courses_what(),
        ),
        some(figures.sessions(), words.figure_sessions(), sessions_what),
        some(
            figures.on_site_sessions(),
            words.figure_on_site(),
            words.figure_on_site_what(),
        ),
        some(
            figures.online_sessions(),
            words.figure_online_sessions(),
            words.figure_online_sessions_what(),
        ),
        attendance,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was measured here; nothing where nobody played anything.
pub fn measured(sheet: &Sheet, figures: &Figures) -> Vec<AnyView> {
    let words = sheet.words;
    let measured = &figures.measured;
    [
        some(
            measured.views,
            words.figure_views(),
            words.figure_views_what(),
        ),
        some(
            sheet.uniques(measured),
            words.figure_uniques(),
            sheet.uniques_what(),
        ),
        some(
            measured.minutes(),
            words.figure_minutes(),
            words.figure_minutes_what(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What other platforms report: a layer of its own.
pub fn reported(sheet: &Sheet, figures: &Figures) -> Vec<AnyView> {
    if figures.reported_views == 0 {
        return Vec::new();
    }
    let words = sheet.words;
    let platforms = figures
        .platforms
        .iter()
        .map(|(platform, views)| format!("{platform} {}", grouped(*views)))
        .collect::<Vec<_>>()
        .join(" · ");
    let unknown: i64 = figures.reported_without_country;
    vec![
        tile(
            grouped(figures.reported_views),
            words.figure_reported(),
            words.figure_reported_what(platforms),
            true,
        ),
        tile(
            grouped(count(figures.reported_countries.len())),
            words.figure_reported_countries(),
            words.figure_reported_countries_what(unknown),
            true,
        ),
    ]
}

/// All tiles of some editions.
pub fn all(sheet: &Sheet, figures: &Figures) -> AnyView {
    let mut tiles = held(sheet, figures);
    tiles.extend(measured(sheet, figures));
    tiles.extend(reported(sheet, figures));
    view! { <div class="stat-grid">{tiles}</div> }.into_any()
}

/// A length as a figure.
pub fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// Nothing to count yet.
pub fn none(words: Words) -> AnyView {
    view! {
        <div class="wrap">
            <h2 class="spoken">{words.figures_title()}</h2>
            <Empty heading=words.figures_none() text=words.figures_none_help()/>
        </div>
    }
    .into_any()
}
