//! Figures in large type, each with its definition behind it, and what it leaves out.

use domain::statistics::figures::Figures;
use leptos::prelude::*;
use model::schedule::SessionKind;

use super::few;
use super::sheet::Sheet;
use crate::Words;
use crate::frame::{Empty, words};
use crate::words::grouped;

/// One figure with its name, its definition and what it leaves out.
pub struct Tile {
    /// In digits alone.
    pub plain: String,
    figure: String,
    pub name: String,
    pub what: String,
    pub left_out: Option<String>,
    reported: bool,
}

impl Tile {
    /// A figure that leaves nothing out beyond its definition.
    pub fn new(figure: i64, name: String, what: String) -> Self {
        Self {
            plain: figure.to_string(),
            figure: grouped(figure),
            name,
            what,
            left_out: None,
            reported: false,
        }
    }

    /// Shows the figure in these words.
    fn said(self, figure: String) -> Self {
        Self { figure, ..self }
    }

    /// Says what it leaves out.
    fn without(self, left_out: String) -> Self {
        Self {
            left_out: Some(left_out),
            ..self
        }
    }

    /// Of the layer that other platforms report.
    fn reported(self) -> Self {
        Self {
            reported: true,
            ..self
        }
    }

    /// As it is shown: the definition opens.
    pub fn shown(self) -> AnyView {
        let class = if self.reported { "reported" } else { "" };
        let words = words();
        view! {
            <div class=class>
                <b>{self.figure}</b>
                <span>{self.name}</span>
                <details class="definition">
                    <summary>{words.what_counts()}</summary>
                    <p>{self.what}</p>
                    {self.left_out.map(|left_out| view! { <p>{left_out}</p> })}
                </details>
            </div>
        }
        .into_any()
    }
}

/// How a figure of people is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum People {
    Exact,
    Public,
    /// In public, and a part of them is too small to tell.
    BesideFew,
}

impl People {
    /// In all, where these are the figures of the parts.
    fn in_all(is_public: bool, mut parts: impl Iterator<Item = i64>) -> Self {
        match (is_public, parts.any(few::is_few)) {
            (false, _) => Self::Exact,
            (true, true) => Self::BesideFew,
            (true, false) => Self::Public,
        }
    }

    fn said(self, words: Words, people: i64) -> String {
        match self {
            Self::Exact => grouped(people),
            Self::Public => few::in_public(words, people),
            Self::BesideFew => few::beside_few(words, people),
        }
    }
}

/// How participants are told, and the officials among them.
#[derive(Clone, Copy)]
struct Told {
    participants: People,
    officials: People,
}

/// Participants, their countries, and officials; nothing where nobody was to come.
fn people(sheet: &Sheet, figures: &Figures, told: Told) -> Vec<Tile> {
    let words = sheet.words;
    let left = figures.left_out;
    if figures.participants + left.never_came + left.withdrew == 0 {
        return Vec::new();
    }
    let participants = Tile::new(
        figures.participants,
        words.figure_participants(),
        words.figure_participants_what(),
    )
    .said(told.participants.said(words, figures.participants));
    let left_out = if sheet.is_public {
        words.figure_participants_left_out_public()
    } else {
        words.figure_participants_left_out(left.never_came, left.withdrew)
    };
    let declared = count(figures.declared.len());
    vec![
        participants.without(left_out),
        Tile::new(
            count(figures.delegations.len()),
            words.figure_participant_countries(),
            words.figure_participant_countries_what(declared),
        ),
        Tile::new(
            figures.high_ranking,
            words.figure_high_ranking(),
            words.figure_high_ranking_what(words.rank(sheet.rank)),
        )
        .said(told.officials.said(words, figures.high_ranking)),
    ]
}

/// Women and men among the participants; in public neither, where one of them is too small to tell.
fn sexes(sheet: &Sheet, figures: &Figures) -> Vec<Tile> {
    let words = sheet.words;
    let (women, men) = (figures.women, figures.men);
    let hidden = sheet.is_public && (few::is_few(women) || few::is_few(men));
    if women + men == 0 || hidden {
        return Vec::new();
    }
    let unstated = figures.participants - women - men;
    let what = || words.figure_sex_what();
    let left_out = || {
        if sheet.is_public {
            words.figure_sex_left_out_public()
        } else {
            words.figure_sex_left_out(unstated)
        }
    };
    vec![
        Tile::new(women, words.figure_women(), what()).without(left_out()),
        Tile::new(men, words.figure_men(), what()).without(left_out()),
    ]
}

