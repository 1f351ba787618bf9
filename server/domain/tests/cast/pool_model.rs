//! A small model of seat pools, to hold the rules against: it counts people instead of keeping counters.

#![allow(dead_code, reason = "the trials of what-if use only its people")]

use domain::Db;
use domain::accounts::{Visitor, person};
use domain::admissions::correction::{self, TypedCorrection, correct};
use domain::admissions::picking::{pick, unpick};
use domain::admissions::pool_group::{Group, Member};
use domain::admissions::pool_setup::{TypedPool, add, release, remove, resize};
use domain::admissions::{application, enrol, set_total, withdraw};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use model::accounts::{Rank, Sex};
use model::admissions::{PoolGroup, PoolRule, Standing};
use model::{EditionId, Language, PersonId, SeatPoolId};

use crate::cast::{NOW, country, insert};

/// Somebody who may ask for a place.
#[derive(Clone, Debug)]
pub struct Who {
    pub member: Member,
}

/// Xorshift: the same numbers for the same seed, everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

const COUNTRIES: &[&str] = &["KE", "IN", "NP", "UG", "BR", "FR", "FJ", "CN", "ET", "DE"];
const DAY: &str = "2026-12-07";

/// People of ten countries, with all sexes and ranks.
pub async fn people(db: &Db, how_many: usize) -> Vec<Who> {
    let mut dice = Dice(4_711);
    let (mut rows, mut all) = (Vec::new(), Vec::new());
    for number in 0..how_many {
        let member = Member {
            person: PersonId::new(),
            delegation: country(dice.one(COUNTRIES)),
            organisation: format!("ministry {}", dice.below(5)),
            rank: dice.one(Rank::ALL),
            sex: dice.one(Sex::ALL),
        };
        rows.push(person::ActiveModel {
            id: Set(member.person),
            email: Set(Some(format!("{number}@pool.example.org"))),
            email_confirmed_at: Set(Some(NOW)),
            password_hash: Set(None),
            printed_name: Set(format!("Person {number}")),
            native_name: Set(String::new()),
            country: Set(member.delegation),
            organisation: Set(member.organisation.clone()),
            position: Set(String::new()),
            rank: Set(member.rank),
            sex: Set(member.sex),
            birth_date: Set(None),
            zone: Set("Africa/Nairobi".parse().unwrap()),
            language: Set(Language::English),
            about: Set(String::new()),
            created_at: Set(NOW),
            deleted_at: Set(None),
        });
        all.push(Who { member });
    }
    insert(db, rows).await;
    all
}

#[derive(Clone, Debug)]
struct Pool {
    id: SeatPoolId,
    rule: PoolRule,
    group: Group,
    size: i32,
}

/// Who is in, who waits, and what limits them.
#[derive(Debug, Default)]
pub struct Model {
    total: Option<i32>,
    pools: Vec<Pool>,
    placed: Vec<Member>,
    waiting: Vec<Member>,
}

impl Model {
    /// Who has a place, sorted, and who waits, in order.
    pub fn seen(&self) -> (Vec<PersonId>, Vec<PersonId>) {
        let people = |of: &[Member]| of.iter().map(|one| one.person).collect::<Vec<_>>();
        let mut placed = people(&self.placed);
        placed.sort();
        (placed, people(&self.waiting))
    }

    fn count(&self, counts: impl Fn(&Member) -> bool) -> i32 {
        i32::try_from(self.placed.iter().filter(|one| counts(one)).count()).unwrap()
    }

    /// Whether every limit keeps, with `who` in.
    fn fits(&self, who: &Member) -> bool {
        let total = self.total.unwrap_or(1_000_000);
        let in_all = self.count(|_| true) < total;
        in_all && self.pools.iter().all(|pool| self.fits_in(pool, who, total))
    }

    fn fits_in(&self, pool: &Pool, who: &Member, total: i32) -> bool {
        let has = |one: &Member| pool.group.has(one, DAY);
        match (pool.rule, &pool.group) {
            (PoolRule::Maximum, Group::EachCountry) => {
                self.count(|one| one.delegation == who.delegation) < pool.size
            }
            (PoolRule::Maximum, _) => !has(who) || self.count(has) < pool.size,
            (PoolRule::Reserve, _) => has(who) || self.count(|one| !has(one)) < total - pool.size,
        }
    }

