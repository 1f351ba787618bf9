//! Who comes to which edition, and what becomes of them.

use std::collections::BTreeMap;

use domain::Result;
use domain::accounts::person;
use model::accounts::Rank;
use model::admissions::Standing;
use model::{Country, EditionId, Instant};

use super::editions::edition_id;
use super::people::{self, country, home, homes};
use super::plan::{Cohort, Programme};
use super::when::When;

/// The 37 delegations of the training base's participants in 2023; Participant 07 is from Kenya.
const BASE: [&str; 37] = [
    "NG", "GH", "ET", "TZ", "UG", "ZM", "KE", "ZW", "MZ", "NA", "EG", "MA", "SN", "CM", "MG", "MU",
    "SC", "CV", "ID", "MY", "TH", "VN", "PH", "KH", "LA", "LK", "BD", "PK", "NP", "MV", "FJ", "WS",
    "TO", "VU", "PG", "BB", "PE",
];

/// The 27 delegations of the leadership programmes' participants in 2023.
const LEADERSHIP: [&str; 27] = [
    "BR", "RU", "IN", "ZA", "AR", "SA", "AE", "IR", "KZ", "UZ", "BY", "CU", "MX", "CL", "TR", "EG",
    "ET", "ID", "MY", "TH", "VN", "NG", "KE", "PK", "BD", "LK", "ZM",
];

/// The numbers of later participants begin here.
const LATER: usize = 201;
/// So many of them there are; some come to several editions.
const LATER_PEOPLE: usize = 180;
/// The numbers of those who apply through a focal point.
const APPLICANTS: usize = 401;

/// What becomes of somebody who asked for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Has a place and comes.
    Comes,
    /// Has a place and is never there.
    NeverComes,
    /// Has a place and is excused from everything.
    Excused,
    /// Gave the place back before the edition began.
    WithdrawsBefore,
    /// Gave the place back after having been there.
    WithdrawsAfter,
    /// Has no place: the application stands there.
    Stands(Standing),
}

/// Somebody who asked for a place in an edition.
#[derive(Clone, Debug)]
pub struct Asking {
    pub edition: EditionId,
    pub person: person::Model,
    pub delegation: Country,
    /// Rank when the place was given; the profile may say another by now.
    pub rank: Rank,
    pub fate: Fate,
}

/// Everybody, by number, and what they asked for, edition by edition.
#[derive(Default)]
pub struct Cohorts {
    pub people: BTreeMap<usize, person::Model>,
    pub asking: Vec<Asking>,
}

impl Cohorts {
    fn asks(&mut self, edition: EditionId, number: usize, code: &str, fate: Fate) -> Result<()> {
        let Some(person) = self.people.get(&number) else {
            return Ok(());
        };
        self.asking.push(Asking {
            edition,
            person: person.clone(),
            delegation: country(code)?,
            rank: person.rank,
            fate,
        });
        Ok(())
    }

    fn know(&mut self, number: usize, code: &str, high: bool, at: Instant) -> Result<()> {
        let person = people::participant(number, code, high, at)?;
        self.people.insert(number, person);
        Ok(())
    }
}

/// Everybody of 2023 and of the editions around `when`.
pub fn cohorts(programmes: &[Programme], when: &When) -> Result<Cohorts> {
    let mut all = Cohorts::default();
    training_base(&mut all, when)?;
    leadership(&mut all, when)?;
    later(&mut all, programmes, when)?;
    Ok(all)
}

/// 52 people of 37 delegations who came in 2023, two of them twice; and four who do not count.
fn training_base(all: &mut Cohorts, when: &When) -> Result<()> {
    let at = when.begins(when.day("2023-04-20")?);
    let marine = edition_id("marine-economy", "2023");
    let rural = edition_id("rural-development", "2023");
    let delegation = |number: usize| BASE[(number - 1) % BASE.len()];
    for number in 1..=52 {
        all.know(number, delegation(number), false, at)?;
    }
    // One who declares another country than the one that sent them.
    if let Some(person) = all.people.get_mut(&20) {
        person.country = country("UY")?;
    }
    for number in 1..=30 {
        all.asks(marine, number, delegation(number), Fate::Comes)?;
    }
    for number in 29..=52 {
        all.asks(rural, number, delegation(number), Fate::Comes)?;
    }
    for (number, code, edition, fate) in [
        (53, "TN", marine, Fate::WithdrawsBefore),
        (54, "DJ", marine, Fate::NeverComes),
        (55, "RW", rural, Fate::WithdrawsAfter),
        (56, "CO", rural, Fate::Excused),
    ] {
        all.know(number, code, false, at)?;
        all.asks(edition, number, code, fate)?;
    }
    Ok(())
}