/// Courses and sessions; nothing where none were planned.
fn teaching(sheet: &Sheet, figures: &Figures) -> Vec<Tile> {
    let words = sheet.words;
    let left = figures.left_out;
    let of_kind = |kind| figures.held.get(&kind).copied().unwrap_or(0);
    let mut tiles = Vec::new();
    if figures.courses + left.cancelled_courses + left.courses_not_taught > 0 {
        let courses = Tile::new(
            figures.courses,
            words.figure_courses(),
            words.figure_courses_what(),
        );
        let left_out =
            words.figure_courses_left_out(left.cancelled_courses, left.courses_not_taught);
        tiles.push(courses.without(left_out));
    }
    if figures.sessions() + left.cancelled_sessions + left.sessions_not_over > 0 {
        let sessions = Tile::new(
            figures.sessions(),
            words.figure_sessions(),
            words.figure_sessions_what(
                of_kind(SessionKind::Exchange),
                of_kind(SessionKind::Lecture),
                of_kind(SessionKind::Online),
                of_kind(SessionKind::Visit),
                words.zone_place(&sheet.centre_zone),
            ),
        );
        let left_out =
            words.figure_sessions_left_out(left.cancelled_sessions, left.sessions_not_over);
        tiles.push(sessions.without(left_out));
    }
    if figures.on_site_sessions() > 0 {
        tiles.push(Tile::new(
            figures.on_site_sessions(),
            words.figure_on_site(),
            words.figure_on_site_what(),
        ));
    }
    if figures.online_sessions() > 0 {
        tiles.push(Tile::new(
            figures.online_sessions(),
            words.figure_online_sessions(),
            words.figure_online_sessions_what(),
        ));
    }
    tiles
}

/// Attendance; in public only of groups large enough, and without the counts behind it.
fn attendance(sheet: &Sheet, figures: &Figures) -> Option<Tile> {
    let words = sheet.words;
    let per_cent = figures.attendance_per_cent()?;
    let value = words.figure_attendance_value(per_cent);
    if sheet.is_public {
        return (figures.participants >= few::FEW).then(|| {
            Tile::new(
                per_cent,
                words.figure_attendance(),
                words.figure_attendance_what_public(),
            )
            .said(value)
        });
    }
    let what = words.figure_attendance_what(figures.attended, figures.due(), figures.unrecorded);
    let left_out =
        words.figure_attendance_left_out(figures.excused, figures.left_out.sessions_without_roll);
    Some(
        Tile::new(per_cent, words.figure_attendance(), what)
            .said(value)
            .without(left_out),
    )
}

/// What was measured here; nothing where nobody played anything.
fn measured(sheet: &Sheet, figures: &Figures) -> Vec<Tile> {
    let words = sheet.words;
    let measured = &figures.measured;
    if measured.plays == 0 {
        return Vec::new();
    }
    let views = Tile::new(
        measured.views,
        words.figure_views(),
        words.figure_views_what(),
    );
    let left_out = words.figure_views_left_out(
        measured.bots,
        measured.continued(),
        measured.plays,
        measured.too_short(),
    );
    vec![
        views.without(left_out),
        Tile::new(
            sheet.uniques(measured),
            words.figure_uniques(),
            sheet.uniques_what(),
        ),
        Tile::new(
            measured.minutes(),
            words.figure_minutes(),
            words.figure_minutes_what(),
        ),
    ]
}

/// What other platforms report: a layer of its own.
fn reported(sheet: &Sheet, figures: &Figures) -> Vec<Tile> {
    let withdrawn = figures.left_out.withdrawn_reports;
    if figures.reported_views + withdrawn == 0 && figures.platforms.is_empty() {
        return Vec::new();
    }
    let words = sheet.words;
    let platforms = figures
        .platforms
        .iter()
        .map(|(platform, views)| format!("{platform} {}", grouped(*views)))
        .collect::<Vec<_>>()
        .join(" · ");
    let views = Tile::new(
        figures.reported_views,
        words.figure_reported(),
        words.figure_reported_what(platforms),
    );
    let countries = Tile::new(
        count(figures.reported_countries.len()),
        words.figure_reported_countries(),
        words.figure_reported_countries_what(figures.reported_without_country),
    );
    vec![
        views
            .without(words.figure_reported_left_out(withdrawn))
            .reported(),
        countries.reported(),
    ]
}

/// All tiles of a page that also shows these parts.
pub fn in_all(sheet: &Sheet, parts: &[&Figures]) -> AnyView {
    let parts = || parts.iter();
    let told = Told {
        participants: People::in_all(sheet.is_public, parts().map(|part| part.participants)),
        officials: People::in_all(sheet.is_public, parts().map(|part| part.high_ranking)),
    };
    grid(sheet, &sheet.figures, told)
}

/// All tiles of a part of a page.
pub fn of_part(sheet: &Sheet, figures: &Figures) -> AnyView {
    let told = People::in_all(sheet.is_public, std::iter::empty());
    let told = Told {
        participants: told,
        officials: told,
    };
    grid(sheet, figures, told)
}

/// The same figures as rows of a table, for staff.
pub fn totals(sheet: &Sheet) -> Vec<Tile> {
    let told = Told {
        participants: People::Exact,
        officials: People::Exact,
    };
    tiles(sheet, &sheet.figures, told)
}

fn tiles(sheet: &Sheet, figures: &Figures, told: Told) -> Vec<Tile> {
    let mut tiles = people(sheet, figures, told);
    tiles.extend(sexes(sheet, figures));
    tiles.extend(teaching(sheet, figures));
    tiles.extend(attendance(sheet, figures));
    tiles.extend(measured(sheet, figures));
    tiles.extend(reported(sheet, figures));
    tiles
}

fn grid(sheet: &Sheet, figures: &Figures, told: Told) -> AnyView {
    let tiles = tiles(sheet, figures, told).into_iter().map(Tile::shown);
    view! { <div class="stat-grid">{tiles.collect_view()}</div> }.into_any()
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
