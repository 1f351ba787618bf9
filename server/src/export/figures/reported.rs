//! What other platforms report, as CSV.

use app::Words;
use axum::Extension;
use axum::extract::Query;
use axum::response::Response;
use csv::Error;
use domain::statistics::reported_view::{self, ReportLine};
use model::{Country, Refusal};
use serde::Deserialize;

use super::{Csv, answer, written};
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
        written(table(words, reports.lines))
    };
    answer(&brought, "reported-views.csv", load().await)
}

fn table(words: Words, lines: Vec<ReportLine>) -> Result<Csv, Error> {
    let mut table = Csv::with_columns([
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
    ])?;
    for line in lines {
        let report = line.report;
        let country = Country::parse(&report.country).map_or_else(
            || words.reports_country_none(),
            |country| words.country(country),
        );
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
        ])?;
    }
    Ok(table)
}
