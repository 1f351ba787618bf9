//! Reports as they are typed: one by one, or as a table of countries.

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::civil::Date;
use model::refusal::FieldRefusal;
use model::{Country, Reason, Refusal, SessionId};

use crate::catalogue::fold::folded;
use crate::typed::Form;

/// The most views one report may hold; a larger number is a slip of the hand.
const MOST_VIEWS: i64 = 1_000_000_000_000;

/// A report as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedReport {
    pub session: String,
    /// may be empty: not given
    pub country: String,
    pub platform: String,
    pub period_from: String,
    pub period_until: String,
    pub views: String,
    pub definition: String,
    pub proof: String,
}

/// A platform's table as typed: a line a country, `KE,1200`.
#[derive(Clone, Debug, Default)]
pub struct TypedTable {
    pub session: String,
    pub platform: String,
    pub period_from: String,
    pub period_until: String,
    pub definition: String,
    pub proof: String,
    pub table: String,
}

/// Where reports come from.
pub(super) struct Source {
    pub(super) session: SessionId,
    pub(super) platform: String,
    pub(super) from: Date,
    pub(super) until: Date,
    pub(super) definition: String,
    pub(super) proof: String,
}

/// A country's views.
pub(super) struct Report {
    /// Counted from 1.
    pub(super) line: u32,
    country: Option<Country>,
    pub(super) views: i64,
}

impl Report {
    /// Two letters; empty: the platform gave no country.
    pub(super) fn code(&self) -> &'static str {
        self.country.map_or("", Country::code)
    }

    /// As the audit log says it.
    pub(super) fn said(&self) -> String {
        said(self.code(), self.views)
    }
}

/// A country and its views as the audit log says them.
pub(super) fn said(code: &str, views: i64) -> String {
    if code.is_empty() {
        format!("– {views}")
    } else {
        format!("{code} {views}")
    }
}

fn source(
    form: &mut Form,
    [session, platform, from, until, definition, proof]: [&str; 6],
) -> Option<Source> {
    let session = SessionId::from_str(session).map_err(|_| Reason::NotAChoice);
    let session = form.take("session", session);
    let platform = form.text("platform", platform, 80);
    let from = form.date("period_from", from);
    let until = form.date("period_until", until);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        form.refuse("period_until", Reason::EndsBeforeStart);
    }
    let definition = form.text("definition", definition, 500);
    let proof = form.optional_link("proof", proof);
    Some(Source {
        session: session?,
        platform: platform?,
        from: from?,
        until: until?,
        definition: definition?,
        proof: proof?,
    })
}

impl TypedReport {
    pub(super) fn read(&self) -> Result<(Source, Report), Refusal> {
        let mut form = Form::new();
        let source = source(
            &mut form,
            [
                &self.session,
                &self.platform,
                &self.period_from,
                &self.period_until,
                &self.definition,
                &self.proof,
            ],
        );
        let country = match self.country.as_str() {
            "" => Some(None),
            code => form.country("country", code).map(Some),
        };
        let views = form.number("views", &self.views, 0, MOST_VIEWS);
        let report = country.zip(views).map(|(country, views)| Report {
            line: 1,
            country,
            views,
        });
        form.finish(source.zip(report))
    }
}

impl TypedTable {
    pub(super) fn read(&self) -> Result<(Source, Vec<Report>), Refusal> {
        let mut form = Form::new();
        let source = source(
            &mut form,
            [
                &self.session,
                &self.platform,
                &self.period_from,
                &self.period_until,
                &self.definition,
                &self.proof,
            ],
        );
        let (reports, refused) = lines(&self.table);
        if reports.is_empty() && refused.is_empty() {
            form.refuse("table", Reason::Missing);
        }
        let read = form.finish(source);
        match read {
            Ok(source) if refused.is_empty() => Ok((source, reports)),
            Ok(_) => Err(Refusal::Fields(refused)),
            Err(Refusal::Fields(mut fields)) => {
                fields.extend(refused);
                Err(Refusal::Fields(fields))
            }
            Err(other) => Err(other),
        }
    }
}

/// The lines of a table, and which of them do not do. Empty lines and a line of headings are passed over.
fn lines(table: &str) -> (Vec<Report>, Vec<FieldRefusal>) {
    let (mut reports, mut refused) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (line, text) in (1..).zip(table.trim_start_matches('\u{feff}').lines()) {
        let text = text.trim();
        if text.is_empty() || (reports.is_empty() && refused.is_empty() && is_heading(text)) {
            continue;
        }
        let report = read_line(line, text).and_then(|report| {
            let is_first = seen.insert(report.code());
            is_first.then_some(report).ok_or(Reason::LineTwice { line })
        });
        match report {
            Ok(report) => reports.push(report),
            Err(reason) => refused.push(FieldRefusal {
                field: "table".to_owned(),
                reason,
            }),
        }
    }
    let is_mixed = seen.contains("") && seen.len() > 1;
    if let Some(total) = reports
        .iter()
        .find(|report| is_mixed && report.code().is_empty())
    {
        refused.push(FieldRefusal {
            field: "table".to_owned(),
            reason: Reason::LineTotalBesideCountries { line: total.line },
        });
    }
    (reports, refused)
}

/// Both cells of a line; a name may hold a comma, views do not.
fn cells(text: &str) -> Option<(&str, &str)> {
    let (country, views) = text.rsplit_once([',', ';', '\t'])?;
    Some((unquoted(country), unquoted(views)))
}

fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"')
        .and_then(|cell| cell.strip_suffix('"'))
        .unwrap_or(cell)
        .trim()
}

/// Two words and no number: `country,views`.
fn is_heading(text: &str) -> bool {
    cells(text).is_some_and(|(country, views)| {
        country_of(country).is_none() && !views.contains(|c: char| c.is_ascii_digit())
    })
}

fn read_line(line: u32, text: &str) -> Result<Report, Reason> {
    let (country, views) = cells(text).ok_or(Reason::LineNotTwoCells { line })?;
    let country = match country {
        "" => None,
        named => Some(country_of(named).ok_or(Reason::LineNotACountry { line })?),
    };
    let views = views
        .parse()
        .ok()
        .filter(|views| (0..=MOST_VIEWS).contains(views))
        .ok_or(Reason::LineNotANumber { line })?;
    Ok(Report {
        line,
        country,
        views,
    })
}

/// By its two letters, or its name in a language that we have names in.
fn country_of(named: &str) -> Option<Country> {
    Country::parse(named).or_else(|| {
        let named = folded(named);
        Country::all().find(|country| {
            ["en", "zh"]
                .iter()
                .any(|language| folded(country.name(language)) == named)
        })
    })
}
