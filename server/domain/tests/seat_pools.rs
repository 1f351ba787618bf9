//! Overlapping seat pools: maxima, reserves, their release, and a waiting list that passes nobody over without a reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;
#[path = "cast/pool_model.rs"]
mod pool_model;

use cast::{NOW, administrator, country, edition, grant, person, programme, visitor};
use domain::accounts::person as people;
use domain::admissions::invariants::invariants;
use domain::admissions::pool_setup::{TypedPool, add, release, release_due, remove, resize};
use domain::admissions::{
    Placed, application, enrol, enrolment, passed_over, seat_claim, seat_counter, seat_pool,
    set_total, withdraw,
};
use domain::sea_orm::QueryOrder;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::{Expr, ExprTrait};
use domain::{Db, Error};
use futures::future::join_all;
use model::accounts::{Rank, Sex};
use model::admissions::Standing;
use model::role::Scope;
use model::{EditionId, PersonId, Reason, Refusal, Role, SeatPoolId};
use pool_model::{Model, Who};

on_both! {
    two_per_country_and_no_third,
    a_reserve_holds_back_everybody_else,
    a_seat_must_be_free_in_every_pool_at_once,
    who_does_not_fit_is_passed_over_with_the_reason,
    a_released_pool_lets_in_whom_it_held_back,
    a_release_date_is_kept_once_however_many_servers_look,
    a_removed_or_enlarged_pool_lets_the_waiting_in,
    those_who_are_in_count_when_a_pool_is_added,
    what_does_not_do_is_refused_beside_its_field,
    only_who_runs_the_edition_sets_pools_up,
    each_kind_of_group_counts_its_own,
    the_counters_hold_against_a_handwritten_statement,
    random_pools_agree_with_the_model,
    five_hundred_people_and_twelve_pools,
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

fn pool(rule: &str, counted: &str, value: &str, size: i32) -> TypedPool {
    TypedPool {
        rule: rule.to_owned(),
        counted: counted.to_owned(),
        value: value.to_owned(),
        size: size.to_string(),
        release_on: String::new(),
    }
}

async fn with_pool(
    db: &Db,
    (edition, grace): (EditionId, PersonId),
    typed: &TypedPool,
) -> SeatPoolId {
    let visitor = visitor(db, grace).await;
    add(db, &visitor, edition, typed, NOW).await.unwrap()
}

async fn come(db: &Db, edition: EditionId, name: &str, from: &str) -> (PersonId, Placed) {
    let who = person(db, name, from).await;
    let placed = enrol(db, who, edition, country(from), NOW).await.unwrap();
    (who, placed)
}

fn has_place(placed: &Placed) -> bool {
    matches!(placed, Placed::Place(_))
}

async fn standing(db: &Db, who: PersonId) -> Standing {
    application::Entity::find()
        .filter(application::Column::Person.eq(who))
        .order_by_desc(application::Column::CreatedAt)
        .one(db.read())
        .await
        .unwrap()
        .unwrap()
        .standing
}

async fn nothing_is_broken(db: &Db) {
    assert_eq!(invariants(db, NOW).await.unwrap(), []);
}

async fn two_per_country_and_no_third(db: Db) {
    let (edition, grace) = an_edition(&db, 10).await;
    with_pool(
        &db,
        (edition, grace),
        &pool("maximum", "each_country", "", 2),
    )
    .await;
    for (name, from, fits) in [
        ("Amina", "KE", true),
        ("Wanjiru", "KE", true),
        ("Otieno", "KE", false),
        ("Ravi", "IN", true),
        ("Achieng", "KE", false),
    ] {
        let (_, placed) = come(&db, edition, name, from).await;
        assert_eq!(has_place(&placed), fits, "{name}");
    }
    nothing_is_broken(&db).await;
}

async fn a_reserve_holds_back_everybody_else(db: Db) {
    let (edition, grace) = an_edition(&db, 3).await;
    with_pool(
        &db,
        (edition, grace),
        &pool("reserve", "country_group", "ldc", 2),
    )
    .await;
    let (_, kenya) = come(&db, edition, "Amina", "KE").await;
    let (_, india) = come(&db, edition, "Ravi", "IN").await;
    assert!(has_place(&kenya));
    assert!(!has_place(&india), "the other two are kept");
    let (_, nepal) = come(&db, edition, "Maya", "NP").await;
    let (_, uganda) = come(&db, edition, "Okello", "UG").await;
    assert!(has_place(&nepal) && has_place(&uganda));
    nothing_is_broken(&db).await;
}

async fn a_seat_must_be_free_in_every_pool_at_once(db: Db) {
    let (edition, grace) = an_edition(&db, 5).await;
    with_pool(&db, (edition, grace), &pool("maximum", "country", "KE", 1)).await;
    with_pool(&db, (edition, grace), &pool("reserve", "sex", "female", 4)).await;
    let (_, first) = come(&db, edition, "Amina", "KE").await;
    assert!(
        has_place(&first),
        "she claims the one seat that is not kept"
    );
    let (_, second) = come(&db, edition, "Omar", "EG").await;
    assert!(
        !has_place(&second),
        "his country has seats, his sex has none"
    );
    let claims = seat_claim::Entity::find().count(db.read()).await.unwrap();
    assert_eq!(claims, 3, "total, country and what is not kept");
    nothing_is_broken(&db).await;
}

async fn who_does_not_fit_is_passed_over_with_the_reason(db: Db) {
    let (edition, grace) = an_edition(&db, 3).await;
    let kenya = with_pool(&db, (edition, grace), &pool("maximum", "country", "KE", 1)).await;
    come(&db, edition, "Amina", "KE").await;
    come(&db, edition, "Ravi", "IN").await;
    let (maya, _) = come(&db, edition, "Maya", "NP").await;
    let (otieno, _) = come(&db, edition, "Otieno", "KE").await;
    let (siti, _) = come(&db, edition, "Siti", "ID").await;
    let (late, _) = come(&db, edition, "Achieng", "KE").await;
    withdraw(&db, maya, edition, NOW).await.unwrap();

    assert_eq!(standing(&db, siti).await, Standing::Accepted);
    assert_eq!(standing(&db, otieno).await, Standing::Waiting);
    let rows = passed_over::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(rows.len(), 1, "nobody passed Achieng: {rows:?}");
    let his = application::Entity::find_by_id(rows[0].application)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (his.person, rows[0].pool, rows[0].times),
        (otieno, kenya, 1)
    );
    assert_ne!(his.person, late);
    nothing_is_broken(&db).await;
}

