//! What would count views twice.

use model::Reason;
use model::refusal::FieldRefusal;

use super::Model;
use super::typed_report::{Report, Source};
use crate::catalogue::fold::folded;

/// A report that may not stand beside another one.
pub(super) struct Clash {
    /// The line it was typed in.
    line: u32,
    why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// The same country, platform and days.
    Taken,
    /// Some of the days are in another report of the country.
    Overlaps,
    /// A total without a country beside countries, or a country beside such a total.
    Total,
}

impl Clash {
    /// Beside the field of the form for one report.
    pub(super) fn beside_field(&self) -> FieldRefusal {
        let field = match self.why {
            Why::Taken => "platform",
            Why::Overlaps => "period_from",
            Why::Total => "country",
        };
        FieldRefusal {
            field: field.to_owned(),
            reason: match self.why {
                Why::Taken => Reason::Taken,
                Why::Overlaps => Reason::DaysReported,
                Why::Total => Reason::TotalBesideCountries,
            },
        }
    }

    /// Beside the table, naming its line.
    pub(super) fn in_line(&self) -> FieldRefusal {
        let line = self.line;
        FieldRefusal {
            field: "table".to_owned(),
            reason: match self.why {
                Why::Taken | Why::Overlaps => Reason::LineDaysReported { line },
                Why::Total => Reason::LineTotalBesideCountries { line },
            },
        }
    }
}

/// The new reports that clash with those that stand, and why.
pub(super) fn clashes(standing: &[Model], source: &Source, reports: &[Report]) -> Vec<Clash> {
    let platform = folded(&source.platform);
    let (from, until) = (source.from.to_string(), source.until.to_string());
    // Dates of this form sort as text.
    let beside: Vec<&Model> = standing
        .iter()
        .filter(|row| folded(&row.platform) == platform)
        .filter(|row| row.period_from <= until && row.period_until >= from)
        .collect();
    let same_days = |row: &Model| row.period_from == from && row.period_until == until;
    reports
        .iter()
        .filter_map(|report| {
            let own = beside.iter().find(|row| row.country == report.code());
            let is_total = report.code().is_empty();
            let total = beside.iter().any(|row| row.country.is_empty() != is_total);
            let why = match own {
                Some(row) if same_days(row) => Why::Taken,
                Some(_) => Why::Overlaps,
                None if total => Why::Total,
                None => return None,
            };
            Some(Clash {
                line: report.line,
                why,
            })
        })
        .collect()
}
