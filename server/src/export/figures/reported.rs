//! What other platforms report, as CSV.

use app::Words;
use axum::Extension;
use axum::extract::Query;
use axum::response::Response;
use domain::clock;
use domain::statistics::reported_view::{self, ReportLine};
use model::{Country, Refusal, Zone};
use serde::Deserialize;

use super::{Table, answer};
use crate::web::Brought;

/// The edition that an address chooses.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    edition: String,
}

pub(super) async fn reported(
    Query(chosen): Query<Chosen>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let load = async || {
        let chosen = match chosen.edition.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Refusal::NotFound)?),
        };
        let (asking, words) = (&brought.asking, brought.words);
        let reports =
            reported_view::list(&asking.db, &asking.visitor, chosen, words.language).await?;
        let table = table(words, &brought.site.zone, reports.lines);
        Ok(("egret-reported-views.csv".to_owned(), table))
    };
    answer(&brought, load().await)
}

fn table(words: Words, zone: &Zone, lines: Vec<ReportLine>) -> Table {
    let mut table = Table::with_columns([
        words.column_edition(),
        words.column_number(),
        words.column_session(),
        words.column_code(),
        words.column_country(),
        words.column_platform(),
        words.column_period_from(),
        words.column_period_until(),
        words.csv_figures_reported(),
        words.column_definition(),
        words.column_proof(),
        words.csv_figures_withdrawn(zone.name().to_owned()),
        words.reports_because(),
    ]);
    for line in lines {
        let report = line.report;
        let country = Country::parse(&report.country).map_or_else(
            || words.reports_country_none(),
            |country| words.country(country),
        );
        let withdrawn = report.withdrawn_at.map_or_else(String::new, |at| {
            clock::wall_of(at, zone).date().to_string()
        });
        table.row([
            line.edition_title,
            line.session_number.to_string(),
            line.session_title,
            report.country,
            country,
            report.platform,
            report.period_from,
            report.period_until,
            report.views.to_string(),
            report.definition,
            report.proof,
            withdrawn,
            report.withdrawn_because,
        ]);
    }
    table
}
