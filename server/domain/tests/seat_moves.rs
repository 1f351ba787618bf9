//! Moves between seat pools: people picked by hand, and corrections of what pools look at.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

mod cast;
#[path = "cast/admission_rows.rs"]
mod rows;

use cast::{NOW, administrator, country, edition, grant, person, programme, visitor};
use domain::accounts::person as people;
use domain::admissions::correction::{self, TypedCorrection, correct, corrections};
use domain::admissions::invariants::invariants;
use domain::admissions::picking::{pick, picks, unpick};
use domain::admissions::pool_overview::one;
use domain::admissions::pool_setup::{TypedPool, add};
use domain::admissions::{enrol, enrolment, picked_person, seat_counter, set_total, withdraw};
use domain::outbox::{self, Letter};
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use domain::{Db, Error, audit};
use model::accounts::{Rank, Sex};
use model::admissions::{PoolGroup, PoolRule, Standing};
use model::role::Scope;
use model::{ApplicationId, EditionId, Language, PersonId, Reason, Refusal, Role, SeatPoolId};
use rows::{latest_application, place_of};

on_both! {
    whoever_is_picked_takes_a_seat_of_the_list,
    a_pick_is_refused_where_the_list_is_full_and_changes_nothing,
    an_unpick_may_be_refused_where_seats_are_kept_for_the_list,
    only_applicants_of_the_edition_are_picked,
    a_search_finds_applicants_by_name_and_address,
    a_correction_moves_the_seat_and_lets_in_whom_it_frees_one_for,
    a_correction_for_which_there_is_no_seat_changes_nothing,
    whoever_waits_and_is_corrected_may_get_in,
    a_corrected_rank_stays_when_the_place_is_given,
    the_person_is_told_and_the_history_says_why,
    what_does_not_do_as_a_correction_is_refused,
    only_who_runs_the_edition_moves_people,
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

async fn limit(
    db: &Db,
    (edition, grace): (EditionId, PersonId),
    rule: PoolRule,
    counted: PoolGroup,
    value: &str,
    size: i32,
) -> SeatPoolId {
    let typed = TypedPool {
        rule: rule.to_string(),
        counted: counted.to_string(),
        value: value.to_owned(),
        size: size.to_string(),
        release_on: String::new(),
    };
    let visitor = visitor(db, grace).await;
    add(db, &visitor, edition, &typed, NOW).await.unwrap()
}

async fn come(db: &Db, edition: EditionId, name: &str, from: &str) -> PersonId {
    let who = person(db, name, from).await;
    enrol(db, who, edition, country(from), NOW).await.unwrap();
    who
}

async fn standing(db: &Db, who: PersonId) -> Standing {
    latest_application(db, who).await.standing
}

async fn nothing_is_broken(db: &Db) {
    assert_eq!(invariants(db, NOW).await.unwrap(), []);
}

fn refusal<T: std::fmt::Debug>(answer: domain::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn taken(db: &Db, pool: SeatPoolId) -> i32 {
    seat_counter::Entity::find()
        .filter(seat_counter::Column::Pool.eq(pool))
        .one(db.read())
        .await
        .unwrap()
        .map_or(0, |counter| counter.taken)
}

async fn whoever_is_picked_takes_a_seat_of_the_list(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 2).await;
    let list = limit(
        &db,
        scene,
        PoolRule::Maximum,
        PoolGroup::Picked,
        "Speakers",
        1,
    )
    .await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    assert_eq!(taken(&db, list).await, 0);
    pick(&db, &staff, list, amina, NOW).await.unwrap();
    assert_eq!(taken(&db, list).await, 1);
    pick(&db, &staff, list, amina, NOW).await.unwrap();
    assert_eq!(taken(&db, list).await, 1, "picking again changes nothing");
    unpick(&db, &staff, list, amina, NOW).await.unwrap();
    assert_eq!(taken(&db, list).await, 0);
    let log = audit::Entity::find()
        .filter(audit::Column::Action.is_in(["pick_person", "unpick_person"]))
        .all(db.read())
        .await
        .unwrap();
    assert_eq!(log.len(), 2);
    assert!(log.iter().all(|row| row.actor == Some(grace)));
    nothing_is_broken(&db).await;
}

async fn a_pick_is_refused_where_the_list_is_full_and_changes_nothing(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 5).await;
    let list = limit(
        &db,
        scene,
        PoolRule::Maximum,
        PoolGroup::Picked,
        "Speakers",
        1,
    )
    .await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    let ravi = come(&db, edition, "Ravi", "IN").await;
    pick(&db, &staff, list, amina, NOW).await.unwrap();
    let full = refusal(pick(&db, &staff, list, ravi, NOW).await);
    assert_eq!(
        full,
        Refusal::NoSeat {
            rule: PoolRule::Maximum,
            counted: PoolGroup::Picked,
            value: "Speakers".to_owned(),
            size: 1
        }
    );
    let rows = picked_person::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(rows.len(), 1, "nothing is half-written");
    assert_eq!(standing(&db, ravi).await, Standing::Accepted);
    nothing_is_broken(&db).await;
}

