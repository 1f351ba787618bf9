//! Electives' own seats: taken by choosing, given back by leaving or withdrawing, never over.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::{NOW, administrator, country, course, edition, grant, person, programme, visitor};
use domain::admissions::correction::{TypedCorrection, correct};
use domain::admissions::invariants::invariants;
use domain::admissions::pool_overview::overview_of_elective;
use domain::admissions::pool_setup::{TypedPool, add_to_elective, remove, resize};
use domain::admissions::{
    application, course_place, elective, enrol, my_editions, seat_counter, seat_pool,
    set_total_of_elective, withdraw,
};
use domain::catalogue::course as courses;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ActiveValue::Set, IntoActiveModel};
use domain::{Db, Error};
use futures::future::join_all;
use model::admissions::{PoolGroup, PoolRule};
use model::role::Scope;
use model::{CourseId, EditionId, Language, PersonId, Refusal, Role};

on_both! {
    choosing_takes_a_seat_and_leaving_gives_it_back,
    withdrawing_gives_the_electives_seats_back,
    a_limit_per_country_holds_in_an_elective,
    those_who_chose_before_count_when_a_limit_is_set,
    what_an_elective_keeps_hangs_on_its_total,
    a_correction_moves_the_electives_seats_too,
    a_full_elective_says_so_and_offers_no_button,
    what_is_for_everybody_has_no_seats_of_its_own,
    only_who_runs_the_edition_limits_its_electives,
    three_hundred_choose_at_once,
}

struct Scene {
    edition: EditionId,
    elective: CourseId,
    grace: PersonId,
}

async fn scene(db: &Db) -> Scene {
    let programme = programme(db, "ports").await;
    let edition = edition(db, programme, "2026").await;
    let elective = course(db, edition, "calligraphy").await;
    let row = courses::Entity::find_by_id(elective).one(db.read()).await;
    let mut row = row.unwrap().unwrap().into_active_model();
    row.required = Set(false);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let grace = administrator(db).await;
    Scene {
        edition,
        elective,
        grace,
    }
}

impl Scene {
    async fn seats(&self, db: &Db, size: i32) {
        let staff = visitor(db, self.grace).await;
        set_total_of_elective(db, &staff, self.elective, Some(size), NOW)
            .await
            .unwrap();
    }

    async fn come(&self, db: &Db, name: &str, from: &str) -> PersonId {
        let who = person(db, name, from).await;
        enrol(db, who, self.edition, country(from), NOW)
            .await
            .unwrap();
        who
    }

    async fn taken(&self, db: &Db) -> i32 {
        let total = seat_pool::Entity::find()
            .filter(seat_pool::Column::Course.eq(self.elective))
            .filter(seat_pool::Column::Counted.eq(PoolGroup::Everybody))
            .one(db.read())
            .await
            .unwrap()
            .unwrap();
        let counter = seat_counter::Entity::find()
            .filter(seat_counter::Column::Pool.eq(total.id))
            .one(db.read())
            .await
            .unwrap();
        counter.unwrap().taken
    }

    async fn choose(&self, db: &Db, who: PersonId) -> domain::Result<courses::Model> {
        elective::choose(db, who, self.elective, NOW).await
    }
}

fn pool(rule: &str, counted: &str, value: &str, size: i32) -> TypedPool {
    TypedPool {
        rule: rule.to_owned(),
        counted: counted.to_owned(),
        value: value.to_owned(),
        size: size.to_string(),
        release_on: String::new(),
    }
}