async fn a_released_pool_lets_in_whom_it_held_back(db: Db) {
    let (edition, grace) = an_edition(&db, 3).await;
    let kept = with_pool(
        &db,
        (edition, grace),
        &pool("reserve", "country_group", "ldc", 2),
    )
    .await;
    come(&db, edition, "Amina", "KE").await;
    let (ravi, _) = come(&db, edition, "Ravi", "IN").await;
    let (siti, _) = come(&db, edition, "Siti", "ID").await;
    let (omar, _) = come(&db, edition, "Omar", "EG").await;
    let visitor = visitor(&db, grace).await;
    release(&db, &visitor, kept, NOW).await.unwrap();
    assert_eq!(standing(&db, ravi).await, Standing::Accepted);
    assert_eq!(standing(&db, siti).await, Standing::Accepted);
    assert_eq!(
        standing(&db, omar).await,
        Standing::Waiting,
        "the total still counts"
    );
    let again = release(&db, &visitor, kept, NOW).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::NotFound))));
    nothing_is_broken(&db).await;
}

async fn a_release_date_is_kept_once_however_many_servers_look(db: Db) {
    let (edition, grace) = an_edition(&db, 2).await;
    let typed = TypedPool {
        release_on: "2026-12-01".to_owned(),
        ..pool("reserve", "sex", "female", 2)
    };
    with_pool(&db, (edition, grace), &typed).await;
    let (omar, placed) = come(&db, edition, "Omar", "EG").await;
    assert!(!has_place(&placed));
    assert_eq!(release_due(&db, NOW).await.unwrap(), 0);
    let later = NOW.plus_days(8);
    let servers = (0..8).map(|_| {
        let db = db.clone();
        tokio::spawn(async move { release_due(&db, later).await.unwrap() })
    });
    let released: u64 = join_all(servers)
        .await
        .into_iter()
        .map(|one| one.unwrap())
        .sum();
    assert_eq!(released, 1);
    assert_eq!(standing(&db, omar).await, Standing::Accepted);
    nothing_is_broken(&db).await;
}