async fn an_unpick_may_be_refused_where_seats_are_kept_for_the_list(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 2).await;
    let list = limit(
        &db,
        scene,
        PoolRule::Reserve,
        PoolGroup::Picked,
        "Speakers",
        1,
    )
    .await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    let ravi = come(&db, edition, "Ravi", "IN").await;
    assert_eq!(standing(&db, ravi).await, Standing::Waiting);
    pick(&db, &staff, list, ravi, NOW).await.unwrap();
    assert_eq!(
        standing(&db, ravi).await,
        Standing::Accepted,
        "the kept seat is for those on the list"
    );
    assert_eq!(standing(&db, amina).await, Standing::Accepted);
    let kept = refusal(unpick(&db, &staff, list, ravi, NOW).await);
    assert!(matches!(
        kept,
        Refusal::NoSeat {
            rule: PoolRule::Reserve,
            ..
        }
    ));
    nothing_is_broken(&db).await;
}

async fn only_applicants_of_the_edition_are_picked(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 2).await;
    let list = limit(
        &db,
        scene,
        PoolRule::Maximum,
        PoolGroup::Picked,
        "Speakers",
        1,
    )
    .await;
    let women = limit(&db, scene, PoolRule::Maximum, PoolGroup::Sex, "female", 1).await;
    let staff = visitor(&db, grace).await;
    let stranger = person(&db, "Omar", "EG").await;
    let unknown = refusal(pick(&db, &staff, list, stranger, NOW).await);
    assert_eq!(unknown, Refusal::NotFound);
    let amina = come(&db, edition, "Amina", "KE").await;
    let no_list = refusal(pick(&db, &staff, women, amina, NOW).await);
    assert_eq!(no_list, Refusal::NotFound);
    withdraw(&db, amina, edition, NOW).await.unwrap();
    let gone = refusal(pick(&db, &staff, list, amina, NOW).await);
    assert_eq!(gone, Refusal::ApplicationOver);
}

async fn a_search_finds_applicants_by_name_and_address(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 5).await;
    let list = limit(
        &db,
        scene,
        PoolRule::Maximum,
        PoolGroup::Picked,
        "Speakers",
        3,
    )
    .await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina Njeri", "KE").await;
    come(&db, edition, "Ravi", "IN").await;
    person(&db, "Amina Elsewhere", "EG").await;
    let (_, pool) = one(&db, &staff, list, Language::English).await.unwrap();
    let names = async |search: &str| {
        let picks = picks(&db, &pool, search).await.unwrap();
        let of = |people: Vec<domain::admissions::picking::Applicant>| {
            people
                .into_iter()
                .map(|one| one.name)
                .collect::<Vec<_>>()
                .join(" ")
        };
        (of(picks.picked), of(picks.found))
    };
    let found = |picked: &str, found: &str| (picked.to_owned(), found.to_owned());
    assert_eq!(names("").await, found("", ""));
    assert_eq!(names("AMÍNA").await, found("", "Amina Njeri"));
    assert_eq!(names("ravi@example").await, found("", "Ravi"));
    assert_eq!(names("amina ravi").await, found("", ""));
    pick(&db, &staff, list, amina, NOW).await.unwrap();
    assert_eq!(names("amina").await, found("Amina Njeri", ""));
}