    /// Whether nobody who is in breaks a limit.
    fn holds(&self) -> bool {
        let total = self.total.unwrap_or(1_000_000);
        let each = |pool: &Pool| {
            let has = |one: &Member| pool.group.has(one, DAY);
            match (pool.rule, &pool.group) {
                (PoolRule::Maximum, Group::EachCountry) => self
                    .placed
                    .iter()
                    .all(|who| self.count(|one| one.delegation == who.delegation) <= pool.size),
                (PoolRule::Maximum, _) => self.count(has) <= pool.size,
                (PoolRule::Reserve, _) => {
                    pool.size <= total && self.count(|one| !has(one)) <= total - pool.size
                }
            }
        };
        self.count(|_| true) <= total && self.pools.iter().all(each)
    }

    fn replace(&mut self, is: &Member) {
        let everybody = self.placed.iter_mut().chain(&mut self.waiting);
        for one in everybody.filter(|one| one.person == is.person) {
            *one = is.clone();
        }
    }

    fn promote(&mut self) {
        let mut waits = Vec::new();
        for who in std::mem::take(&mut self.waiting) {
            if self.fits(&who) {
                self.placed.push(who);
            } else {
                waits.push(who);
            }
        }
        self.waiting = waits;
    }

    /// Tries a change of the limits; says whether it holds. One that does not changes nothing.
    fn limit(&mut self, change: impl FnOnce(&mut Self)) -> bool {
        let (total, pools) = (self.total, self.pools.clone());
        change(self);
        let reserves = self.pools.iter().any(|pool| pool.rule == PoolRule::Reserve);
        if !self.holds() || (reserves && self.total.is_none()) {
            (self.total, self.pools) = (total, pools);
            return false;
        }
        self.promote();
        true
    }
}

const GROUPS: &[(&str, &str)] = &[
    ("each_country", ""),
    ("country", "KE"),
    ("country", "IN"),
    ("country_group", "ldc"),
    ("country_group", "africa"),
    ("country_group", "brics"),
    ("organisation", "Ministry 1"),
    ("sex", "female"),
    ("sex", "male"),
    ("rank_from", "director"),
    ("picked", "Speakers"),
];

/// Whether two pools count by the same thing: of picked pools there is one list, whoever is on it.
fn same(one: &Group, other: &Group) -> bool {
    matches!((one, other), (Group::Picked(_), Group::Picked(_))) || one == other
}

/// One random step, here and in the model; the rules refuse exactly what the model refuses.
pub async fn step(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    everybody: &[Who],
    pools: &mut Vec<SeatPoolId>,
    model: &mut Model,
    dice: &mut Dice,
) {
    match dice.below(13) {
        0..5 => {
            let who =
                &everybody[usize::try_from(dice.below(everybody.len() as u64)).unwrap()].member;
            let known = |of: &[Member]| of.iter().any(|one| one.person == who.person);
            if !known(&model.placed) && !known(&model.waiting) {
                let fits = model.fits(who);
                if fits {
                    &mut model.placed
                } else {
                    &mut model.waiting
                }
                .push(who.clone());
            }
            enrol(db, who.person, edition, who.delegation, NOW)
                .await
                .unwrap();
        }
        5..7 => {
            let Some(who) = model
                .placed
                .get(usize::try_from(dice.below(8)).unwrap())
                .cloned()
            else {
                return;
            };
            model.placed.retain(|one| one.person != who.person);
            model.promote();
            withdraw(db, who.person, edition, NOW).await.unwrap();
        }
        7 => {
            let total = dice.one(&[None, Some(5), Some(8), Some(12), Some(20)]);
            // Who only asks for what is there already changes nothing.
            let holds = model.limit(|model| model.total = total);
            let done = set_total(db, visitor, edition, total, NOW).await;
            assert_eq!(done.is_ok(), holds, "{total:?}: {done:?}");
        }
        8 => {
            let (counted, value) = dice.one(GROUPS);
            let rule = dice.one(&[PoolRule::Maximum, PoolRule::Reserve]);
            let size = i32::try_from(dice.below(7)).unwrap();
            let typed = TypedPool {
                rule: rule.to_string(),
                counted: counted.to_owned(),
                value: value.to_owned(),
                size: size.to_string(),
                release_on: String::new(),
            };
            let counted: PoolGroup = counted.parse().unwrap();
            let group = Group::parse(counted, value).unwrap();
            let keeps_nothing = rule == PoolRule::Reserve && group == Group::EachCountry;
            let is_there = model
                .pools
                .iter()
                .any(|pool| pool.rule == rule && same(&pool.group, &group));
            let id = SeatPoolId::new();
            let holds = !keeps_nothing
                && !is_there
                && model.limit(|model| {
                    model.pools.push(Pool {
                        id,
                        rule,
                        group,
                        size,
                    })
                });
            let done = add(db, visitor, edition, &typed, NOW).await;
            assert_eq!(done.is_ok(), holds, "{typed:?}: {done:?}");
            if let Ok(id) = done {
                model.pools.last_mut().unwrap().id = id;
                pools.push(id);
            }
        }
        9 | 10 => correct_somebody(db, visitor, edition, model, dice).await,
        11 => pick_somebody(db, visitor, model, dice).await,
        _ => {
            if pools.is_empty() {
                return;
            }
            let place = usize::try_from(dice.below(pools.len() as u64)).unwrap();
            let id = pools[place];
            match dice.below(3) {
                0 => {
                    let size = i32::try_from(dice.below(9)).unwrap();
                    let holds = model.limit(|model| {
                        for pool in model.pools.iter_mut().filter(|pool| pool.id == id) {
                            pool.size = size;
                        }
                    });
                    let done = resize(db, visitor, id, &size.to_string(), NOW).await;
                    assert_eq!(done.is_ok(), holds, "size {size}: {done:?}");
                }
                1 => {
                    assert!(model.limit(|model| model.pools.retain(|pool| pool.id != id)));
                    remove(db, visitor, id, NOW).await.unwrap();
                    pools.remove(place);
                }
                _ => {
                    assert!(model.limit(|model| model.pools.retain(|pool| pool.id != id)));
                    release(db, visitor, id, NOW).await.unwrap();
                    pools.remove(place);
                }
            }
        }
    }
}