async fn a_removed_or_enlarged_pool_lets_the_waiting_in(db: Db) {
    let (edition, grace) = an_edition(&db, 10).await;
    let kenya = with_pool(&db, (edition, grace), &pool("maximum", "country", "KE", 1)).await;
    come(&db, edition, "Amina", "KE").await;
    let (otieno, _) = come(&db, edition, "Otieno", "KE").await;
    let (achieng, _) = come(&db, edition, "Achieng", "KE").await;
    let visitor = visitor(&db, grace).await;
    resize(&db, &visitor, kenya, "2", NOW).await.unwrap();
    assert_eq!(standing(&db, otieno).await, Standing::Accepted);
    assert_eq!(standing(&db, achieng).await, Standing::Waiting);
    let below = resize(&db, &visitor, kenya, "1", NOW).await;
    assert!(matches!(
        below,
        Err(Error::Refused(Refusal::BelowTaken { taken: 2 }))
    ));
    remove(&db, &visitor, kenya, NOW).await.unwrap();
    assert_eq!(standing(&db, achieng).await, Standing::Accepted);
    nothing_is_broken(&db).await;
}

async fn those_who_are_in_count_when_a_pool_is_added(db: Db) {
    let (edition, grace) = an_edition(&db, 10).await;
    come(&db, edition, "Amina", "KE").await;
    come(&db, edition, "Wanjiru", "KE").await;
    let visitor = visitor(&db, grace).await;
    let small = add(
        &db,
        &visitor,
        edition,
        &pool("maximum", "each_country", "", 1),
        NOW,
    )
    .await;
    assert!(matches!(
        small,
        Err(Error::Refused(Refusal::BelowTaken { taken: 2 }))
    ));
    assert_eq!(
        seat_pool::Entity::find().count(db.read()).await.unwrap(),
        1,
        "nothing is half-written"
    );
    add(
        &db,
        &visitor,
        edition,
        &pool("maximum", "each_country", "", 2),
        NOW,
    )
    .await
    .unwrap();
    let (_, third) = come(&db, edition, "Otieno", "KE").await;
    assert!(!has_place(&third));
    nothing_is_broken(&db).await;
}

async fn what_does_not_do_is_refused_beside_its_field(db: Db) {
    let (edition, grace) = an_edition(&db, 10).await;
    let visitor = visitor(&db, grace).await;
    let past = TypedPool {
        release_on: "2026-11-01".to_owned(),
        ..pool("maximum", "country", "KE", 1)
    };
    let wordy = TypedPool {
        size: "many".to_owned(),
        ..pool("maximum", "country", "KE", 1)
    };
    for (typed, field, reason) in [
        (
            pool("maximum", "everybody", "", 5),
            "counted",
            Reason::NotAChoice,
        ),
        (
            pool("reserve", "each_country", "", 5),
            "rule",
            Reason::NotAChoice,
        ),
        (
            pool("maximum", "country", "XX", 5),
            "value",
            Reason::NotAChoice,
        ),
        (
            pool("maximum", "organisation", " ", 5),
            "value",
            Reason::Missing,
        ),
        (pool("maximum", "sex", "", 5), "value", Reason::Missing),
        (
            pool("reserve", "sex", "female", 11),
            "size",
            Reason::NotANumber { least: 0, most: 10 },
        ),
        (past, "release_on", Reason::NotAhead),
        (
            wordy,
            "size",
            Reason::NotANumber {
                least: 0,
                most: 1_000_000,
            },
        ),
    ] {
        let Err(Error::Refused(refusal)) = add(&db, &visitor, edition, &typed, NOW).await else {
            panic!("{typed:?} was taken");
        };
        assert_eq!(refusal.reason_for(field), Some(reason), "{typed:?}");
    }
    let kenya = pool("maximum", "country", "KE", 5);
    add(&db, &visitor, edition, &kenya, NOW).await.unwrap();
    let Err(Error::Refused(twice)) = add(&db, &visitor, edition, &kenya, NOW).await else {
        panic!("one pool twice");
    };
    assert_eq!(twice.reason_for("counted"), Some(Reason::Taken));

    add(
        &db,
        &visitor,
        edition,
        &pool("reserve", "sex", "female", 4),
        NOW,
    )
    .await
    .unwrap();
    let fewer = set_total(&db, &visitor, edition, Some(3), NOW).await;
    assert!(matches!(fewer, Err(Error::Refused(Refusal::BelowReserved))));
    let unlimited = set_total(&db, &visitor, edition, None, NOW).await;
    assert!(matches!(
        unlimited,
        Err(Error::Refused(Refusal::ReserveWithoutTotal))
    ));
}