fn as_is(from: &str) -> TypedCorrection {
    TypedCorrection {
        delegation: from.to_owned(),
        organisation: "Ministry of the Sea".to_owned(),
        rank: "none".to_owned(),
        sex: "unknown".to_owned(),
        reason: "Her embassy nominated her.".to_owned(),
        seen: "0".to_owned(),
    }
}

async fn application_of(db: &Db, who: PersonId) -> ApplicationId {
    latest_application(db, who).await.id
}

async fn a_correction_moves_the_seat_and_lets_in_whom_it_frees_one_for(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 10).await;
    limit(&db, scene, PoolRule::Maximum, PoolGroup::EachCountry, "", 1).await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    let otieno = come(&db, edition, "Otieno", "KE").await;
    assert_eq!(standing(&db, otieno).await, Standing::Waiting);
    let hers = application_of(&db, amina).await;
    correct(&db, &staff, hers, &as_is("UG"), NOW).await.unwrap();
    let place = place_of(&db, edition, amina).await.unwrap();
    assert_eq!(place.delegation, country("UG"), "figures follow");
    assert_eq!(place.declared, country("KE"), "the profile's stays");
    assert_eq!(place.organisation, "Ministry of the Sea");
    assert_eq!(standing(&db, otieno).await, Standing::Accepted);
    nothing_is_broken(&db).await;
}

async fn a_correction_for_which_there_is_no_seat_changes_nothing(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 10).await;
    limit(&db, scene, PoolRule::Maximum, PoolGroup::EachCountry, "", 1).await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    come(&db, edition, "Ravi", "IN").await;
    let hers = application_of(&db, amina).await;
    let full = refusal(correct(&db, &staff, hers, &as_is("IN"), NOW).await);
    assert_eq!(
        full,
        Refusal::NoSeat {
            rule: PoolRule::Maximum,
            counted: PoolGroup::Country,
            value: "IN".to_owned(),
            size: 1
        }
    );
    let place = place_of(&db, edition, amina).await.unwrap();
    assert_eq!(place.delegation, country("KE"));
    assert_eq!(place.organisation, "Ministry of Amina");
    let made = correction::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(made, []);
    nothing_is_broken(&db).await;
}

async fn whoever_waits_and_is_corrected_may_get_in(db: Db) {
    let scene @ (edition, grace) = an_edition(&db, 10).await;
    limit(&db, scene, PoolRule::Maximum, PoolGroup::EachCountry, "", 1).await;
    let staff = visitor(&db, grace).await;
    come(&db, edition, "Amina", "KE").await;
    let otieno = come(&db, edition, "Otieno", "KE").await;
    let his = application_of(&db, otieno).await;
    correct(&db, &staff, his, &as_is("UG"), NOW).await.unwrap();
    assert_eq!(standing(&db, otieno).await, Standing::Accepted);
    let place = place_of(&db, edition, otieno).await.unwrap();
    assert_eq!(place.delegation, country("UG"));
    nothing_is_broken(&db).await;
}

