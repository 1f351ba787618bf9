//! Figures by country. Delegation, declared and detected countries stay apart; unknown is a row of its own.

use std::collections::BTreeMap;

use model::Country;

use super::{Gathered, Measured};
use crate::media::Whereabouts;

/// Participants of one country: by delegation and, apart from it, as declared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountryOfParticipants {
    pub delegation: i64,
    pub declared: i64,
}

/// Views of one country: measured by detected country and, apart from it, reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountryOfViews {
    pub measured: Measured,
    pub reported: i64,
}

impl Gathered {
    /// Distinct participants by country, the most by delegation first.
    #[must_use]
    pub fn participants_by_country(&self) -> Vec<(Country, CountryOfParticipants)> {
        let mut delegations = Vec::new();
        let mut declared = Vec::new();
        for place in &self.places {
            delegations.push((place.delegation, place.person));
            declared.push((place.declared, place.person));
        }
        let mut rows: BTreeMap<Country, CountryOfParticipants> = BTreeMap::new();
        for (country, people) in distinct(delegations) {
            rows.entry(country).or_default().delegation = people;
        }
        for (country, people) in distinct(declared) {
            rows.entry(country).or_default().declared = people;
        }
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse((row.delegation, row.declared)));
        rows
    }

    /// Views by country, the most measured first; then those through anonymisers, and unknown last.
    #[must_use]
    pub fn views_by_country(&self) -> Vec<(Whereabouts, CountryOfViews)> {
        let mut rows: BTreeMap<Whereabouts, CountryOfViews> = BTreeMap::new();
        for (country, measured) in &self.measured_by_country {
            rows.entry(*country).or_default().measured.add(measured);
        }
        for reported in &self.reported {
            rows.entry(reported.country().into()).or_default().reported += reported.views;
        }
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|(country, row)| {
            (
                country.country().is_none(),
                *country == Whereabouts::Unknown,
                std::cmp::Reverse((row.measured.views, row.reported)),
            )
        });
        rows
    }
}

fn distinct(mut pairs: Vec<(Country, model::PersonId)>) -> BTreeMap<Country, i64> {
    pairs.sort();
    pairs.dedup();
    let mut counts = BTreeMap::new();
    for (country, _) in pairs {
        *counts.entry(country).or_insert(0) += 1;
    }
    counts
}
