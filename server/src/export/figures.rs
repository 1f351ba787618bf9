//! Every table of figures as CSV. Its columns name their definitions.

mod reported;
mod rows;

use std::collections::BTreeMap;

use app::Words;
use app::statistics::{Layers, Scope, Sheet, period};
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::get;
use domain::statistics::by_day::{self, Period};
use domain::statistics::{Gathered, by_session, edition, names, programme, year};
use jiff::civil::Date;
use model::{Refusal, Zone};
use serde::Deserialize;

use super::{Files, Table, refused};
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
        period::read(&self.from, &self.until)
            .map_err(|(field, reason)| Refusal::field(field, reason))
    }
}

/// Over what a file tells figures.
struct Told<'a> {
    brought: &'a Brought,
    gathered: Gathered,
    scope: Scope,
    /// The zone in which days are counted.
    days_zone: Zone,
    period: Period,
    /// What its files are named after.
    name: String,
}

impl Told<'_> {
    fn words(&self) -> Words {
        self.brought.words
    }

    fn year(&self) -> Option<i16> {
        match self.scope {
            Scope::Year(year) => Some(year),
            _ => None,
        }
    }

    /// The page whose tables these are.
    fn sheet(&self) -> Sheet {
        let site = &self.brought.site;
        Sheet {
            words: self.words(),
            scope: self.scope,
            is_public: false,
            days_zone: self.days_zone.clone(),
            centre_zone: site.zone.clone(),
            rank: site.high_ranking_from,
            base: String::new(),
            layers: Layers::Both,
            period: self.period,
            figures: self.gathered.in_all(site.high_ranking_from),
            gathered: self.gathered.clone(),
        }
    }

    /// `egret-2023-views.csv`
    fn file(&self, table: &str) -> String {
        format!("egret-{}-{table}", self.name)
    }

    /// Tables that every page of figures has.
    async fn shared(&self, table: &str) -> domain::Result<Table> {
        let words = self.words();
        match table {
            "totals.csv" => Ok(rows::totals(words, &self.sheet())),
            "participants.csv" => Ok(rows::participants(words, &self.gathered)),
            "views.csv" => Ok(rows::views(words, &self.gathered)),
            "groups.csv" => Ok(rows::groups(words, &self.gathered, self.year())),
            "days.csv" => {
                let (db, ground) = (&self.brought.asking.db, &self.gathered.ground);
                let days = by_day::days(db, ground, &self.days_zone, self.period).await?;
                Ok(rows::days(words, &self.days_zone, &days))
            }
            _ => Err(Refusal::NotFound.into()),
        }
    }

    /// Tables of a programme or a year.
    async fn wider(&self, table: &str) -> domain::Result<Table> {
        if table != "editions.csv" {
            return self.shared(table).await;
        }
        let words = self.words();
        let editions = self
            .gathered
            .ground
            .editions
            .iter()
            .map(|edition| edition.id);
        let titles = names::editions(&self.brought.asking.db, editions, words.language).await?;
        let rank = self.brought.site.high_ranking_from;
        Ok(rows::editions(words, &self.gathered, rank, &titles))
    }
}

async fn of_edition(
    Path((id, table)): Path<(String, String)>,
    Query(days): Query<Days>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let load = async || {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let (asking, words) = (&brought.asking, brought.words);
        let gathered = edition::figures(&asking.db, &asking.visitor, id, asking.now).await?;
        let line = gathered.edition(id).cloned().ok_or(Refusal::NotFound)?;
        let told = Told {
            brought: &brought,
            scope: if gathered.ground.sessions.is_some() {
                Scope::Sessions
            } else {
                Scope::Edition
            },
            gathered,
            days_zone: line.zone,
            period: days.period()?,
            name: format!("{}-{}", line.programme_slug, line.slug),
        };
        let csv = if table == "sessions.csv" {
            let (db, gathered) = (&asking.db, &told.gathered);
            let lines = by_session::sessions(db, gathered, words.language, asking.now).await?;
            rows::sessions(words, lines)
        } else {
            told.shared(&table).await?
        };
        Ok((told.file(&table), csv))
    };
    answer(&brought, load().await)
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
        let slug = gathered.ground.editions.first();
        let told = Told {
            brought: &brought,
            scope: Scope::Programme,
            days_zone: brought.site.zone.clone(),
            period: days.period()?,
            name: slug.map_or_else(
                || "programme".to_owned(),
                |it| it.programme_slug.to_string(),
            ),
            gathered,
        };
        let csv = told.wider(&table).await?;
        Ok((told.file(&table), csv))
    };
    answer(&brought, load().await)
}

async fn of_year(
    Path((asked, table)): Path<(String, String)>,
    Query(days): Query<Days>,
    Extension(brought): Extension<Brought>,
) -> Response {
    let load = async || {
        let asked: i16 = asked.parse().map_err(|_| Refusal::NotFound)?;
        let (asking, zone) = (&brought.asking, &brought.site.zone);
        let gathered = year::figures(&asking.db, &asking.visitor, asked, zone, asking.now).await?;
        let told = Told {
            brought: &brought,
            scope: Scope::Year(asked),
            gathered,
            days_zone: zone.clone(),
            period: days.period()?,
            name: asked.to_string(),
        };
        let csv = match table.as_str() {
            "months.csv" => rows::months(brought.words, &told.gathered, asked, zone),
            table => told.wider(table).await?,
        };
        Ok((told.file(&table), csv))
    };
    answer(&brought, load().await)
}

/// The file under its own name; other names were refused before.
fn answer(brought: &Brought, file: domain::Result<(String, Table)>) -> Response {
    match file {
        Ok((name, table)) => table.answer(&name),
        Err(error) => refused(brought, &error),
    }
}

type DaysWatched = BTreeMap<Date, by_day::Day>;
