//! The figures themselves, by the definitions.

use std::collections::{BTreeMap, BTreeSet};

use model::accounts::{Rank, Sex};
use model::catalogue::Mode;
use model::schedule::SessionKind;
use model::{Country, EditionId, PersonId, PortfolioId, Slug};

use super::{Gathered, LeftOut, Measured, Place};

/// What some editions amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Distinct people enrolled, not withdrawn, present at least once.
    pub participants: i64,
    /// Countries of their delegations.
    pub delegations: BTreeSet<Country>,
    /// Countries they declare.
    pub declared: BTreeSet<Country>,
    /// Participants whose rank, as frozen, is at or above the centre's threshold.
    pub high_ranking: i64,
    /// Participants who were women when they were enrolled.
    pub women: i64,
    /// Participants who were men.
    pub men: i64,
    /// Courses, not cancelled, with a session held.
    pub courses: i64,
    /// Sessions held, by kind.
    pub held: BTreeMap<SessionKind, i64>,
    /// Verdicts in sessions held.
    pub verdicts: i64,
    /// Of those, attended.
    pub attended: i64,
    /// Of those, excused.
    pub excused: i64,
    /// Had to attend a session in which others were recorded, and were not recorded themselves.
    pub unrecorded: i64,
    /// Measured here.
    pub measured: Measured,
    /// Views that other platforms report. Never added to the measured ones.
    pub reported_views: i64,
    /// Countries that the reports name.
    pub reported_countries: BTreeSet<Country>,
    /// Reported views for which the platform gave no country.
    pub reported_without_country: i64,
    /// Views by platform.
    pub platforms: BTreeMap<String, i64>,
    /// What all these do not count.
    pub left_out: LeftOut,
}

impl Figures {
    /// Sessions held.
    #[must_use]
    pub fn sessions(&self) -> i64 {
        self.held.values().sum()
    }

    /// Sessions held on site: visits and exchanges.
    #[must_use]
    pub fn on_site_sessions(&self) -> i64 {
        self.held
            .iter()
            .filter(|(kind, _)| kind.is_on_site())
            .map(|(_, sessions)| sessions)
            .sum()
    }

    /// Online sessions held.
    #[must_use]
    pub fn online_sessions(&self) -> i64 {
        self.held.get(&SessionKind::Online).copied().unwrap_or(0)
    }

    /// Attended, in per cent (rounded) of those who were to attend; none where nobody was.
    #[must_use]
    pub const fn attendance_per_cent(&self) -> Option<i64> {
        per_cent(self.attended, self.due())
    }

    /// Who was to attend a session held, summed over sessions: recorded or not, without the excused.
    #[must_use]
    pub const fn due(&self) -> i64 {
        self.verdicts + self.unrecorded - self.excused
    }

    /// Whether all figures are nothing, whatever they leave out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let nothing = Self {
            left_out: self.left_out,
            ..Self::default()
        };
        *self == nothing
    }
}

/// `part` of `whole` in per cent, rounded.
#[must_use]
pub const fn per_cent(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    Some((part * 100 + whole / 2) / whole)
}

/// A portfolio's editions of one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub portfolio: PortfolioId,
    pub portfolio_slug: Slug,
    pub mode: Mode,
    pub figures: Figures,
}

impl Gathered {
    /// The figures of the whole ground.
    #[must_use]
    pub fn in_all(&self, high_ranking_from: Rank) -> Figures {
        let mut figures = self.figures(high_ranking_from, |_| true);
        figures.left_out.drafts = self.ground.left_out.drafts;
        figures.left_out.cancelled_editions = self.ground.left_out.cancelled;
        figures
    }

    /// The figures by portfolio and mode, in the portfolios' order; groups without any are left out.
    #[must_use]
    pub fn by_portfolio_and_mode(&self, high_ranking_from: Rank) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for edition in &self.ground.editions {
            let known = groups
                .iter()
                .any(|group| group.portfolio == edition.portfolio && group.mode == edition.mode);
            if known {
                continue;
            }
            let members = self.editions_of(edition.portfolio_slug.as_str(), edition.mode);
            groups.push(Group {
                portfolio: edition.portfolio,
                portfolio_slug: edition.portfolio_slug.clone(),
                mode: edition.mode,
                figures: self.figures(high_ranking_from, |id| members.contains(&id)),
            });
        }
        groups.retain(|group| !group.figures.is_empty());
        // Portfolios keep their order; inside one, modes have theirs.
        let place = |portfolio| {
            self.ground
                .editions
                .iter()
                .position(|edition| edition.portfolio == portfolio)
        };
        groups.sort_by_key(|group| (place(group.portfolio), group.mode));
        groups
    }

    /// The figures of one edition of the ground.
    #[must_use]
    pub fn of_edition(&self, edition: EditionId, high_ranking_from: Rank) -> Figures {
        self.figures(high_ranking_from, |id| id == edition)
    }

    fn figures(&self, high_ranking_from: Rank, counts: impl Fn(EditionId) -> bool) -> Figures {
        let mut figures = Figures::default();
        let places: Vec<&Place> = self
            .places
            .iter()
            .filter(|place| counts(place.edition))
            .collect();
        count_people(&mut figures, &places, high_ranking_from);
        for held in self.held.iter().filter(|held| counts(held.edition)) {
            *figures.held.entry(held.kind).or_default() += held.sessions;
        }
        let taught = self.taught.iter().filter(|taught| counts(taught.edition));
        let courses: BTreeSet<_> = taught.map(|taught| taught.course).collect();
        figures.courses = count(courses.len());
        let mut with_roll = 0;
        for session in self.attendance.iter().filter(|row| counts(row.edition)) {
            figures.verdicts += session.verdicts;
            figures.attended += session.attended;
            figures.excused += session.excused;
            figures.unrecorded += session.unrecorded;
            with_roll += 1;
        }
        figures.left_out = LeftOut {
            sessions_without_roll: figures.sessions() - with_roll,
            ..self.left_out.of(&counts, &people_of(&places), &self.taught)
        };
        for session in self.watched.iter().filter(|row| counts(row.edition)) {
            figures.measured.add(&session.measured);
        }
        for reported in self.reported.iter().filter(|row| counts(row.edition)) {
            figures.reported_views += reported.views;
            *figures
                .platforms
                .entry(reported.platform.clone())
                .or_default() += reported.views;
            match reported.country() {
                Some(country) if reported.views > 0 => {
                    figures.reported_countries.insert(country);
                }
                Some(_) => {}
                None => figures.reported_without_country += reported.views,
            }
        }
        figures
    }
}

fn people_of(places: &[&Place]) -> BTreeSet<PersonId> {
    places.iter().map(|place| place.person).collect()
}

fn count_people(figures: &mut Figures, places: &[&Place], high_ranking_from: Rank) {
    let people = people_of(places);
    let officials: BTreeSet<PersonId> = places
        .iter()
        .filter(|place| place.rank >= high_ranking_from)
        .map(|place| place.person)
        .collect();
    let sexes: BTreeMap<PersonId, Sex> = places
        .iter()
        .map(|place| (place.person, place.sex))
        .collect();
    let of_sex = |sex| count(sexes.values().filter(|known| **known == sex).count());
    figures.women = of_sex(Sex::Female);
    figures.men = of_sex(Sex::Male);
    figures.participants = count(people.len());
    figures.high_ranking = count(officials.len());
    figures.delegations = places.iter().map(|place| place.delegation).collect();
    figures.declared = places.iter().map(|place| place.declared).collect();
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
