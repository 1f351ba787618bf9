//! The rows of each table.

use std::collections::HashMap;

use app::Words;
use app::statistics::{self, Sheet};
use domain::clock;
use domain::media::Whereabouts;
use domain::statistics::by_session::SessionLine;
use domain::statistics::{Gathered, Measured, RULE_VERSION};
use model::accounts::Rank;
use model::{EditionId, Zone};

use super::{DaysWatched, Table};

/// The version of the rule, as columns name it.
fn rule() -> i64 {
    i64::from(RULE_VERSION)
}

fn name(words: Words, whereabouts: Whereabouts) -> String {
    match whereabouts {
        Whereabouts::Country(country) => words.country(country),
        Whereabouts::Anonymiser => words.anonymisers(),
        Whereabouts::Unknown => words.unknown(),
    }
}

pub(super) fn participants(words: Words, gathered: &Gathered) -> Table {
    let mut table = Table::with_columns([
        words.column_code(),
        words.column_country(),
        words.csv_figures_delegation(),
        words.csv_figures_declared(),
    ]);
    for (country, row) in gathered.participants_by_country() {
        table.row([
            country.code().to_owned(),
            words.country(country),
            row.delegation.to_string(),
            row.declared.to_string(),
        ]);
    }
    table
}

/// Every figure of a page with its definition, and below them what they rest on.
pub(super) fn totals(words: Words, sheet: &Sheet) -> Table {
    let (totals, basis) = statistics::totals(sheet);
    let mut table = Table::with_columns([
        words.csv_figures_figure(),
        words.csv_figures_value(),
        words.csv_figures_definition(),
        words.csv_figures_left_out(),
        words.csv_figures_rule(),
        words.csv_figures_year_zone(),
        words.csv_figures_days_zone(),
        words.figures_basis(),
    ]);
    for total in totals {
        table.row([
            total.name,
            total.figure,
            total.definition,
            total.left_out,
            rule().to_string(),
            sheet.centre_zone.name().to_owned(),
            sheet.days_zone.name().to_owned(),
            basis.clone(),
        ]);
    }
    table
}

/// Groups of countries with the members of a day.
pub(super) fn groups(words: Words, gathered: &Gathered, year: Option<i16>) -> Table {
    let mut table = Table::with_columns([
        words.column_code(),
        words.column_group(),
        words.csv_figures_members_on(),
        words.csv_figures_delegation(),
        words.csv_figures_views(rule()),
        words.csv_figures_reported(),
    ]);
    let Some(on) = gathered.members_on(year) else {
        return table;
    };
    for line in gathered.by_group(on) {
        table.row([
            line.group.slug().to_owned(),
            line.group.name(words.language.as_str()).to_owned(),
            on.to_string(),
            line.participants.to_string(),
            line.views.to_string(),
            line.reported.to_string(),
        ]);
    }
    table
}

/// Unique viewers as the ground tells them apart, and what they are called.
fn uniques(words: Words, gathered: &Gathered) -> (String, fn(&Measured) -> i64) {
    if gathered.ground.sessions.is_some() {
        (words.csv_figures_session_uniques(rule()), |measured| {
            measured.session_uniques
        })
    } else {
        (words.csv_figures_edition_uniques(rule()), |measured| {
            measured.edition_uniques
        })
    }
}

pub(super) fn views(words: Words, gathered: &Gathered) -> Table {
    let (uniques_name, uniques) = uniques(words, gathered);
    let mut table = Table::with_columns([
        words.column_code(),
        words.csv_figures_country(),
        words.csv_figures_views(rule()),
        uniques_name,
        words.csv_figures_minutes(rule()),
        words.csv_figures_reported(),
    ]);
    for (country, row) in gathered.views_by_country() {
        table.row([
            country.code().to_owned(),
            name(words, country),
            row.measured.views.to_string(),
            uniques(&row.measured).to_string(),
            row.measured.minutes().to_string(),
            row.reported.to_string(),
        ]);
    }
    table
}

pub(super) fn days(words: Words, zone: &Zone, days: &DaysWatched) -> Table {
    let mut table = Table::with_columns([
        words.csv_figures_day(zone.name().to_owned()),
        words.csv_figures_views(rule()),
        words.csv_figures_new_viewers(rule()),
        words.csv_figures_minutes(rule()),
    ]);
    for (day, counts) in days {
        table.row([
            day.to_string(),
            counts.views.to_string(),
            counts.new_viewers.to_string(),
            (counts.watched_ms / 60_000).to_string(),
        ]);
    }
    table
}