/// Somebody who is in, or waits.
fn somebody(model: &Model, dice: &mut Dice) -> Option<Member> {
    let all: Vec<&Member> = model.placed.iter().chain(&model.waiting).collect();
    if all.is_empty() {
        return None;
    }
    let place = usize::try_from(dice.below(all.len() as u64)).unwrap();
    Some(all[place].clone())
}

/// Corrects somebody's delegation, rank, sex or organisation.
async fn correct_somebody(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    model: &mut Model,
    dice: &mut Dice,
) {
    let Some(was) = somebody(model, dice) else {
        return;
    };
    let mut is = was.clone();
    match dice.below(4) {
        0 => is.delegation = country(dice.one(COUNTRIES)),
        1 => is.rank = dice.one(Rank::ALL),
        2 => is.sex = dice.one(Sex::ALL),
        _ => is.organisation = format!("ministry {}", dice.below(5)),
    }
    let holds = model.limit(|model| model.replace(&is));
    if !holds {
        model.replace(&was);
    }
    let application = application::Entity::find()
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::Person.eq(was.person))
        .filter(application::Column::Standing.is_in([Standing::Accepted, Standing::Waiting]))
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let seen = correction::Entity::find()
        .filter(correction::Column::Application.eq(application.id))
        .count(db.read())
        .await
        .unwrap();
    let typed = TypedCorrection {
        delegation: is.delegation.code().to_owned(),
        organisation: is.organisation.clone(),
        rank: is.rank.to_string(),
        sex: is.sex.to_string(),
        reason: "A slip.".to_owned(),
        seen: seen.to_string(),
    };
    let done = correct(db, visitor, application.id, &typed, NOW).await;
    // The dice may have fallen on what was so already.
    let would = holds && is != was;
    assert_eq!(done.is_ok(), would, "{was:?} → {is:?}: {done:?}");
}

/// Puts somebody on the picked pools' lists, or takes them off.
async fn pick_somebody(db: &Db, visitor: &Visitor, model: &mut Model, dice: &mut Dice) {
    let Some(who) = somebody(model, dice) else {
        return;
    };
    let lists: Vec<(SeatPoolId, bool)> = model
        .pools
        .iter()
        .filter_map(|pool| match &pool.group {
            Group::Picked(people) => Some((pool.id, people.contains(&who.person))),
            _ => None,
        })
        .collect();
    for (id, is_on) in lists {
        let toggle = |model: &mut Model| {
            for pool in model.pools.iter_mut().filter(|pool| pool.id == id) {
                let Group::Picked(people) = &mut pool.group else {
                    continue;
                };
                if is_on {
                    people.remove(&who.person);
                } else {
                    people.insert(who.person);
                }
            }
        };
        let holds = model.limit(toggle);
        let done = if is_on {
            unpick(db, visitor, id, who.person, NOW).await
        } else {
            pick(db, visitor, id, who.person, NOW).await
        };
        assert_eq!(done.is_ok(), holds, "{who:?}: {done:?}");
    }
}