/// 39 people of 27 delegations who came in 2023, 15 of them high-ranking, two of them twice; and three who do not count.
fn leadership(all: &mut Cohorts, when: &When) -> Result<()> {
    let at = when.begins(when.day("2023-05-10")?);
    let internet = edition_id("industrial-internet", "2023");
    let governance = edition_id("nir-governance", "2023");
    let delegation = |number: usize| LEADERSHIP[(number - 61) % LEADERSHIP.len()];
    let high: Vec<usize> = (61..=99)
        .filter(|number| matches!((number - 61) % 5, 0 | 2))
        .take(15)
        .collect();
    for number in 61..=99 {
        all.know(number, delegation(number), high.contains(&number), at)?;
    }
    for number in 61..=82 {
        all.asks(internet, number, delegation(number), Fate::Comes)?;
    }
    for number in 81..=99 {
        all.asks(governance, number, delegation(number), Fate::Comes)?;
    }
    for (number, code, edition, fate) in [
        (100, "MN", internet, Fate::WithdrawsAfter),
        (101, "BO", internet, Fate::NeverComes),
        (102, "UY", governance, Fate::WithdrawsBefore),
    ] {
        all.know(number, code, true, at)?;
        all.asks(edition, number, code, fate)?;
    }
    // Careers go on: what counts is what was frozen when the place was given.
    for (number, rank) in [(61, Rank::None), (62, Rank::Minister)] {
        if let Some(person) = all.people.get_mut(&number) {
            person.rank = rank;
        }
    }
    Ok(())
}

/// Those of later years, as many as the files say.
fn later(all: &mut Cohorts, programmes: &[Programme], when: &When) -> Result<()> {
    for turn in 0..LATER_PEOPLE {
        let high = turn % 9 == 4;
        let at = when.now.plus_days(-700);
        all.know(LATER + turn, home(turn * 7 % homes()), high, at)?;
    }
    let mut turn = 0;
    for programme in programmes {
        for edition in &programme.editions {
            let id = edition_id(&programme.slug, &edition.slug);
            for fate in fates(&edition.cohort) {
                let number = LATER + turn % LATER_PEOPLE;
                let code = home(turn % LATER_PEOPLE * 7 % homes());
                all.asks(id, number, code, fate)?;
                turn += 1;
            }
            applicants(all, id, &edition.cohort, when)?;
        }
    }
    Ok(())
}

fn fates(cohort: &Cohort) -> impl Iterator<Item = Fate> {
    let places = (0..cohort.places).map(|turn| match turn % 17 {
        16 => Fate::NeverComes,
        _ => Fate::Comes,
    });
    places
        .chain((0..cohort.waiting).map(|_| Fate::Stands(Standing::Waiting)))
        .chain((0..cohort.withdrawn).map(|_| Fate::WithdrawsBefore))
}

/// Applications that wait for a decision: every third one sent by Kenya, and one of a person who only declares Kenya.
fn applicants(all: &mut Cohorts, edition: EditionId, cohort: &Cohort, when: &When) -> Result<()> {
    let standings = cohort
        .standing
        .iter()
        .flat_map(|(standing, count)| std::iter::repeat_n(*standing, *count));
    for (turn, standing) in standings.enumerate() {
        let number = APPLICANTS + turn;
        let code = if turn % 3 == 0 {
            "KE"
        } else {
            home(turn * 11 % homes())
        };
        all.know(number, code, false, when.now.plus_days(-90))?;
        if turn == 1
            && let Some(person) = all.people.get_mut(&number)
        {
            person.country = country("KE")?;
        }
        all.asks(edition, number, code, Fate::Stands(standing))?;
    }
    Ok(())
}