async fn only_who_runs_the_edition_sets_pools_up(db: Db) {
    let (edition, grace) = an_edition(&db, 10).await;
    let kenya = with_pool(&db, (edition, grace), &pool("maximum", "country", "KE", 1)).await;
    let other = crate::edition(&db, programme(&db, "ports").await, "2026").await;
    let outsider = person(&db, "Omar", "EG").await;
    let neighbour = person(&db, "Chen", "CN").await;
    grant(&db, neighbour, Role::Coordinator, Scope::Edition(other)).await;
    let auditor = person(&db, "Lerato", "ZA").await;
    grant(&db, auditor, Role::Auditor, Scope::All).await;
    for (who, refusal) in [
        (outsider, Refusal::NotFound),
        (neighbour, Refusal::NotFound),
        (auditor, Refusal::NotAllowed),
    ] {
        let visitor = visitor(&db, who).await;
        let Err(Error::Refused(said)) = remove(&db, &visitor, kenya, NOW).await else {
            panic!("{who} removed a pool");
        };
        assert_eq!(said, refusal);
        let added = add(
            &db,
            &visitor,
            edition,
            &pool("maximum", "country", "IN", 1),
            NOW,
        )
        .await;
        assert!(matches!(added, Err(Error::Refused(Refusal::NotAllowed))));
    }
}

