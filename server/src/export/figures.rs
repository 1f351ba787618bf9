//! Every table of figures as CSV. Its columns name their definitions.

mod reported;
mod rows;

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::get;
use domain::statistics::by_day::{self, Period};
use domain::statistics::{Gathered, by_session, edition, names, programme, year};
use jiff::civil::Date;
use model::{Refusal, Zone};
use serde::Deserialize;

use super::{Csv, Files, refused};
use crate::web::Brought;

pub(super) fn files() -> Files {
    vec![
        ("/staff/editions/{id}/figures/{table}", get(of_edition)),
        ("/staff/programmes/{id}/figures/{table}", get(of_programme)),
        ("/staff/figures/{year}/{table}", get(of_year)),
        ("/staff/reported-views.csv", get(reported::reported)),
    ]
}

/// The days that an address chooses.
#[derive(Deserialize)]
struct Days {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl Days {
    fn period(&self) -> Result<Period, Refusal> {
        let day = |typed: &str| match typed {
            "" => Ok(None),
            typed => typed
                .parse::<Date>()
                .map(Some)
                .map_err(|_| Refusal::Unreadable),
        };
        Ok(Period {
            from: day(&self.from)?,
            until: day(&self.until)?,
        })
    }
}

async fn of_edition(
    Path((id, table)): Path<(String, String)>,
    Query(days): Query<Days>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let load = async || {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let asking = &brought.asking;
        let gathered = edition::figures(&asking.db, &asking.visitor, id, asking.now).await?;
        let line = gathered.edition(id).ok_or(Refusal::NotFound)?;
        let zone = line.zone.clone();
        match table.as_str() {
            "sessions.csv" => {
                let language = brought.words.language;
                let lines =
                    by_session::sessions(&asking.db, &gathered, language, asking.now).await?;
                written(rows::sessions(brought.words, lines))
            }
            table => shared(&brought, &gathered, table, &zone, &days).await,
        }
    };
    answer(&brought, &table, load().await)
}

async fn of_programme(
    Path((id, table)): Path<(String, String)>,
    Query(days): Query<Days>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let load = async || {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let asking = &brought.asking;
        let gathered = programme::figures(&asking.db, &asking.visitor, id, asking.now).await?;
        wider(&brought, &gathered, &table, &days).await
    };
    answer(&brought, &table, load().await)
}

async fn of_year(
    Path((asked, table)): Path<(String, String)>,
    Query(days): Query<Days>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let load = async || {
        let asked = asked.parse().map_err(|_| Refusal::NotFound)?;
        let (asking, zone) = (&brought.asking, &brought.site.zone);
        let gathered = year::figures(&asking.db, &asking.visitor, asked, zone, asking.now).await?;
        match table.as_str() {
            "months.csv" => written(rows::months(brought.words, &gathered, asked, zone)),
            table => wider(&brought, &gathered, table, &days).await,
        }
    };
    answer(&brought, &table, load().await)
}

/// Tables of a programme or a year.
async fn wider(
    brought: &Brought,
    gathered: &Gathered,
    table: &str,
    days: &Days,
) -> domain::Result<Csv> {
    if table == "editions.csv" {
        let editions = gathered.ground.editions.iter().map(|edition| edition.id);
        let titles = names::editions(&brought.asking.db, editions, brought.words.language).await?;
        let rank = brought.site.high_ranking_from;
        return written(rows::editions(brought.words, gathered, rank, &titles));
    }
    shared(brought, gathered, table, &brought.site.zone, days).await
}

/// Tables that every page of figures has.
async fn shared(
    brought: &Brought,
    gathered: &Gathered,
    table: &str,
    zone: &Zone,
    days: &Days,
) -> domain::Result<Csv> {
    let words = brought.words;
    match table {
        "participants.csv" => written(rows::participants(words, gathered)),
        "views.csv" => written(rows::views(words, gathered)),
        "days.csv" => {
            let db = &brought.asking.db;
            let days = by_day::days(db, &gathered.ground, zone, days.period()?).await?;
            written(rows::days(words, zone, &days))
        }
        _ => Err(Refusal::NotFound.into()),
    }
}

fn written(table: Result<Csv, ::csv::Error>) -> domain::Result<Csv> {
    table.map_err(|error| domain::Error::Fault(format!("a table of figures: {error}")))
}

/// The file under its own name; other names were refused before.
fn answer(brought: &Brought, name: &str, table: domain::Result<Csv>) -> Response {
    match table {
        Ok(table) => table.answer(name),
        Err(error) => refused(brought, &error),
    }
}

type DaysWatched = BTreeMap<Date, by_day::Day>;
