//! Whom a seat pool counts, and what of a person it looks at.

use std::collections::{BTreeSet, HashMap};

use model::accounts::{Rank, Sex};
use model::admissions::PoolGroup;
use model::{ApplicationId, Country, CountryGroup, PersonId};
use sea_orm::entity::prelude::*;

use super::{application, enrolment};
use crate::Result;
use crate::accounts::person;
use crate::catalogue::fold::folded;

/// What pools look at. Frozen in the claim: a correction afterwards is a move of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The country given when applying.
    pub delegation: Country,
    /// Folded, so that spelling in capitals makes no second organisation.
    pub organisation: String,
    /// As the profile says.
    pub rank: Rank,
    /// As stated.
    pub sex: Sex,
}

impl Member {
    /// The person behind an application.
    #[must_use]
    pub fn of(application: &application::Model, person: &person::Model) -> Self {
        Self {
            person: person.id,
            delegation: application.delegation,
            organisation: folded(application.organisation_of(person)),
            rank: application.rank_of(person),
            sex: application.sex_of(person),
        }
    }

    /// Somebody with a place, as frozen in it.
    #[must_use]
    pub fn placed(place: &enrolment::Model) -> Self {
        Self {
            person: place.person,
            delegation: place.delegation,
            organisation: folded(&place.organisation),
            rank: place.rank,
            sex: place.sex,
        }
    }

    /// The people behind applications.
    pub(super) async fn of_all(
        db: &impl ConnectionTrait,
        applications: &[application::Model],
    ) -> Result<HashMap<ApplicationId, Self>> {
        let mut people = HashMap::new();
        for some in applications.chunks(1_000) {
            let rows = person::Entity::find()
                .filter(person::Column::Id.is_in(some.iter().map(|one| one.person)))
                .all(db)
                .await?;
            people.extend(rows.into_iter().map(|person| (person.id, person)));
        }
        Ok(applications
            .iter()
            .filter_map(|one| Some((one.id, Self::of(one, people.get(&one.person)?))))
            .collect())
    }
}

/// A group of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// Everybody.
    Everybody,
    /// Everybody, each delegation by itself.
    EachCountry,
    /// One delegation.
    Country(Country),
    /// Delegations of a group, by its members on a date.
    CountryGroup(CountryGroup),
    /// One organisation, folded.
    Organisation(String),
    /// One sex, as stated.
    Sex(Sex),
    /// Officials from a rank on.
    RankFrom(Rank),
    /// Picked by hand.
    Picked(BTreeSet<PersonId>),
}

impl Group {
    /// Reads a group as it is stored; none where the value names nothing. Whom a picked pool holds is added afterwards.
    #[must_use]
    pub fn parse(counted: PoolGroup, value: &str) -> Option<Self> {
        Some(match counted {
            PoolGroup::Everybody => Self::Everybody,
            PoolGroup::EachCountry => Self::EachCountry,
            PoolGroup::Country => Self::Country(Country::parse(value)?),
            PoolGroup::CountryGroup => Self::CountryGroup(CountryGroup::parse(value)?),
            PoolGroup::Organisation if folded(value).is_empty() => return None,
            PoolGroup::Organisation => Self::Organisation(folded(value)),
            PoolGroup::Sex => Self::Sex(value.parse().ok()?),
            PoolGroup::RankFrom => Self::RankFrom(value.parse().ok()?),
            PoolGroup::Picked => Self::Picked(BTreeSet::new()),
        })
    }

    /// Whether somebody belongs to it on a date, written `2026-12-07`.
    #[must_use]
    pub fn has(&self, member: &Member, on: &str) -> bool {
        match self {
            Self::Everybody | Self::EachCountry => true,
            Self::Country(country) => member.delegation == *country,
            Self::CountryGroup(group) => group.contains(member.delegation, on),
            Self::Organisation(name) => member.organisation == *name,
            Self::Sex(sex) => member.sex == *sex,
            Self::RankFrom(rank) => member.rank >= *rank,
            Self::Picked(people) => people.contains(&member.person),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amina() -> Member {
        Member {
            person: PersonId::new(),
            delegation: Country::parse("KE").unwrap(),
            organisation: "ministry of the sea".to_owned(),
            rank: Rank::Director,
            sex: Sex::Female,
        }
    }

    fn has(counted: PoolGroup, value: &str) -> bool {
        Group::parse(counted, value)
            .unwrap()
            .has(&amina(), "2026-12-07")
    }

    #[test]
    fn each_group_looks_at_its_own_fact() {
        assert!(has(PoolGroup::Everybody, ""));
        assert!(has(PoolGroup::Country, "KE"));
        assert!(!has(PoolGroup::Country, "IN"));
        assert!(has(PoolGroup::CountryGroup, "africa"));
        assert!(!has(PoolGroup::CountryGroup, "ldc"));
        assert!(has(PoolGroup::Organisation, "Ministry of the Sea"));
        assert!(has(PoolGroup::Sex, "female"));
        assert!(!has(PoolGroup::Sex, "unknown"));
        assert!(has(PoolGroup::RankFrom, "division"));
        assert!(!has(PoolGroup::RankFrom, "minister"));
        assert!(!has(PoolGroup::Picked, "Speakers"));
    }

    #[test]
    fn a_group_of_countries_has_its_members_of_that_date() {
        let group = Group::parse(PoolGroup::CountryGroup, "brics").unwrap();
        let ethiopian = Member {
            delegation: Country::parse("ET").unwrap(),
            ..amina()
        };
        assert!(!group.has(&ethiopian, "2023-06-01"));
        assert!(group.has(&ethiopian, "2026-12-07"));
    }

    #[test]
    fn what_names_nothing_is_no_group() {
        for (counted, value) in [
            (PoolGroup::Country, "XX"),
            (PoolGroup::CountryGroup, "friends"),
            (PoolGroup::Organisation, " "),
            (PoolGroup::Sex, "yes"),
            (PoolGroup::RankFrom, "king"),
        ] {
            assert_eq!(Group::parse(counted, value), None, "{counted} {value}");
        }
    }
}
