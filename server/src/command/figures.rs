//! `egret figures --year 2023 [--json]`

use std::io::Write;

use clap::Args;
use domain::Error;
use domain::statistics::figures::{Figures, Group};
use domain::statistics::{RULE_VERSION, year};
use model::Refusal;
use serde_json::{Value, json};

use super::{Failure, database};
use crate::Config;

/// Print the figures of a year.
#[derive(Debug, Args)]
pub struct Year {
    /// The year, as the centre's zone counts it.
    #[arg(long)]
    year: i16,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// What a column says of some editions.
type Column = (&'static str, fn(&Figures) -> i64);

const COLUMNS: &[Column] = &[
    ("participants", |of| of.participants),
    ("countries", |of| length(of.delegations.len())),
    ("high_ranking", |of| of.high_ranking),
    ("courses", |of| of.courses),
    ("sessions", Figures::sessions),
    ("on_site_sessions", Figures::on_site_sessions),
    ("online_sessions", Figures::online_sessions),
    ("reported_views", |of| of.reported_views),
    ("reported_countries", |of| {
        length(of.reported_countries.len())
    }),
    ("measured_views", |of| of.measured.views),
    ("unique_viewers", |of| of.measured.edition_uniques),
    ("watch_minutes", |of| of.measured.minutes()),
];

fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

pub(super) async fn run(config: &Config, asked: Year) -> Result<(), Failure> {
    let db = database(config).await?;
    let now = domain::clock::now();
    let gathered = year::of_all(&db, asked.year, &config.centre_zone, now)
        .await
        .map_err(|error| told(asked.year, error))?;
    db.close().await?;
    let in_all = gathered.in_all(config.high_ranking_from);
    let groups = gathered.by_portfolio_and_mode(config.high_ranking_from);
    print(&if asked.json {
        format!("{:#}\n", as_json(config, asked.year, &in_all, &groups))
    } else {
        as_text(config, asked.year, &in_all, &groups)
    })
}

/// Whoever reads the first lines only (`| head`) hangs up on the rest, which is no fault.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// A year that cannot be asked for is told in words; every other fault as what it is.
fn told(year: i16, error: Error) -> Failure {
    match error {
        Error::Refused(Refusal::NotFound) => {
            format!("there are no figures of the year {year}").into()
        }
        fault => fault.into(),
    }
}

/// The figures with what they are counted by.
#[must_use]
pub fn as_json(config: &Config, year: i16, in_all: &Figures, groups: &[Group]) -> Value {
    let groups: Vec<Value> = groups
        .iter()
        .map(|group| {
            let mut value = figures_as_json(&group.figures);
            value["portfolio"] = json!(group.portfolio_slug.as_str());
            value["mode"] = json!(group.mode.as_str());
            value
        })
        .collect();
    json!({
        "year": year,
        "zone": config.centre_zone.name(),
        "rule_version": RULE_VERSION,
        "high_ranking_from": config.high_ranking_from.as_str(),
        "in_all": figures_as_json(in_all),
        "groups": groups,
    })
}

fn figures_as_json(figures: &Figures) -> Value {
    let mut value: serde_json::Map<String, Value> = COLUMNS
        .iter()
        .map(|(name, of)| ((*name).to_owned(), json!(of(figures))))
        .collect();
    value.insert("platforms".to_owned(), json!(figures.platforms));
    Value::Object(value)
}

/// A line a figure, a block a portfolio and mode; what is nothing is left out.
#[must_use]
pub fn as_text(config: &Config, year: i16, in_all: &Figures, groups: &[Group]) -> String {
    let mut text = format!(
        "{year}, counted in {} by rule {RULE_VERSION}; high-ranking from {}\n",
        config.centre_zone, config.high_ranking_from
    );
    for group in groups {
        let title = format!("{}, {}", group.portfolio_slug, group.mode);
        block(&mut text, &title, &group.figures);
    }
    block(&mut text, "in all", in_all);
    text
}

fn block(text: &mut String, title: &str, figures: &Figures) {
    text.push_str(&format!("\n{title}\n"));
    for (name, of) in COLUMNS {
        let figure = of(figures);
        if figure > 0 {
            let shown = app::words::grouped(figure);
            text.push_str(&format!("  {:<20}{shown:>12}\n", name.replace('_', " ")));
        }
    }
}
