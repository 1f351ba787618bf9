//! Figures by groups of countries, with the members that each group had on a day.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::{Country, CountryGroup, PersonId};

use super::Gathered;
use crate::clock;

/// One group's figures. A country may lie in several groups: they are not to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLine {
    pub group: CountryGroup,
    /// Distinct participants of delegations of its members.
    pub participants: i64,
    /// Views measured, by detected country.
    pub views: i64,
    /// Views that other platforms report of its members.
    pub reported: i64,
}

impl Gathered {
    /// The day whose members count: the last of the year; else the first of the latest edition.
    #[must_use]
    pub fn members_on(&self, year: Option<i16>) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, 12, 31).ok();
        }
        let latest = self
            .ground
            .editions
            .iter()
            .max_by_key(|edition| edition.starts_at)?;
        Some(clock::wall_of(latest.starts_at, &latest.zone).date())
    }

    /// The groups that have any figure, in the order in which they are listed.
    #[must_use]
    pub fn by_group(&self, on: Date) -> Vec<GroupLine> {
        let on = on.to_string();
        let views = self.views_by_country();
        let lines = CountryGroup::all().map(|group| {
            let holds = |country: Country| group.contains(country, &on);
            let people: BTreeSet<PersonId> = self
                .places
                .iter()
                .filter(|place| holds(place.delegation))
                .map(|place| place.person)
                .collect();
            let members = views
                .iter()
                .filter(|(country, _)| country.country().is_some_and(holds));
            let (measured, reported) = members.fold((0, 0), |(measured, reported), (_, row)| {
                (measured + row.measured.views, reported + row.reported)
            });
            GroupLine {
                group,
                participants: i64::try_from(people.len()).unwrap_or(i64::MAX),
                views: measured,
                reported,
            }
        });
        lines
            .filter(|line| line.participants + line.views + line.reported > 0)
            .collect()
    }
}