fn refusal<T: std::fmt::Debug>(answer: domain::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn nothing_is_broken(db: &Db) {
    assert_eq!(invariants(db, NOW).await.unwrap(), []);
}

async fn choosing_takes_a_seat_and_leaving_gives_it_back(db: Db) {
    let scene = scene(&db).await;
    scene.seats(&db, 1).await;
    let amina = scene.come(&db, "Amina", "KE").await;
    let ravi = scene.come(&db, "Ravi", "IN").await;
    scene.choose(&db, amina).await.unwrap();
    scene.choose(&db, amina).await.unwrap();
    assert_eq!(scene.taken(&db).await, 1, "choosing again changes nothing");
    let full = refusal(scene.choose(&db, ravi).await);
    assert_eq!(
        full,
        Refusal::NoSeat {
            rule: PoolRule::Maximum,
            counted: PoolGroup::Everybody,
            value: String::new(),
            size: 1
        }
    );
    let chosen = course_place::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(chosen.len(), 1, "nothing is half-written");
    elective::leave(&db, amina, scene.elective, NOW)
        .await
        .unwrap();
    elective::leave(&db, amina, scene.elective, NOW)
        .await
        .unwrap();
    assert_eq!(scene.taken(&db).await, 0);
    scene.choose(&db, ravi).await.unwrap();
    nothing_is_broken(&db).await;
}

async fn withdrawing_gives_the_electives_seats_back(db: Db) {
    let scene = scene(&db).await;
    scene.seats(&db, 1).await;
    let amina = scene.come(&db, "Amina", "KE").await;
    scene.choose(&db, amina).await.unwrap();
    withdraw(&db, amina, scene.edition, NOW).await.unwrap();
    assert_eq!(scene.taken(&db).await, 0);
    let ravi = scene.come(&db, "Ravi", "IN").await;
    scene.choose(&db, ravi).await.unwrap();
    nothing_is_broken(&db).await;
}

async fn a_limit_per_country_holds_in_an_elective(db: Db) {
    let scene = scene(&db).await;
    let staff = visitor(&db, scene.grace).await;
    let typed = pool("maximum", "each_country", "", 1);
    add_to_elective(&db, &staff, scene.elective, &typed, NOW)
        .await
        .unwrap();
    let amina = scene.come(&db, "Amina", "KE").await;
    let otieno = scene.come(&db, "Otieno", "KE").await;
    let ravi = scene.come(&db, "Ravi", "IN").await;
    scene.choose(&db, amina).await.unwrap();
    let full = refusal(scene.choose(&db, otieno).await);
    assert!(matches!(full, Refusal::NoSeat { value, .. } if value == "KE"));
    scene.choose(&db, ravi).await.unwrap();
    nothing_is_broken(&db).await;
}

async fn those_who_chose_before_count_when_a_limit_is_set(db: Db) {
    let scene = scene(&db).await;
    let staff = visitor(&db, scene.grace).await;
    for (name, from) in [("Amina", "KE"), ("Otieno", "KE")] {
        let who = scene.come(&db, name, from).await;
        scene.choose(&db, who).await.unwrap();
    }
    scene.come(&db, "Ravi", "IN").await;
    let small = set_total_of_elective(&db, &staff, scene.elective, Some(1), NOW).await;
    assert_eq!(refusal(small), Refusal::BelowTaken { taken: 2 });
    scene.seats(&db, 2).await;
    assert_eq!(scene.taken(&db).await, 2, "Ravi chose nothing");
    let typed = pool("maximum", "country", "KE", 1);
    let kenya = add_to_elective(&db, &staff, scene.elective, &typed, NOW).await;
    assert_eq!(refusal(kenya), Refusal::BelowTaken { taken: 2 });
    nothing_is_broken(&db).await;
}

async fn what_an_elective_keeps_hangs_on_its_total(db: Db) {
    let scene = scene(&db).await;
    let staff = visitor(&db, scene.grace).await;
    let kept = pool("reserve", "country_group", "ldc", 2);
    let early = add_to_elective(&db, &staff, scene.elective, &kept, NOW).await;
    assert_eq!(refusal(early), Refusal::ReserveWithoutTotal);
    scene.seats(&db, 3).await;
    let kept = add_to_elective(&db, &staff, scene.elective, &kept, NOW)
        .await
        .unwrap();
    let amina = scene.come(&db, "Amina", "KE").await;
    let ravi = scene.come(&db, "Ravi", "IN").await;
    let maya = scene.come(&db, "Maya", "NP").await;
    scene.choose(&db, amina).await.unwrap();
    assert!(matches!(
        refusal(scene.choose(&db, ravi).await),
        Refusal::NoSeat {
            rule: PoolRule::Reserve,
            ..
        }
    ));
    scene.choose(&db, maya).await.unwrap();
    let unlimited = set_total_of_elective(&db, &staff, scene.elective, None, NOW).await;
    assert_eq!(refusal(unlimited), Refusal::ReserveWithoutTotal);
    resize(&db, &staff, kept, "1", NOW).await.unwrap();
    scene.choose(&db, ravi).await.unwrap();
    let whose = remove(&db, &staff, kept, NOW).await.unwrap();
    assert_eq!(whose.course, Some(scene.elective));
    nothing_is_broken(&db).await;
}

async fn a_correction_moves_the_electives_seats_too(db: Db) {
    let scene = scene(&db).await;
    let staff = visitor(&db, scene.grace).await;
    let typed = pool("maximum", "each_country", "", 1);
    add_to_elective(&db, &staff, scene.elective, &typed, NOW)
        .await
        .unwrap();
    let amina = scene.come(&db, "Amina", "KE").await;
    let ravi = scene.come(&db, "Ravi", "IN").await;
    scene.choose(&db, amina).await.unwrap();
    scene.choose(&db, ravi).await.unwrap();
    let hers = application::Entity::find()
        .filter(application::Column::Person.eq(amina))
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let to = |country: &str| TypedCorrection {
        delegation: country.to_owned(),
        organisation: String::new(),
        rank: "none".to_owned(),
        sex: "unknown".to_owned(),
        reason: "A slip.".to_owned(),
        seen: "0".to_owned(),
    };
    let full = refusal(correct(&db, &staff, hers.id, &to("IN"), NOW).await);
    assert!(matches!(full, Refusal::NoSeat { value, .. } if value == "IN"));
    correct(&db, &staff, hers.id, &to("UG"), NOW).await.unwrap();
    let otieno = scene.come(&db, "Otieno", "KE").await;
    scene.choose(&db, otieno).await.unwrap();
    nothing_is_broken(&db).await;
}

async fn a_full_elective_says_so_and_offers_no_button(db: Db) {
    let scene = scene(&db).await;
    scene.seats(&db, 1).await;
    let amina = scene.come(&db, "Amina", "KE").await;
    let ravi = scene.come(&db, "Ravi", "IN").await;
    scene.choose(&db, amina).await.unwrap();
    for (who, is_full, may_leave) in [(amina, false, true), (ravi, true, true)] {
        let him = visitor(&db, who).await;
        let choice = elective::standing(&db, &him, scene.elective, NOW)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((choice.is_full, choice.may_leave), (is_full, may_leave));
        assert_eq!(choice.may_choose, !is_full);
        let mine = my_editions::my_editions(&db, who, Language::English, NOW)
            .await
            .unwrap();
        assert_eq!(mine[0].electives[0].choice, choice);
    }
}

async fn what_is_for_everybody_has_no_seats_of_its_own(db: Db) {
    let scene = scene(&db).await;
    let staff = visitor(&db, scene.grace).await;
    let required = course(&db, scene.edition, "ships").await;
    let set = set_total_of_elective(&db, &staff, required, Some(1), NOW).await;
    assert_eq!(refusal(set), Refusal::NotFound);
    let seen = overview_of_elective(&db, &staff, required, Language::English).await;
    assert_eq!(refusal(seen.map(|_| ())), Refusal::NotFound);
}

async fn only_who_runs_the_edition_limits_its_electives(db: Db) {
    let scene = scene(&db).await;
    let other = cast::edition(&db, programme(&db, "ships").await, "2026").await;
    let neighbour = person(&db, "Chen", "CN").await;
    grant(&db, neighbour, Role::Coordinator, Scope::Edition(other)).await;
    let auditor = person(&db, "Lerato", "ZA").await;
    grant(&db, auditor, Role::Auditor, Scope::All).await;
    let amina = scene.come(&db, "Amina", "KE").await;
    let typed = pool("maximum", "country", "KE", 1);
    for (who, expected) in [
        (amina, Refusal::NotFound),
        (neighbour, Refusal::NotFound),
        (auditor, Refusal::NotAllowed),
    ] {
        let him = visitor(&db, who).await;
        let set = set_total_of_elective(&db, &him, scene.elective, Some(1), NOW).await;
        assert_eq!(refusal(set), expected);
        let added = add_to_elective(&db, &him, scene.elective, &typed, NOW).await;
        assert_eq!(refusal(added), expected);
    }
    let pools = seat_pool::Entity::find().count(db.read()).await.unwrap();
    assert_eq!(pools, 0);
}

async fn three_hundred_choose_at_once(db: Db) {
    let scene = scene(&db).await;
    scene.seats(&db, 40).await;
    let staff = visitor(&db, scene.grace).await;
    for typed in [
        pool("maximum", "each_country", "", 9),
        pool("reserve", "country_group", "ldc", 10),
    ] {
        add_to_elective(&db, &staff, scene.elective, &typed, NOW)
            .await
            .unwrap();
    }
    let countries = ["KE", "IN", "NP", "UG", "BR", "FR", "FJ", "CN", "ET", "DE"];
    let mut people = Vec::new();
    for number in 0..300 {
        let from = countries[number % countries.len()];
        people.push(scene.come(&db, &format!("Person {number}"), from).await);
    }
    let tasks = people.iter().enumerate().map(|(number, who)| {
        let (db, who, course, edition) = (db.clone(), *who, scene.elective, scene.edition);
        tokio::spawn(async move {
            match elective::choose(&db, who, course, NOW).await {
                // Some change their mind at once, some leave the edition: their seats are others'.
                Ok(_) if number % 7 == 0 => {
                    elective::leave(&db, who, course, NOW).await.unwrap();
                    false
                }
                Ok(_) if number % 11 == 0 => {
                    withdraw(&db, who, edition, NOW).await.unwrap();
                    false
                }
                Ok(_) => true,
                Err(Error::Refused(Refusal::NoSeat { .. })) => false,
                Err(other) => panic!("{other:?}"),
            }
        })
    });
    let mut stayed = 0;
    for done in join_all(tasks).await {
        stayed += i32::from(done.unwrap());
    }
    assert!((20..=40).contains(&stayed), "{stayed}");
    assert_eq!(scene.taken(&db).await, stayed);
    nothing_is_broken(&db).await;
    // Whoever may still choose finds a seat, down to the last.
    for who in &people {
        let _ = scene.choose(&db, *who).await;
    }
    assert_eq!(scene.taken(&db).await, 40, "no seat stays empty");
    nothing_is_broken(&db).await;
}