async fn a_corrected_rank_stays_when_the_place_is_given(db: Db) {
    let (edition, grace) = an_edition(&db, 1).await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    let otieno = come(&db, edition, "Otieno", "KE").await;
    let his = application_of(&db, otieno).await;
    let typed = TypedCorrection {
        rank: "director".to_owned(),
        ..as_is("KE")
    };
    correct(&db, &staff, his, &typed, NOW).await.unwrap();
    db.write(async |tx| {
        people::Entity::update_many()
            .col_expr(people::Column::Rank, Expr::value(Rank::Minister))
            .col_expr(people::Column::Sex, Expr::value(Sex::Male))
            .filter(people::Column::Id.eq(otieno))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    withdraw(&db, amina, edition, NOW).await.unwrap();
    let place = place_of(&db, edition, otieno).await.unwrap();
    assert_eq!(place.rank, Rank::Director, "as corrected");
    assert_eq!(
        place.sex,
        Sex::Male,
        "what was not corrected follows the profile"
    );
}

async fn the_person_is_told_and_the_history_says_why(db: Db) {
    let (edition, grace) = an_edition(&db, 5).await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    let hers = application_of(&db, amina).await;
    correct(&db, &staff, hers, &as_is("UG"), NOW).await.unwrap();
    let again = TypedCorrection {
        seen: "1".to_owned(),
        ..as_is("UG")
    };
    let same = refusal(correct(&db, &staff, hers, &again, NOW).await);
    assert_eq!(same, Refusal::NothingChanged);
    let known = corrections(&db, &staff, hers).await.unwrap();
    assert_eq!(known.facts.delegation, country("UG"));
    let [(made, by)] = known.made.as_slice() else {
        panic!("what changes nothing is no correction: {:?}", known.made);
    };
    assert_eq!(made.actor, grace);
    assert_eq!(by.as_deref(), Some("Grace"));
    assert_eq!(made.reason, "Her embassy nominated her.");
    assert_eq!(made.before().delegation, country("KE"));
    assert_eq!(made.since().delegation, country("UG"));
    let mail = outbox::Entity::find()
        .filter(outbox::Column::Person.eq(amina))
        .filter(outbox::Column::Kind.eq("corrected"))
        .all(db.read())
        .await
        .unwrap();
    assert_eq!(mail.len(), 1);
    let Letter::Corrected { from, to, .. } = mail[0].letter().unwrap() else {
        panic!("another letter");
    };
    assert_eq!((from, to), (made.before(), made.since()));
}

async fn what_does_not_do_as_a_correction_is_refused(db: Db) {
    let (edition, grace) = an_edition(&db, 5).await;
    let staff = visitor(&db, grace).await;
    let amina = come(&db, edition, "Amina", "KE").await;
    let hers = application_of(&db, amina).await;
    for (typed, field, reason) in [
        (as_is("XX"), "delegation", Reason::NotAChoice),
        (
            TypedCorrection {
                reason: " ".to_owned(),
                ..as_is("UG")
            },
            "reason",
            Reason::Missing,
        ),
        (
            TypedCorrection {
                rank: "king".to_owned(),
                ..as_is("UG")
            },
            "rank",
            Reason::NotAChoice,
        ),
    ] {
        let said = refusal(correct(&db, &staff, hers, &typed, NOW).await);
        assert_eq!(said.reason_for(field), Some(reason));
    }
    correct(&db, &staff, hers, &as_is("UG"), NOW).await.unwrap();
    let stale = refusal(correct(&db, &staff, hers, &as_is("TZ"), NOW).await);
    assert_eq!(stale, Refusal::ChangedMeanwhile);
    withdraw(&db, amina, edition, NOW).await.unwrap();
    let over = TypedCorrection {
        seen: "1".to_owned(),
        ..as_is("TZ")
    };
    let over = refusal(correct(&db, &staff, hers, &over, NOW).await);
    assert_eq!(over, Refusal::ApplicationOver);
    let mine = enrol(&db, grace, edition, country("CN"), NOW).await;
    mine.unwrap();
    let own = application_of(&db, grace).await;
    let own = refusal(correct(&db, &staff, own, &as_is("TZ"), NOW).await);
    assert_eq!(own, Refusal::NotOneself);
}

async fn only_who_runs_the_edition_moves_people(db: Db) {
    let scene @ (edition, _) = an_edition(&db, 5).await;
    let list = limit(
        &db,
        scene,
        PoolRule::Maximum,
        PoolGroup::Picked,
        "Speakers",
        1,
    )
    .await;
    let amina = come(&db, edition, "Amina", "KE").await;
    let hers = application_of(&db, amina).await;
    let other = cast::edition(&db, programme(&db, "ports").await, "2026").await;
    let neighbour = person(&db, "Chen", "CN").await;
    grant(&db, neighbour, Role::Coordinator, Scope::Edition(other)).await;
    let auditor = person(&db, "Lerato", "ZA").await;
    grant(&db, auditor, Role::Auditor, Scope::All).await;
    for (who, expected) in [
        (amina, Refusal::NotFound),
        (neighbour, Refusal::NotFound),
        (auditor, Refusal::NotAllowed),
    ] {
        let visitor = visitor(&db, who).await;
        let picked = refusal(pick(&db, &visitor, list, amina, NOW).await);
        assert_eq!(picked, expected);
        let corrected = refusal(correct(&db, &visitor, hers, &as_is("UG"), NOW).await);
        assert_eq!(corrected, expected);
        let seen = refusal(corrections(&db, &visitor, hers).await);
        assert_eq!(seen, expected);
    }
    let places = enrolment::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(places[0].delegation, country("KE"));
}
