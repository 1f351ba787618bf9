//! What if: other pools tried against the applications there are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

mod cast;
#[path = "cast/pool_model.rs"]
mod pool_model;

use cast::{NOW, administrator, country, edition, person, programme, visitor};
use domain::Db;
use domain::admissions::pool_setup::{TypedPool, add, remove};
use domain::admissions::what_if::{Fate, Present, Tried, present};
use domain::admissions::{enrol, enrolment, set_total};
use domain::catalogue::edition as editions;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ActiveValue::Set, IntoActiveModel};
use model::admissions::{PoolGroup, PoolRule, Standing};
use model::catalogue::AdmissionWay;
use model::{EditionId, Language, PersonId};

on_both! {
    with_the_pools_there_are_nobody_s_lot_changes,
    another_pool_says_who_gets_in_and_who_does_not_and_why,
    those_who_hold_seats_keep_them_whatever_is_tried,
    those_still_to_be_decided_on_come_after_the_waiting_list,
    what_is_tried_is_what_happens_when_it_is_set,
    nothing_is_written,
}

async fn an_edition(db: &Db, seats: i32) -> (EditionId, PersonId) {
    let programme = programme(db, "marine-economy").await;
    let edition = edition(db, programme, "2026").await;
    let grace = administrator(db).await;
    let visitor = visitor(db, grace).await;
    set_total(db, &visitor, edition, Some(seats), NOW)
        .await
        .unwrap();
    (edition, grace)
}

async fn come(db: &Db, edition: EditionId, name: &str, from: &str) -> PersonId {
    let who = person(db, name, from).await;
    enrol(db, who, edition, country(from), NOW).await.unwrap();
    who
}

async fn load(db: &Db, (edition, grace): (EditionId, PersonId)) -> Present {
    let visitor = visitor(db, grace).await;
    present(db, &visitor, edition, Language::English)
        .await
        .unwrap()
}

fn sized(present: &Present, size: i32) -> Vec<Tried> {
    let mut pools = present.pools.clone();
    pools[0].0.size = size;
    pools
}

async fn with_the_pools_there_are_nobody_s_lot_changes(db: Db) {
    let scene @ (edition, _) = an_edition(&db, 2).await;
    for (name, from) in [("Amina", "KE"), ("Ravi", "IN"), ("Maya", "NP")] {
        come(&db, edition, name, from).await;
    }
    let today = load(&db, scene).await.today();
    assert_eq!(
        today.fates,
        [Fate::Keeps, Fate::Keeps, Fate::StaysOut(vec![0])]
    );
    assert_eq!((today.taken, today.caps), (vec![2], vec![2]));
}

async fn another_pool_says_who_gets_in_and_who_does_not_and_why(db: Db) {
    let scene @ (edition, _) = an_edition(&db, 1).await;
    for (name, from) in [
        ("Amina", "KE"),
        ("Otieno", "KE"),
        ("Ravi", "IN"),
        ("Maya", "NP"),
    ] {
        come(&db, edition, name, from).await;
    }
    let present = load(&db, scene).await;
    let mut tried = sized(&present, 3);
    let each = PoolGroup::EachCountry;
    tried.extend(present.supposed(PoolRule::Maximum, each, "", 1));
    let then = present.with(&tried);
    assert_eq!(
        then.fates,
        [
            Fate::Keeps,
            Fate::StaysOut(vec![1]),
            Fate::GetsIn,
            Fate::GetsIn
        ]
    );
    assert_eq!((then.taken, then.caps), (vec![3, 1], vec![3, 1]));
    let kenya = then.countries[&country("KE")];
    assert_eq!((kenya.inside, kenya.outside), (1, 1));
    assert!(
        present.supposed(PoolRule::Reserve, each, "", 1).is_none(),
        "it would keep nothing from anybody"
    );
}

async fn those_who_hold_seats_keep_them_whatever_is_tried(db: Db) {
    let scene @ (edition, _) = an_edition(&db, 3).await;
    for (name, from) in [("Amina", "KE"), ("Otieno", "KE"), ("Ravi", "IN")] {
        come(&db, edition, name, from).await;
    }
    let present = load(&db, scene).await;
    let mut tried = present.pools.clone();
    tried.extend(present.supposed(PoolRule::Maximum, PoolGroup::Country, "KE", 1));
    let then = present.with(&tried);
    assert!(then.fates.iter().all(|fate| *fate == Fate::Keeps));
    assert_eq!(
        (then.taken[1], then.caps[1]),
        (2, 1),
        "and it is seen that it could not be set"
    );
}