pub(super) fn sessions(words: Words, lines: Vec<SessionLine>) -> Table {
    let mut table = Table::with_columns([
        words.column_number(),
        words.column_session(),
        words.column_when(),
        words.column_kind(),
        words.csv_figures_held(),
        words.csv_figures_verdicts(),
        words.csv_figures_attended(),
        words.csv_figures_excused(),
        words.csv_figures_unrecorded(),
        words.csv_figures_views(rule()),
        words.csv_figures_session_uniques(rule()),
        words.csv_figures_minutes(rule()),
        words.csv_figures_engaged(rule()),
        words.csv_figures_peak(rule()),
        words.csv_figures_reported(),
    ]);
    for line in lines {
        let session = &line.session;
        let [verdicts, attended, excused, unrecorded] = line.attendance.map_or([0; 4], |of| {
            [of.verdicts, of.attended, of.excused, of.unrecorded]
        });
        table.row([
            session.number.to_string(),
            line.title.clone(),
            format!("{} {}", session.wall_start, session.zone),
            words.session_kind(session.kind),
            if line.held {
                words.yes_held()
            } else {
                words.not_held()
            },
            verdicts.to_string(),
            attended.to_string(),
            excused.to_string(),
            unrecorded.to_string(),
            line.measured.views.to_string(),
            line.measured.session_uniques.to_string(),
            line.measured.minutes().to_string(),
            line.engaged.to_string(),
            line.peak.to_string(),
            line.reported.to_string(),
        ]);
    }
    table
}

pub(super) fn editions(
    words: Words,
    gathered: &Gathered,
    rank: Rank,
    titles: &HashMap<EditionId, String>,
) -> Table {
    let mut table = Table::with_columns([
        words.column_programme(),
        words.column_edition(),
        words.column_mode(),
        words.csv_figures_participants(),
        words.csv_figures_delegations(),
        words.csv_figures_high_ranking(words.rank(rank)),
        words.csv_figures_courses(),
        words.csv_figures_sessions(),
        words.csv_figures_on_site(),
        words.csv_figures_online(),
        words.csv_figures_verdicts(),
        words.csv_figures_attended(),
        words.csv_figures_excused(),
        words.csv_figures_unrecorded(),
        words.csv_figures_views(rule()),
        words.csv_figures_edition_uniques(rule()),
        words.csv_figures_minutes(rule()),
        words.csv_figures_reported(),
        words.csv_figures_reported_countries(),
    ]);
    for edition in &gathered.ground.editions {
        let figures = gathered.of_edition(edition.id, rank);
        table.row([
            edition.programme_slug.to_string(),
            titles.get(&edition.id).cloned().unwrap_or_default(),
            words.mode(edition.mode),
            figures.participants.to_string(),
            figures.delegations.len().to_string(),
            figures.high_ranking.to_string(),
            figures.courses.to_string(),
            figures.sessions().to_string(),
            figures.on_site_sessions().to_string(),
            figures.online_sessions().to_string(),
            figures.verdicts.to_string(),
            figures.attended.to_string(),
            figures.excused.to_string(),
            figures.unrecorded.to_string(),
            figures.measured.views.to_string(),
            figures.measured.edition_uniques.to_string(),
            figures.measured.minutes().to_string(),
            figures.reported_views.to_string(),
            figures.reported_countries.len().to_string(),
        ]);
    }
    table
}

pub(super) fn months(words: Words, gathered: &Gathered, year: i16, zone: &Zone) -> Table {
    let mut table = Table::with_columns([
        words.csv_figures_month(zone.name().to_owned()),
        words.csv_figures_views(rule()),
        words.csv_figures_reported(),
    ]);
    for month in 1..=12 {
        let lies_in = |at| clock::wall_of(at, zone).month() == month;
        let watched = gathered.watched.iter().filter(|row| lies_in(row.starts_at));
        let reported = gathered
            .reported_by_session
            .iter()
            .filter(|row| lies_in(row.starts_at));
        table.row([
            format!("{year}-{month:02}"),
            watched
                .map(|row| row.measured.views)
                .sum::<i64>()
                .to_string(),
            reported.map(|row| row.views).sum::<i64>().to_string(),
        ]);
    }
    table
}