async fn each_kind_of_group_counts_its_own(db: Db) {
    let (edition, grace) = an_edition(&db, 10).await;
    for typed in [
        pool("maximum", "organisation", "MINISTRY OF AMINA", 1),
        pool("maximum", "rank_from", "director", 0),
        pool("maximum", "sex", "male", 0),
    ] {
        with_pool(&db, (edition, grace), &typed).await;
    }
    let (_, hers) = come(&db, edition, "Amina", "KE").await;
    assert!(has_place(&hers));
    for (name, rank, sex, organisation) in [
        ("Wanjiru", Rank::None, Sex::Female, "Ministry of  amina"),
        ("Otieno", Rank::Minister, Sex::Female, "Other"),
        ("Ravi", Rank::None, Sex::Male, "Other"),
    ] {
        let who = person(&db, name, "KE").await;
        db.write(async |tx| {
            people::Entity::update_many()
                .col_expr(people::Column::Rank, Expr::value(rank))
                .col_expr(people::Column::Sex, Expr::value(sex))
                .col_expr(people::Column::Organisation, Expr::value(organisation))
                .filter(people::Column::Id.eq(who))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
        .unwrap();
        let placed = enrol(&db, who, edition, country("KE"), NOW).await.unwrap();
        assert!(!has_place(&placed), "{name}");
    }
    nothing_is_broken(&db).await;
}

async fn the_counters_hold_against_a_handwritten_statement(db: Db) {
    let (edition, grace) = an_edition(&db, 10).await;
    with_pool(&db, (edition, grace), &pool("maximum", "country", "KE", 1)).await;
    come(&db, edition, "Amina", "KE").await;
    let one_more = db
        .write(async |tx| {
            seat_counter::Entity::update_many()
                .col_expr(
                    seat_counter::Column::Taken,
                    Expr::col(seat_counter::Column::Taken).add(1),
                )
                .filter(seat_counter::Column::Size.eq(1))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await;
    assert!(matches!(one_more, Err(Error::Database(_))));
}

/// Who has a place, and who waits, in the order of the list.
async fn seen(db: &Db, edition: EditionId) -> (Vec<PersonId>, Vec<PersonId>) {
    let mut placed: Vec<PersonId> = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|place| place.person)
        .collect();
    placed.sort();
    let waiting = application::Entity::find()
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::QueueNumber.is_not_null())
        .order_by_asc(application::Column::QueueNumber)
        .all(db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|application| application.person)
        .collect();
    (placed, waiting)
}

/// The same random steps here and in a model of forty lines; after each, both know the same people in and waiting.
async fn random_pools_agree_with_the_model(db: Db) {
    let grace = administrator(&db).await;
    let visitor = visitor(&db, grace).await;
    let programme = programme(&db, "random").await;
    let everybody = pool_model::people(&db, 30).await;
    for seed in 1..=12 {
        let mut dice = pool_model::Dice(seed * 7_919);
        let edition = edition(&db, programme, &format!("seed-{seed}")).await;
        let mut model = Model::default();
        let mut pools: Vec<SeatPoolId> = Vec::new();
        for step in 0..50 {
            pool_model::step(
                &db, &visitor, edition, &everybody, &mut pools, &mut model, &mut dice,
            )
            .await;
            assert_eq!(
                seen(&db, edition).await,
                model.seen(),
                "seed {seed}, step {step}: {model:?}"
            );
        }
        nothing_is_broken(&db).await;
    }
}

async fn five_hundred_people_and_twelve_pools(db: Db) {
    let (edition, grace) = an_edition(&db, 100).await;
    for typed in [
        pool("maximum", "each_country", "", 12),
        pool("maximum", "country", "KE", 5),
        pool("maximum", "country_group", "brics", 40),
        pool("maximum", "country_group", "europe", 10),
        pool("maximum", "rank_from", "director", 30),
        pool("maximum", "organisation", "Ministry 3", 8),
        pool("maximum", "sex", "male", 70),
        pool("reserve", "country_group", "ldc", 20),
        pool("reserve", "country_group", "africa", 15),
        pool("reserve", "sex", "female", 20),
        pool("reserve", "rank_from", "division", 10),
    ] {
        with_pool(&db, (edition, grace), &typed).await;
    }
    let everybody = pool_model::people(&db, 500).await;
    let (first, rest) = everybody.split_at(150);
    let enter = |who: &Who| {
        let (db, id, from) = (db.clone(), who.member.person, who.member.delegation);
        tokio::spawn(async move {
            enrol(&db, id, edition, from, NOW).await.unwrap();
        })
    };
    for done in join_all(first.iter().map(enter)).await {
        done.unwrap();
    }
    // From here on somebody leaves for every two who come, so that seats are freed while others ask for them.
    let mut tasks = Vec::new();
    let mut leaving = first.iter();
    for pair in rest.chunks(2) {
        tasks.extend(pair.iter().map(enter));
        if let Some(who) = leaving.next() {
            let (db, id) = (db.clone(), who.member.person);
            tasks.push(tokio::spawn(async move {
                withdraw(&db, id, edition, NOW).await.unwrap();
            }));
        }
    }
    for done in join_all(tasks).await {
        done.unwrap();
    }
    nothing_is_broken(&db).await;
    let (placed, waiting) = seen(&db, edition).await;
    assert_eq!(
        placed.len() + waiting.len(),
        500 - 150,
        "nobody is lost, nobody is there twice"
    );
    assert!(placed.len() > 60, "{} of 100 seats", placed.len());
    let passed = passed_over::Entity::find().count(db.read()).await.unwrap();
    assert!(passed > 0, "somebody was passed over");
}
