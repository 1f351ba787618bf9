//! Seat pools in words.

use domain::admissions::seat_pool;
use domain::admissions::turn::HeldUp;
use leptos::prelude::*;
use model::accounts::Sex;
use model::admissions::{PoolGroup, PoolRule};
use model::{Country, CountryGroup};

use crate::Words;
use crate::frame::words;

impl Words {
    /// Whom a pool counts, in words.
    #[must_use]
    pub fn pool_group(self, counted: PoolGroup, value: &str) -> String {
        let named = match counted {
            PoolGroup::Everybody => Some(self.pool_everybody()),
            PoolGroup::EachCountry => Some(self.pool_each_country()),
            PoolGroup::Country => Country::parse(value).map(|country| self.country(country)),
            PoolGroup::CountryGroup => CountryGroup::parse(value)
                .map(|group| group.name(self.language.as_str()).to_owned()),
            PoolGroup::Organisation => None,
            PoolGroup::Sex => value.parse().ok().map(|sex| match sex {
                Sex::Female => self.pool_women(),
                Sex::Male => self.pool_men(),
                other => self.sex(other),
            }),
            PoolGroup::RankFrom => value
                .parse()
                .ok()
                .map(|rank| self.pool_rank_from(self.rank(rank))),
            PoolGroup::Picked => None,
        };
        named.unwrap_or_else(|| value.to_owned())
    }

    /// What a pool does, in words.
    #[must_use]
    pub fn pool_said(self, rule: PoolRule, counted: PoolGroup, value: &str, size: i32) -> String {
        let group = self.pool_group(counted, value);
        match rule {
            PoolRule::Maximum => self.pool_maximum(group, size),
            PoolRule::Reserve => self.pool_reserve(group, size),
        }
    }

    /// How many of a pool's seats are taken, in words: of those kept for a group by others, of those each country has by the fullest.
    #[must_use]
    pub fn pool_taken(self, pool: &seat_pool::Model, cap: i32, taken: i32) -> String {
        match (pool.rule, pool.counted) {
            (PoolRule::Reserve, _) => self.others_have(cap, taken),
            (PoolRule::Maximum, PoolGroup::EachCountry) => self.fullest_country_has(cap, taken),
            (PoolRule::Maximum, _) => self.seats_taken_of(cap, taken),
        }
    }

    /// A pool as the history notes it (`maximum country KE 5`), in words; what is no pool stays as it is.
    #[must_use]
    pub fn noted_pool(self, noted: &str) -> String {
        let read = || {
            let (rule, rest) = noted.split_once(' ')?;
            let (rest, size) = rest.rsplit_once(' ')?;
            let (counted, value) = rest.split_once(' ').unwrap_or((rest, ""));
            let (rule, counted) = (rule.parse().ok()?, counted.parse().ok()?);
            Some(self.pool_said(rule, counted, value.trim(), size.parse().ok()?))
        };
        read().unwrap_or_else(|| noted.to_owned())
    }

    /// What somebody's turn depends on, in words.
    fn held_up(self, held: &HeldUp) -> String {
        let position = i64::try_from(held.position).unwrap_or(i64::MAX);
        let group = match held.counted {
            PoolGroup::EachCountry => self.pool_group(PoolGroup::Country, &held.value),
            counted => self.pool_group(counted, &held.value),
        };
        match (held.rule, held.counted) {
            (_, PoolGroup::Everybody) => self.held_up_by_total(position, held.cap),
            (PoolRule::Maximum, _) => self.held_up_by_maximum(group, position, held.cap),
            (PoolRule::Reserve, _) => self.held_up_by_reserve(group, position, held.cap),
        }
    }
}

/// Every limit that keeps somebody waiting, with their position among those who wait for the same seats.
#[component]
pub fn WhyOneWaits(held_up_by: Vec<HeldUp>) -> impl IntoView {
    let words = words();
    (!held_up_by.is_empty()).then(|| {
        let lines = held_up_by
            .iter()
            .map(|held| view! { <li>{words.held_up(held)}</li> })
            .collect_view();
        view! { <ul>{lines}</ul> }
    })
}

#[cfg(test)]
mod tests {
    use domain::admissions::turn::HeldUp;
    use model::Language;
    use model::admissions::{PoolGroup, PoolRule};

    use crate::Words;

    #[test]
    fn a_noted_pool_reads_as_its_page_shows_it() {
        let words = Words::of(Language::English);
        let said = |noted| words.noted_pool(noted);
        assert_eq!(said("maximum country KE 5"), "At most 5: Kenya");
        assert_eq!(
            said("maximum each_country  2"),
            "At most 2: each country by itself"
        );
        assert_eq!(
            said("maximum organisation Ministry of the Sea 1"),
            "At most 1: Ministry of the Sea"
        );
        assert_eq!(
            said("reserve country_group ldc 20"),
            "20 kept for: Least developed countries"
        );
        assert_eq!(said("something else"), "something else");
    }

    #[test]
    fn who_waits_reads_how_many_seats_there_are_and_which_number_they_are() {
        let words = Words::of(Language::English);
        let said = |rule, counted, value: &str| {
            words.held_up(&HeldUp {
                rule,
                counted,
                value: value.to_owned(),
                cap: 20,
                position: 3,
            })
        };
        assert_eq!(
            said(PoolRule::Maximum, PoolGroup::Everybody, ""),
            "All 20 seats are taken; you are number 3."
        );
        assert_eq!(
            said(PoolRule::Maximum, PoolGroup::EachCountry, "KE"),
            "All 20 seats for Kenya are taken; you are number 3 of those who wait for one."
        );
        assert_eq!(
            said(PoolRule::Reserve, PoolGroup::Sex, "female"),
            "The 20 seats that are not kept for women are taken; you are number 3 of those who wait for one."
        );
    }
}