async fn those_still_to_be_decided_on_come_after_the_waiting_list(db: Db) {
    let scene @ (edition, _) = an_edition(&db, 1).await;
    come(&db, edition, "Amina", "KE").await;
    let early = come(&db, edition, "Ravi", "IN").await;
    come(&db, edition, "Maya", "NP").await;
    // Ravi's application goes back to where it is still to be read.
    let row = domain::admissions::application::Entity::find()
        .filter(domain::admissions::application::Column::Person.eq(early))
        .one(db.read())
        .await
        .unwrap();
    let mut row = row.unwrap().into_active_model();
    row.standing = Set(Standing::InReview);
    row.queue_number = Set(None);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let edition = editions::find(db.read(), edition).await.unwrap();
    let mut edition = edition.into_active_model();
    edition.admission_way = Set(AdmissionWay::Approval);
    db.write(async |tx| Ok(edition.update(tx).await?))
        .await
        .unwrap();
    let present = load(&db, scene).await;
    let names: Vec<&str> = present.applicants.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["Amina", "Maya", "Ravi"]);
    let then = present.with(&sized(&present, 2));
    assert_eq!(
        then.fates,
        [Fate::Keeps, Fate::GetsIn, Fate::StaysOut(vec![0])]
    );
}

/// Pools are tried, then set in earnest: the same people get in.
async fn what_is_tried_is_what_happens_when_it_is_set(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 20).await;
    let staff = visitor(&db, grace).await;
    // A limit that counts everybody keeps all of them waiting until it is removed.
    let (at_most, from_rank) = (PoolRule::Maximum, PoolGroup::RankFrom);
    let shut = limit(&db, &staff, edition, at_most, from_rank, "none", 0).await;
    for who in pool_model::people(&db, 60).await {
        let member = who.member;
        enrol(&db, member.person, edition, member.delegation, NOW)
            .await
            .unwrap();
    }
    let pools = [
        (at_most, PoolGroup::EachCountry, "", 3),
        (at_most, PoolGroup::Organisation, "Ministry 1", 2),
        (at_most, from_rank, "director", 9),
        (PoolRule::Reserve, PoolGroup::CountryGroup, "ldc", 6),
        (PoolRule::Reserve, PoolGroup::Sex, "female", 8),
    ];
    let present = load(&db, scene).await;
    let mut tried = present.pools.clone();
    tried.retain(|(pool, _)| pool.id != shut);
    for (rule, counted, value, size) in pools {
        tried.extend(present.supposed(rule, counted, value, size));
    }
    assert_eq!(tried.len(), 6);
    let fates = present.with(&tried).fates;
    let mut expected: Vec<PersonId> = present
        .applicants
        .iter()
        .zip(&fates)
        .filter(|(_, fate)| fate.is_in())
        .map(|(applicant, _)| applicant.member.person)
        .collect();
    expected.sort();
    assert!((9..=20).contains(&expected.len()), "{}", expected.len());
    for (rule, counted, value, size) in pools {
        limit(&db, &staff, edition, rule, counted, value, size).await;
    }
    remove(&db, &staff, shut, NOW).await.unwrap();
    let mut placed: Vec<PersonId> = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .all(db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|place| place.person)
        .collect();
    placed.sort();
    assert_eq!(placed, expected);
}

async fn limit(
    db: &Db,
    staff: &domain::accounts::Visitor,
    edition: EditionId,
    rule: PoolRule,
    counted: PoolGroup,
    value: &str,
    size: i32,
) -> model::SeatPoolId {
    let typed = TypedPool {
        rule: rule.to_string(),
        counted: counted.to_string(),
        value: value.to_owned(),
        size: size.to_string(),
        release_on: String::new(),
    };
    add(db, staff, edition, &typed, NOW).await.unwrap()
}

async fn nothing_is_written(db: Db) {
    let scene @ (edition, _) = an_edition(&db, 1).await;
    come(&db, edition, "Amina", "KE").await;
    come(&db, edition, "Ravi", "IN").await;
    let present = load(&db, scene).await;
    let tried = present.with(&sized(&present, 9));
    assert_eq!(tried.fates.len(), 2);
    let again = load(&db, scene).await;
    assert_eq!(again.pools, present.pools);
    let standings: Vec<Standing> = again.applicants.iter().map(|one| one.standing).collect();
    assert_eq!(standings, [Standing::Accepted, Standing::Waiting]);
}
