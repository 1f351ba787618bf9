//! Places, seats and the waiting list under open admission.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "cast/admission_rows.rs"]
mod admission_rows;
mod cast;

use std::collections::{BTreeSet, VecDeque};

use admission_rows::{change_edition, latest_application, place_of};
use cast::{NOW, administrator, country, edition, person, programme, seats, visitor};
use domain::accounts::person as people_rows;
use domain::admissions::calling_off;
use domain::admissions::invariants::{Broken, invariants};
use domain::admissions::people::{self, Filter};
use domain::admissions::{
    Admission, Placed, Seats, WayIn, admission, application, application_step, enrol, enrolment,
    my_applications, seat_claim, seat_counter, set_total, withdraw, withdraw_somebody,
};
use domain::catalogue::edition as editions;
use domain::outbox::{self, Letter};
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::{Expr, ExprTrait};
use domain::sea_orm::{ConnectionTrait, DbBackend, IntoActiveModel, QueryOrder, Set};
use domain::{Db, Error};
use futures::future::join_all;
use model::accounts::Rank;
use model::admissions::Standing;
use model::catalogue::{AdmissionWay, Publication};
use model::role::Scope;
use model::{ApplicationId, EditionId, Instant, Language, PersonId, Reason, Refusal, Role};

on_both! {
    a_place_is_given_at_once_and_frozen,
    the_place_keeps_what_was_true_when_it_was_given,
    without_a_limit_everybody_has_a_place,
    the_last_seat_is_followed_by_the_waiting_list,
    who_withdraws_makes_room_for_the_next_in_the_same_transaction,
    when_the_next_cannot_get_the_place_nobody_has_withdrawn,
    a_withdrawal_after_the_deadline_promotes_all_the_same,
    a_later_end_gives_the_seats_that_stayed_free,
    seats_that_came_while_it_was_called_off_or_put_away_are_given_afterwards,
    staff_and_applicants_at_once_leave_no_seat_free_beside_the_waiting,
    who_leaves_the_waiting_list_moves_the_others_up,
    who_withdraws_from_an_offer_gives_its_seat_to_the_next,
    an_application_that_is_still_read_can_be_withdrawn,
    asking_again_gives_the_same_answer,
    twenty_presses_at_once_give_one_place,
    after_withdrawing_one_may_apply_again_at_the_end_of_the_line,
    before_it_opens_and_after_it_closes_nobody_gets_in,
    an_edition_that_admits_in_another_way_sends_them_there,
    drafts_are_unknown,
    a_cancelled_or_archived_edition_takes_nobody,
    there_must_be_something_to_withdraw,
    nobody_withdraws_from_what_is_over,
    a_cancelled_edition_gives_no_freed_seat_away,
    who_has_applied_is_told_that_an_edition_is_called_off_or_takes_place_after_all,
    a_coordinator_withdraws_somebody_for_a_reason,
    only_who_runs_the_edition_withdraws_others,
    more_seats_let_the_waiting_in,
    fewer_seats_than_taken_are_refused,
    removing_the_limit_lets_everybody_in_and_setting_one_counts_them,
    only_who_runs_the_edition_sets_seats,
    somebody_whose_account_is_gone_keeps_nobody_waiting,
    each_step_has_its_row_and_its_mail,
    a_person_sees_their_own_applications_only,
    staff_see_who_is_in_and_auditors_see_no_names,
    a_list_is_filtered_by_standing_and_country,
    the_way_in_is_what_enrolling_would_say,
    the_counter_holds_against_a_handwritten_statement,
    two_active_places_are_impossible_in_the_schema,
    what_is_broken_is_found,
    five_hundred_people_and_a_hundred_seats,
}

/// An edition with so many seats.
async fn limited(db: &Db, size: i32) -> EditionId {
    let programme = programme(db, "marine-economy").await;
    let edition = edition(db, programme, "2026").await;
    seats(db, edition, size).await;
    edition
}

async fn enter(db: &Db, edition: EditionId, who: PersonId) -> Placed {
    enrol(db, who, edition, country("KE"), NOW).await.unwrap()
}

async fn refused(db: &Db, edition: EditionId, who: PersonId, now: Instant) -> Refusal {
    refusal(enrol(db, who, edition, country("KE"), now).await)
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

async fn taken(db: &Db) -> Vec<(i32, i32)> {
    let counters = seat_counter::Entity::find().all(db.read()).await.unwrap();
    counters
        .iter()
        .map(|counter| (counter.taken, counter.size))
        .collect()
}

async fn letters(db: &Db, to: PersonId) -> Vec<Letter> {
    let mails = outbox::Entity::find()
        .filter(outbox::Column::Person.eq(to))
        .order_by_asc(outbox::Column::Id)
        .all(db.read())
        .await
        .unwrap();
    mails
        .iter()
        .map(|mail| serde_json::from_str(&mail.content).unwrap())
        .collect()
}

async fn coordinator(db: &Db, edition: EditionId) -> PersonId {
    let chen = person(db, "Chen", "CN").await;
    cast::grant(db, chen, Role::Coordinator, Scope::Edition(edition)).await;
    chen
}

async fn a_place_is_given_at_once_and_frozen(db: Db) {
    let edition = limited(&db, 2).await;
    let amina = person(&db, "Amina", "TZ").await;
    let placed = enter(&db, edition, amina).await;
    let place = place_of(&db, edition, amina).await.unwrap();
    assert_eq!(placed, Placed::Place(place.id));
    assert_eq!(place.delegation, country("KE"), "as given when applying");
    assert_eq!(place.declared, country("TZ"), "as the profile says");
    assert_eq!(place.organisation, "Ministry of Amina");
    assert_eq!(place.enrolled_at, NOW);
    assert_eq!(taken(&db).await, [(1, 2)]);
    nothing_is_broken(&db).await;
}

async fn the_place_keeps_what_was_true_when_it_was_given(db: Db) {
    let edition = limited(&db, 1).await;
    let (amina, omar) = (
        person(&db, "Amina", "KE").await,
        person(&db, "Omar", "EG").await,
    );
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    let mut row = people_rows::find(db.read(), omar)
        .await
        .unwrap()
        .into_active_model();
    row.rank = Set(Rank::Minister);
    row.country = Set(country("SD"));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    withdraw(&db, amina, edition, NOW).await.unwrap();
    let place = place_of(&db, edition, omar).await.unwrap();
    assert_eq!(place.rank, Rank::Minister, "frozen at acceptance");
    assert_eq!(place.declared, country("SD"));
    assert_eq!(place.delegation, country("KE"), "frozen when applying");
}

async fn without_a_limit_everybody_has_a_place(db: Db) {
    let programme = programme(&db, "marine-economy").await;
    let edition = edition(&db, programme, "2026").await;
    for name in ["Amina", "Omar", "Siti"] {
        let who = person(&db, name, "KE").await;
        assert!(matches!(enter(&db, edition, who).await, Placed::Place(_)));
    }
    nothing_is_broken(&db).await;
}

async fn the_last_seat_is_followed_by_the_waiting_list(db: Db) {
    let edition = limited(&db, 1).await;
    let mut answers = Vec::new();
    for name in ["Amina", "Omar", "Siti"] {
        let who = person(&db, name, "KE").await;
        answers.push(enter(&db, edition, who).await);
    }
    assert!(matches!(answers[0], Placed::Place(_)));
    assert_eq!(answers[1], Placed::Waiting { position: 1 });
    assert_eq!(answers[2], Placed::Waiting { position: 2 });
    assert_eq!(taken(&db).await, [(1, 1)]);
    nothing_is_broken(&db).await;
}

async fn who_withdraws_makes_room_for_the_next_in_the_same_transaction(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let siti = person(&db, "Siti", "ID").await;
    for who in [amina, omar, siti] {
        enter(&db, edition, who).await;
    }
    withdraw(&db, amina, edition, NOW.plus_minutes(5))
        .await
        .unwrap();
    assert_eq!(place_of(&db, edition, amina).await, None);
    let place = place_of(&db, edition, omar).await.unwrap();
    assert_eq!(place.enrolled_at, NOW.plus_minutes(5));
    assert_eq!(place_of(&db, edition, siti).await, None);
    assert_eq!(
        enter(&db, edition, siti).await,
        Placed::Waiting { position: 1 }
    );
    assert_eq!(taken(&db).await, [(1, 1)]);
    nothing_is_broken(&db).await;
}

/// Makes the database refuse every new enrolment.
async fn refuse_new_places(db: &Db) {
    let statements: &[&str] = match db.backend() {
        DbBackend::Sqlite => &[
            "CREATE TRIGGER no_place BEFORE INSERT ON enrolment BEGIN SELECT RAISE(ABORT, 'no place'); END",
        ],
        _ => &[
            "CREATE FUNCTION no_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no place'; END $$",
            "CREATE TRIGGER no_place BEFORE INSERT ON enrolment FOR EACH ROW EXECUTE FUNCTION no_place()",
        ],
    };
    for statement in statements {
        db.migrating().execute_unprepared(statement).await.unwrap();
    }
}

async fn when_the_next_cannot_get_the_place_nobody_has_withdrawn(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    let hers = place_of(&db, edition, amina).await;
    let (own, next) = (
        latest_application(&db, amina).await,
        latest_application(&db, omar).await,
    );
    let grace = visitor(&db, administrator(&db).await).await;
    refuse_new_places(&db).await;

    let answer = withdraw(&db, amina, edition, NOW.plus_minutes(5)).await;
    assert!(matches!(answer, Err(Error::Database(_))), "{answer:?}");
    let answer = withdraw_somebody(&db, &grace, own.id, "No visa.", NOW).await;
    assert!(matches!(answer, Err(Error::Database(_))), "{answer:?}");
    assert_eq!(
        place_of(&db, edition, amina).await,
        hers,
        "she keeps her place"
    );
    assert_eq!(latest_application(&db, amina).await, own);
    assert_eq!(
        latest_application(&db, omar).await,
        next,
        "he keeps his turn"
    );
    assert_eq!(
        (
            steps_of(&db, own.id).await.len(),
            steps_of(&db, next.id).await.len()
        ),
        (2, 2)
    );
    assert_eq!(
        (
            letters(&db, amina).await.len(),
            letters(&db, omar).await.len()
        ),
        (1, 1)
    );
    assert_eq!(taken(&db).await, [(1, 1)]);
    nothing_is_broken(&db).await;
}

async fn a_withdrawal_after_the_deadline_promotes_all_the_same(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    let closes = editions::find(db.read(), edition)
        .await
        .unwrap()
        .admission_closes_at;
    let late = closes.unwrap().plus_minutes(1);
    let siti = person(&db, "Siti", "ID").await;
    let closed = refused(&db, edition, siti, late).await;
    assert!(matches!(closed, Refusal::Closed { .. }));
    withdraw(&db, amina, edition, late).await.unwrap();
    assert!(place_of(&db, edition, omar).await.is_some());
    assert_eq!(invariants(&db, late).await.unwrap(), []);
}

/// The edition of the cast as its form sends it, until another last day.
fn until(ends_on: &str) -> editions::TypedEdition {
    editions::TypedEdition {
        slug: "2026".to_owned(),
        kind: "seminar".to_owned(),
        mode: "in_person".to_owned(),
        starts_on: "2026-12-07".to_owned(),
        ends_on: ends_on.to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        place: "Xiamen".to_owned(),
        admission_way: "open".to_owned(),
        admission_opens: "2026-11-01T00:00".to_owned(),
        admission_closes: "2026-12-07T00:00".to_owned(),
        attendance_threshold: "80".to_owned(),
        languages: "en".to_owned(),
        ..editions::TypedEdition::default()
    }
}

async fn a_later_end_gives_the_seats_that_stayed_free(db: Db) {
    let edition = limited(&db, 1).await;
    let grace = visitor(&db, administrator(&db).await).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    let over = NOW.plus_days(30);
    set_total(&db, &grace, edition, Some(2), over)
        .await
        .unwrap();
    assert_eq!(place_of(&db, edition, omar).await, None, "it is over");
    editions::edit(&db, &grace, edition, 1, &until("2027-01-15"), over)
        .await
        .unwrap();
    let place = place_of(&db, edition, omar).await.unwrap();
    assert_eq!(place.enrolled_at, over);
    assert_eq!(invariants(&db, over).await.unwrap(), []);
}

async fn seats_that_came_while_it_was_called_off_or_put_away_are_given_afterwards(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    for (name, meanwhile) in [
        ("off", Publication::Cancelled),
        ("away", Publication::Archived),
    ] {
        let of = programme(&db, name).await;
        let edition = edition(&db, of, "2026").await;
        seats(&db, edition, 1).await;
        let amina = person(&db, &format!("Amina {name}"), "KE").await;
        let omar = person(&db, &format!("Omar {name}"), "EG").await;
        enter(&db, edition, amina).await;
        enter(&db, edition, omar).await;
        let turn = async |version, publication| match publication {
            Publication::Cancelled => {
                editions::cancel(&db, &grace, edition, version, "A storm.", NOW).await
            }
            _ => editions::set_publication(&db, &grace, edition, version, publication, NOW).await,
        };
        turn(1, meanwhile).await.unwrap();
        set_total(&db, &grace, edition, Some(2), NOW).await.unwrap();
        assert_eq!(place_of(&db, edition, omar).await, None, "{name}");
        turn(2, Publication::Published).await.unwrap();
        assert!(place_of(&db, edition, omar).await.is_some(), "{name}");
        nothing_is_broken(&db).await;
    }
}

/// Staff withdraw people and set seats while others enrol.
async fn staff_and_applicants_at_once_leave_no_seat_free_beside_the_waiting(db: Db) {
    let edition = limited(&db, 10).await;
    let chen = coordinator(&db, edition).await;
    let chen = visitor(&db, chen).await;
    let mut everybody = Vec::new();
    for number in 0..40 {
        everybody.push(person(&db, &format!("Person {number}"), "KE").await);
    }
    at_once(&db, edition, &[], &everybody[..10], NOW).await;
    let mut tries = Vec::new();
    for (number, comes) in everybody[10..].iter().enumerate() {
        let (own, who) = (db.clone(), *comes);
        tries.push(tokio::spawn(async move {
            enrol(&own, who, edition, country("KE"), NOW).await.unwrap();
        }));
        if let Some(leaves) = everybody[..10].get(number) {
            let of = latest_application(&db, *leaves).await.id;
            let (own, by) = (db.clone(), chen.clone());
            tries.push(tokio::spawn(async move {
                withdraw_somebody(&own, &by, of, "No visa.", NOW)
                    .await
                    .unwrap();
            }));
            let (own, by) = (db.clone(), chen.clone());
            let size = 11 + i32::try_from(number % 3).unwrap();
            tries.push(tokio::spawn(async move {
                match set_total(&own, &by, edition, Some(size), NOW).await {
                    Ok(()) | Err(Error::Refused(Refusal::BelowTaken { .. })) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }));
        }
    }
    for answer in join_all(tries).await {
        answer.unwrap();
    }
    let [(taken, size)] = taken(&db).await[..] else {
        panic!("one counter");
    };
    assert_eq!(taken, size, "more wait than there are seats");
    nothing_is_broken(&db).await;
}

async fn who_leaves_the_waiting_list_moves_the_others_up(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let siti = person(&db, "Siti", "ID").await;
    for who in [amina, omar, siti] {
        enter(&db, edition, who).await;
    }
    withdraw(&db, omar, edition, NOW).await.unwrap();
    assert_eq!(
        enter(&db, edition, siti).await,
        Placed::Waiting { position: 1 }
    );
    assert!(place_of(&db, edition, amina).await.is_some());
    nothing_is_broken(&db).await;
}

/// Puts a person's application on another rung by hand.
async fn stands(db: &Db, who: PersonId, standing: Standing) {
    let mut row = latest_application(db, who).await.into_active_model();
    row.standing = Set(standing);
    row.queue_number = Set(None);
    row.offer_expires_at = Set((standing == Standing::Offered).then(|| NOW.plus_days(2)));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

async fn who_withdraws_from_an_offer_gives_its_seat_to_the_next(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    // An offer claims the seat, and there is no place yet.
    db.write(async |tx| {
        enrolment::Entity::delete_many().exec(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
    stands(&db, amina, Standing::Offered).await;
    nothing_is_broken(&db).await;
    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert!(place_of(&db, edition, omar).await.is_some());
    assert_eq!(taken(&db).await, [(1, 1)]);
    nothing_is_broken(&db).await;
}

async fn an_application_that_is_still_read_can_be_withdrawn(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    stands(&db, omar, Standing::InReview).await;
    withdraw(&db, omar, edition, NOW).await.unwrap();
    let standing = latest_application(&db, omar).await.standing;
    assert_eq!(standing, Standing::Withdrawn);
    assert!(place_of(&db, edition, amina).await.is_some());
    assert_eq!(taken(&db).await, [(1, 1)]);
    nothing_is_broken(&db).await;
}

async fn asking_again_gives_the_same_answer(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let first = enter(&db, edition, amina).await;
    assert_eq!(enter(&db, edition, amina).await, first);
    enter(&db, edition, omar).await;
    let after_closing = enrol(&db, omar, edition, country("EG"), NOW.plus_days(13))
        .await
        .unwrap();
    assert_eq!(after_closing, Placed::Waiting { position: 1 });
    assert_eq!(letters(&db, amina).await.len(), 1, "told once");
    assert_eq!(letters(&db, omar).await.len(), 1);
    nothing_is_broken(&db).await;
}

async fn twenty_presses_at_once_give_one_place(db: Db) {
    let edition = limited(&db, 5).await;
    let amina = person(&db, "Amina", "KE").await;
    let presses = (0..20).map(|_| {
        let db = db.clone();
        tokio::spawn(async move { enrol(&db, amina, edition, country("KE"), NOW).await })
    });
    let mut places = Vec::new();
    for answer in join_all(presses).await {
        match answer.unwrap().unwrap() {
            Placed::Place(place) => places.push(place),
            other => panic!("{other:?}"),
        }
    }
    places.dedup();
    assert_eq!(places.len(), 1);
    assert_eq!(taken(&db).await, [(1, 5)]);
    assert_eq!(letters(&db, amina).await.len(), 1);
    nothing_is_broken(&db).await;
}

async fn after_withdrawing_one_may_apply_again_at_the_end_of_the_line(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert_eq!(
        enter(&db, edition, amina).await,
        Placed::Waiting { position: 1 }
    );
    withdraw(&db, omar, edition, NOW).await.unwrap();
    assert!(place_of(&db, edition, amina).await.is_some());
    nothing_is_broken(&db).await;
}

async fn before_it_opens_and_after_it_closes_nobody_gets_in(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let row = editions::Entity::find_by_id(edition)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let (opens, closes) = (
        row.admission_opens_at.unwrap(),
        row.admission_closes_at.unwrap(),
    );
    assert_eq!(
        refused(&db, edition, amina, opens.plus_ms(-1)).await,
        Refusal::NotOpenYet {
            opens_at: Some(opens)
        }
    );
    assert_eq!(
        refused(&db, edition, amina, closes).await,
        Refusal::Closed {
            closed_at: Some(closes)
        }
    );
    change_edition(&db, edition, |row| {
        row.admission_opens_at = Set(None);
        row.admission_closes_at = Set(None);
    })
    .await;
    assert_eq!(
        refused(&db, edition, amina, row.ends_at).await,
        Refusal::Closed {
            closed_at: Some(row.ends_at)
        },
        "over"
    );
    assert_eq!(
        application::Entity::find()
            .all(db.read())
            .await
            .unwrap()
            .len(),
        0
    );
    let last_moment = enrol(&db, amina, edition, country("KE"), row.ends_at.plus_ms(-1)).await;
    assert!(matches!(last_moment, Ok(Placed::Place(_))));
}

async fn an_edition_that_admits_in_another_way_sends_them_there(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    for way in [AdmissionWay::Approval, AdmissionWay::Nomination] {
        change_edition(&db, edition, |row| row.admission_way = Set(way)).await;
        assert_eq!(
            refused(&db, edition, amina, NOW).await,
            Refusal::AnotherWayIn
        );
    }
}

async fn drafts_are_unknown(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    change_edition(&db, edition, |row| {
        row.publication = Set(Publication::Draft);
    })
    .await;
    assert_eq!(refused(&db, edition, amina, NOW).await, Refusal::NotFound);
    let answer = withdraw(&db, amina, edition, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    let outsider = visitor(&db, amina).await;
    let answer = Admission::of(&db, &outsider, edition, Language::English, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    let answer = admission::seats(&db, &outsider, edition).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let seen = Admission::of(&db, &grace, edition, Language::English, NOW)
        .await
        .unwrap();
    assert_eq!(seen.title, "Edition 2026");
    let nowhere = refused(&db, EditionId::new(), amina, NOW).await;
    assert_eq!(nowhere, Refusal::NotFound);
}

async fn a_cancelled_or_archived_edition_takes_nobody(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    change_edition(&db, edition, |row| {
        row.publication = Set(Publication::Cancelled);
    })
    .await;
    assert_eq!(refused(&db, edition, amina, NOW).await, Refusal::NotNow);
    change_edition(&db, edition, |row| {
        row.publication = Set(Publication::Archived);
    })
    .await;
    assert!(matches!(
        refused(&db, edition, amina, NOW).await,
        Refusal::Closed { .. }
    ));
}

async fn there_must_be_something_to_withdraw(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, omar).await;
    let nothing = withdraw(&db, amina, edition, NOW).await;
    assert_eq!(refusal(nothing), Refusal::NothingToWithdraw);
    withdraw(&db, omar, edition, NOW).await.unwrap();
    let twice = withdraw(&db, omar, edition, NOW).await;
    assert_eq!(refusal(twice), Refusal::NothingToWithdraw);
    assert_eq!(taken(&db).await, [(0, 1)]);
}

async fn nobody_withdraws_from_what_is_over(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    enter(&db, edition, amina).await;
    let late = withdraw(&db, amina, edition, NOW.plus_days(60)).await;
    assert!(matches!(refusal(late), Refusal::Closed { .. }));
    assert!(place_of(&db, edition, amina).await.is_some());
}

async fn a_cancelled_edition_gives_no_freed_seat_away(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    change_edition(&db, edition, |row| {
        row.publication = Set(Publication::Cancelled);
    })
    .await;
    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert_eq!(place_of(&db, edition, omar).await, None);
    assert_eq!(letters(&db, omar).await.len(), 1);
    nothing_is_broken(&db).await;
    let grace = administrator(&db).await;
    let (grace, again) = (visitor(&db, grace).await, Publication::Published);
    editions::set_publication(&db, &grace, edition, 1, again, NOW)
        .await
        .unwrap();
    assert!(
        place_of(&db, edition, omar).await.is_some(),
        "when it takes place after all"
    );
    nothing_is_broken(&db).await;
}

async fn who_has_applied_is_told_that_an_edition_is_called_off_or_takes_place_after_all(db: Db) {
    let edition = limited(&db, 1).await;
    let (amina, bakari) = (
        person(&db, "Amina", "KE").await,
        person(&db, "Bakari", "TZ").await,
    );
    let dalia = person(&db, "Dalia", "EG").await;
    for who in [amina, bakari, dalia] {
        enter(&db, edition, who).await;
    }
    withdraw(&db, dalia, edition, NOW).await.unwrap();
    let grace = visitor(&db, administrator(&db).await).await;
    let become_ = async |version, publication, at| {
        match publication {
            Publication::Cancelled => {
                editions::cancel(&db, &grace, edition, version, "A storm", at).await
            }
            _ => editions::set_publication(&db, &grace, edition, version, publication, at).await,
        }
        .unwrap();
    };
    let row = editions::find(db.read(), edition).await.unwrap();
    let told = async |at| calling_off::how_many(db.read(), &row, at).await.unwrap();
    assert_eq!((told(NOW).await, told(row.ends_at).await), (2, 0));
    become_(1, Publication::Cancelled, NOW).await;
    become_(2, Publication::Published, NOW).await;
    for who in [amina, bakari] {
        let letters = letters(&db, who).await;
        let news = [
            Letter::EditionCancelled {
                edition,
                reason: "A storm".to_owned(),
            },
            Letter::EditionTakenUp { edition },
        ];
        assert_eq!(letters[1..], news);
    }
    assert_eq!(
        letters(&db, dalia).await.len(),
        2,
        "who has left is not told"
    );
    become_(3, Publication::Cancelled, NOW.plus_days(400)).await;
    assert_eq!(
        letters(&db, amina).await.len(),
        3,
        "what lies behind is not news"
    );
    nothing_is_broken(&db).await;
}

async fn a_coordinator_withdraws_somebody_for_a_reason(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let chen = coordinator(&db, edition).await;
    let runs_it = visitor(&db, chen).await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    let hers = latest_application(&db, amina).await.id;
    let silent = withdraw_somebody(&db, &runs_it, hers, "  ", NOW).await;
    assert_eq!(refusal(silent).reason_for("reason"), Some(Reason::Missing));
    let went_from = withdraw_somebody(&db, &runs_it, hers, "No visa in time.", NOW)
        .await
        .unwrap();
    assert_eq!(went_from, edition);
    assert!(place_of(&db, edition, omar).await.is_some());
    let steps = steps_of(&db, hers).await;
    let last = steps.last().unwrap();
    assert_eq!(last.actor, Some(chen));
    assert_eq!(last.reason, "No visa in time.");
    let told = letters(&db, amina).await;
    let reason = "No visa in time.".to_owned();
    assert_eq!(told[1..], [Letter::WithdrawnByStaff { edition, reason }]);
    let again = withdraw_somebody(&db, &runs_it, hers, "Again.", NOW).await;
    assert_eq!(refusal(again), Refusal::NothingToWithdraw);
    enter(&db, edition, chen).await;
    let own = latest_application(&db, chen).await.id;
    let oneself = withdraw_somebody(&db, &runs_it, own, "Because.", NOW).await;
    assert_eq!(refusal(oneself), Refusal::NotOneself);
    nothing_is_broken(&db).await;
}

async fn only_who_runs_the_edition_withdraws_others(db: Db) {
    let ours = limited(&db, 1).await;
    let other = programme(&db, "ports").await;
    let other = edition(&db, other, "2026").await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let chen = coordinator(&db, other).await;
    let ada = person(&db, "Ada", "NG").await;
    cast::grant(&db, ada, Role::Auditor, Scope::All).await;
    enter(&db, ours, amina).await;
    let hers = latest_application(&db, amina).await.id;
    for (who, why) in [
        (omar, Refusal::NotFound),
        (chen, Refusal::NotFound),
        (ada, Refusal::NotAllowed),
    ] {
        let who = visitor(&db, who).await;
        let answer = withdraw_somebody(&db, &who, hers, "Because.", NOW).await;
        assert_eq!(refusal(answer), why);
    }
    let anybody = domain::accounts::Visitor::anybody();
    let nothing = ApplicationId::new();
    let answer = withdraw_somebody(&db, &anybody, nothing, "Because.", NOW).await;
    assert_eq!(refusal(answer), Refusal::SignInFirst);
    let answer = withdraw_somebody(&db, &anybody, hers, "Because.", NOW).await;
    assert_eq!(refusal(answer), Refusal::SignInFirst);
    assert!(place_of(&db, ours, amina).await.is_some());
}

async fn more_seats_let_the_waiting_in(db: Db) {
    let edition = limited(&db, 1).await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let mut all = Vec::new();
    for name in ["Amina", "Omar", "Siti", "Ada"] {
        let who = person(&db, name, "KE").await;
        enter(&db, edition, who).await;
        all.push(who);
    }
    set_total(&db, &grace, edition, Some(3), NOW).await.unwrap();
    assert_eq!(taken(&db).await, [(3, 3)]);
    assert!(place_of(&db, edition, all[2]).await.is_some());
    assert_eq!(
        enter(&db, edition, all[3]).await,
        Placed::Waiting { position: 1 }
    );
    assert_eq!(
        letters(&db, all[1]).await.last(),
        Some(&Letter::PlaceGiven {
            edition,
            from_waiting_list: true
        })
    );
    nothing_is_broken(&db).await;
}

async fn fewer_seats_than_taken_are_refused(db: Db) {
    let edition = limited(&db, 3).await;
    let chen = coordinator(&db, edition).await;
    let chen = visitor(&db, chen).await;
    for name in ["Amina", "Omar"] {
        let who = person(&db, name, "KE").await;
        enter(&db, edition, who).await;
    }
    let answer = set_total(&db, &chen, edition, Some(1), NOW).await;
    assert_eq!(refusal(answer), Refusal::BelowTaken { taken: 2 });
    assert_eq!(taken(&db).await, [(2, 3)]);
    set_total(&db, &chen, edition, Some(2), NOW).await.unwrap();
    assert_eq!(taken(&db).await, [(2, 2)]);
}

async fn removing_the_limit_lets_everybody_in_and_setting_one_counts_them(db: Db) {
    let edition = limited(&db, 1).await;
    let chen = coordinator(&db, edition).await;
    let chen = visitor(&db, chen).await;
    let mut all = Vec::new();
    for name in ["Amina", "Omar", "Siti"] {
        let who = person(&db, name, "KE").await;
        enter(&db, edition, who).await;
        all.push(who);
    }
    set_total(&db, &chen, edition, None, NOW).await.unwrap();
    for who in &all {
        assert!(place_of(&db, edition, *who).await.is_some());
    }
    assert_eq!(taken(&db).await, []);
    nothing_is_broken(&db).await;
    let too_few = set_total(&db, &chen, edition, Some(2), NOW).await;
    assert_eq!(refusal(too_few), Refusal::BelowTaken { taken: 3 });
    set_total(&db, &chen, edition, Some(3), NOW).await.unwrap();
    assert_eq!(taken(&db).await, [(3, 3)]);
    withdraw(&db, all[0], edition, NOW).await.unwrap();
    assert_eq!(taken(&db).await, [(2, 3)]);
    nothing_is_broken(&db).await;
}

async fn only_who_runs_the_edition_sets_seats(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let ada = person(&db, "Ada", "NG").await;
    cast::grant(&db, ada, Role::Auditor, Scope::All).await;
    for who in [amina, ada] {
        let who = visitor(&db, who).await;
        let answer = set_total(&db, &who, edition, Some(9), NOW).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
    }
    assert_eq!(taken(&db).await, [(0, 1)]);
}

async fn somebody_whose_account_is_gone_keeps_nobody_waiting(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let siti = person(&db, "Siti", "ID").await;
    for who in [amina, omar, siti] {
        enter(&db, edition, who).await;
    }
    let mut row = people_rows::find(db.read(), omar)
        .await
        .unwrap()
        .into_active_model();
    row.deleted_at = Set(Some(NOW));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert!(place_of(&db, edition, siti).await.is_some());
    assert_eq!(
        latest_application(&db, omar).await.standing,
        Standing::Withdrawn
    );
    nothing_is_broken(&db).await;
}

async fn steps_of(db: &Db, application: ApplicationId) -> Vec<application_step::Model> {
    application_step::Entity::find()
        .filter(application_step::Column::Application.eq(application))
        .order_by_asc(application_step::Column::Id)
        .all(db.read())
        .await
        .unwrap()
}

async fn each_step_has_its_row_and_its_mail(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    enter(&db, edition, amina).await;
    enter(&db, edition, omar).await;
    withdraw(&db, amina, edition, NOW.plus_minutes(1))
        .await
        .unwrap();
    withdraw(&db, omar, edition, NOW.plus_minutes(2))
        .await
        .unwrap();
    let steps = steps_of(&db, latest_application(&db, omar).await.id).await;
    let ladder: Vec<_> = steps
        .iter()
        .map(|step| (step.came_from, step.went_to, step.actor))
        .collect();
    assert_eq!(
        ladder,
        [
            (None, Standing::Submitted, Some(omar)),
            (Some(Standing::Submitted), Standing::Waiting, Some(omar)),
            (Some(Standing::Waiting), Standing::Accepted, None),
            (Some(Standing::Accepted), Standing::Withdrawn, Some(omar)),
        ]
    );
    assert_eq!(
        letters(&db, omar).await,
        [
            Letter::OnWaitingList {
                edition,
                position: 1
            },
            Letter::PlaceGiven {
                edition,
                from_waiting_list: true
            },
            Letter::Withdrawn { edition },
        ]
    );
}

async fn a_person_sees_their_own_applications_only(db: Db) {
    let ours = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let siti = person(&db, "Siti", "ID").await;
    let other = programme(&db, "ports").await;
    let other = edition(&db, other, "spring").await;
    for who in [amina, omar, siti] {
        enter(&db, ours, who).await;
    }
    enter(&db, other, siti).await;
    let mine = my_applications::my_applications(&db, siti, Language::Chinese)
        .await
        .unwrap();
    let shown: Vec<_> = mine
        .iter()
        .map(|one| (one.title.as_str(), one.standing, one.position))
        .collect();
    assert_eq!(
        shown,
        [
            ("Edition spring", Standing::Accepted, None),
            ("Edition 2026", Standing::Waiting, Some(2)),
        ]
    );
    assert_eq!(mine[1].programme.as_str(), "marine-economy");
    assert_eq!(mine[1].steps.len(), 2);
    let nobody = person(&db, "Nobody", "KE").await;
    let none = my_applications::my_applications(&db, nobody, Language::English).await;
    assert!(none.unwrap().is_empty());
}

fn all_with(standing: Standing) -> Filter {
    Filter {
        standing,
        country: None,
    }
}

async fn staff_see_who_is_in_and_auditors_see_no_names(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let chen = coordinator(&db, edition).await;
    let ada = person(&db, "Ada", "NG").await;
    cast::grant(&db, ada, Role::Auditor, Scope::All).await;
    enter(&db, edition, amina).await;
    let filter = all_with(Standing::Accepted);
    let chen = visitor(&db, chen).await;
    let seen = people::people(&db, &chen, edition, filter, 1, Language::English)
        .await
        .unwrap();
    assert!(seen.may_change);
    let identity = seen.listed[0].identity.as_ref().unwrap();
    assert_eq!(identity.name, "Amina");
    assert_eq!(identity.email, "amina@example.org");
    let ada = visitor(&db, ada).await;
    let masked = people::people(&db, &ada, edition, filter, 1, Language::English)
        .await
        .unwrap();
    assert!(!masked.may_change);
    assert_eq!(masked.listed[0].identity, None);
    assert_eq!(masked.listed[0].delegation, country("KE"));
    let file = people::everybody(&db, &ada, edition, filter).await.unwrap();
    assert_eq!(file[0].identity, None);
    let amina = visitor(&db, amina).await;
    let page = people::people(&db, &amina, edition, filter, 1, Language::English).await;
    assert_eq!(refusal(page), Refusal::NotAllowed);
    let file = people::everybody(&db, &amina, edition, filter).await;
    assert_eq!(refusal(file), Refusal::NotAllowed);
}

async fn a_list_is_filtered_by_standing_and_country(db: Db) {
    let edition = limited(&db, 1).await;
    let chen = coordinator(&db, edition).await;
    let chen = visitor(&db, chen).await;
    for (name, from) in [
        ("Zuri", "KE"),
        ("Omar", "EG"),
        ("Amina", "KE"),
        ("Ada", "EG"),
    ] {
        let who = person(&db, name, from).await;
        enrol(&db, who, edition, country(from), NOW).await.unwrap();
    }
    let names = async |filter| -> Vec<(String, Option<u64>)> {
        let seen = people::people(&db, &chen, edition, filter, 1, Language::English)
            .await
            .unwrap();
        assert_eq!(seen.found, u64::try_from(seen.listed.len()).unwrap());
        let listed = seen.listed.into_iter();
        listed
            .map(|one| (one.identity.unwrap().name, one.position))
            .collect()
    };
    assert_eq!(
        names(all_with(Standing::Accepted)).await,
        [("Zuri".to_owned(), None)]
    );
    assert_eq!(
        names(all_with(Standing::Waiting)).await,
        [
            ("Omar".to_owned(), Some(1)),
            ("Amina".to_owned(), Some(2)),
            ("Ada".to_owned(), Some(3)),
        ],
        "in their order, not by name"
    );
    let egypt = Filter {
        standing: Standing::Waiting,
        country: Some(country("EG")),
    };
    assert_eq!(
        names(egypt).await,
        [("Omar".to_owned(), Some(1)), ("Ada".to_owned(), Some(3))],
        "a filter does not change positions"
    );
    let seen = people::people(&db, &chen, edition, egypt, 1, Language::English)
        .await
        .unwrap();
    assert_eq!(seen.counts[&Standing::Accepted], 1);
    assert_eq!(seen.counts[&Standing::Waiting], 3);
    assert_eq!(
        seen.countries,
        [(country("EG"), 2), (country("KE"), 1)],
        "of everybody who waits"
    );
    let beyond = people::people(&db, &chen, edition, egypt, 9, Language::English).await;
    assert!(beyond.unwrap().listed.is_empty());
}

async fn the_way_in_is_what_enrolling_would_say(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let way = async |who: PersonId, now: Instant| {
        let who = visitor(&db, who).await;
        Admission::of(&db, &who, edition, Language::English, now)
            .await
            .unwrap()
    };
    let before = way(amina, NOW).await;
    assert_eq!(before.way, WayIn::Open);
    assert_eq!(
        before.seats,
        Seats {
            taken: 0,
            size: Some(1)
        }
    );
    enter(&db, edition, amina).await;
    assert_eq!(way(amina, NOW).await.way, WayIn::Place { since: NOW });
    let full = way(omar, NOW).await;
    assert_eq!((full.way, full.seats.are_full()), (WayIn::Open, true));
    assert!(matches!(
        way(omar, NOW.plus_days(13)).await.way,
        WayIn::Shut(Refusal::Closed { .. })
    ));
    enter(&db, edition, omar).await;
    let waits = way(omar, NOW).await;
    assert_eq!(waits.way, WayIn::Waiting { position: 1 });
    assert_eq!(waits.waiting, 1);
    let by_address = admission::edition_at(&db, "marine-economy", "2026").await;
    assert_eq!(by_address.unwrap(), edition);
    for (programme, slug) in [
        ("marine-economy", "2027"),
        ("ports", "2026"),
        ("//", "2026"),
    ] {
        let nowhere = admission::edition_at(&db, programme, slug).await;
        assert_eq!(refusal(nowhere), Refusal::NotFound);
    }
}

async fn the_counter_holds_against_a_handwritten_statement(db: Db) {
    let edition = limited(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    enter(&db, edition, amina).await;
    for statement in [
        "UPDATE seat_counter SET taken = taken + 1",
        "UPDATE seat_counter SET taken = -1",
        "UPDATE seat_counter SET size = 0",
    ] {
        let answer = db
            .write(async |tx| Ok(tx.execute_unprepared(statement).await?))
            .await;
        assert!(matches!(answer, Err(Error::Database(_))), "{statement}");
    }
    assert_eq!(taken(&db).await, [(1, 1)]);
}

async fn two_active_places_are_impossible_in_the_schema(db: Db) {
    let edition = limited(&db, 9).await;
    let amina = person(&db, "Amina", "KE").await;
    enter(&db, edition, amina).await;
    let mut second = latest_application(&db, amina).await;
    second.id = ApplicationId::new();
    let insert = application::Entity::insert(second.into_active_model().reset_all());
    let answer = db
        .write(async |tx| Ok(insert.exec_without_returning(tx).await?))
        .await;
    assert!(matches!(answer, Err(Error::Database(_))));
    let mut place = place_of(&db, edition, amina).await.unwrap();
    place.id = model::EnrolmentId::new();
    let insert = enrolment::Entity::insert(place.into_active_model().reset_all());
    let answer = db
        .write(async |tx| Ok(insert.exec_without_returning(tx).await?))
        .await;
    assert!(matches!(answer, Err(Error::Database(_))));
}

async fn what_is_broken_is_found(db: Db) {
    let edition = limited(&db, 2).await;
    let amina = person(&db, "Amina", "KE").await;
    let omar = person(&db, "Omar", "EG").await;
    let siti = person(&db, "Siti", "ID").await;
    for who in [amina, omar, siti] {
        enter(&db, edition, who).await;
    }
    let hers = latest_application(&db, amina).await.id;
    db.write(async |tx| {
        seat_claim::Entity::delete_many()
            .filter(seat_claim::Column::Application.eq(hers))
            .exec(tx)
            .await?;
        enrolment::Entity::delete_many()
            .filter(enrolment::Column::Application.eq(hers))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    let broken = invariants(&db, NOW).await.unwrap();
    assert!(
        matches!(
            broken[..],
            [
                Broken::WrongCount {
                    taken: 2,
                    claims: 1,
                    ..
                },
                Broken::WrongClaim { .. },
                Broken::WrongPlace { .. },
            ]
        ),
        "{broken:?}"
    );
    db.write(async |tx| {
        seat_counter::Entity::update_many()
            .col_expr(
                seat_counter::Column::Taken,
                Expr::col(seat_counter::Column::Taken).sub(1),
            )
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    let broken = invariants(&db, NOW).await.unwrap();
    assert!(broken.contains(&Broken::FreeSeatBesideWaiting { edition }));
    let over = invariants(&db, NOW.plus_days(60)).await.unwrap();
    assert!(!over.contains(&Broken::FreeSeatBesideWaiting { edition }));
}

/// 500 people for 100 seats. In each wave a hundred who hold a place leave while newcomers come, a hundred at first and
/// two hundred at last: sometimes the seat is free before the newcomer, sometimes the newcomer waits for it.
async fn five_hundred_people_and_a_hundred_seats(db: Db) {
    let edition = limited(&db, 100).await;
    let mut everybody = Vec::new();
    for number in 0..500 {
        everybody.push(person(&db, &format!("Person {number}"), "KE").await);
    }
    at_once(&db, edition, &[], &everybody[..100], NOW).await;
    assert_eq!(taken(&db).await, [(100, 100)]);
    for (wave, (leaving, coming)) in [
        (0..100, 100..200),
        (100..200, 200..300),
        (200..300, 300..500),
    ]
    .into_iter()
    .enumerate()
    {
        let now = NOW.plus_minutes(i64::try_from(wave).unwrap() + 1);
        at_once(&db, edition, &everybody[leaving], &everybody[coming], now).await;
        assert!(
            turns(&db, now).await >= 10,
            "wave {wave} went one after the other"
        );
        assert_eq!(taken(&db).await, [(100, 100)]);
        nothing_is_broken(&db).await;
    }

    let places = enrolment::Entity::find()
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db.read())
        .await
        .unwrap();
    let holders: BTreeSet<PersonId> = places.iter().map(|place| place.person).collect();
    assert_eq!((places.len(), holders.len()), (100, 100), "nobody has two");
    let claims = seat_claim::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(claims.len(), 100, "the counter is what is claimed");
    let waiting = application::Entity::find()
        .filter(application::Column::Standing.eq(Standing::Waiting))
        .all(db.read())
        .await
        .unwrap();
    assert_eq!(waiting.len(), 100);
    let withdrawn = application::Entity::find()
        .filter(application::Column::Standing.eq(Standing::Withdrawn))
        .all(db.read())
        .await
        .unwrap();
    assert_eq!(withdrawn.len(), 300);
    nobody_was_passed_over(&db, 100).await;
    let promoted: Vec<_> = application_step::Entity::find()
        .filter(application_step::Column::CameFrom.eq(Standing::Waiting))
        .filter(application_step::Column::WentTo.eq(Standing::Accepted))
        .all(db.read())
        .await
        .unwrap()
        .iter()
        .map(|step| step.application)
        .collect();
    assert!(!promoted.is_empty(), "nobody had to wait for a seat");
    let from_the_list = Letter::PlaceGiven {
        edition,
        from_waiting_list: true,
    };
    let mails = outbox::Entity::find()
        .filter(outbox::Column::Kind.eq("place_given"))
        .all(db.read())
        .await
        .unwrap();
    let mails = mails
        .iter()
        .filter(|mail| mail.letter().unwrap() == from_the_list);
    assert_eq!(mails.count(), promoted.len(), "one mail for each");
}

/// Goes through all that happened, step by step: whenever somebody asks, no seat is free beside somebody who waits;
/// a newcomer gets a seat only while nobody waits, waits only while none is free, and the first in line is always the next.
async fn nobody_was_passed_over(db: &Db, seats: usize) {
    let steps = application_step::Entity::find()
        .order_by_asc(application_step::Column::Id)
        .all(db.read())
        .await
        .unwrap();
    let mut line: VecDeque<ApplicationId> = VecDeque::new();
    let mut places = 0;
    for step in steps {
        match (step.came_from, step.went_to) {
            (None, Standing::Submitted) => assert!(places == seats || line.is_empty()),
            (Some(Standing::Submitted), Standing::Accepted) => {
                assert!(line.is_empty(), "a newcomer passed {} others", line.len());
                places += 1;
            }
            (Some(Standing::Submitted), Standing::Waiting) => {
                assert_eq!(places, seats, "waits beside a free seat");
                line.push_back(step.application);
            }
            (Some(Standing::Waiting), Standing::Accepted) => {
                assert_eq!(
                    line.pop_front(),
                    Some(step.application),
                    "the first in line"
                );
                places += 1;
            }
            (Some(Standing::Accepted), Standing::Withdrawn) => places -= 1,
            (Some(Standing::Waiting), Standing::Withdrawn) => {
                line.retain(|one| *one != step.application);
            }
            other => panic!("{other:?}"),
        }
        assert!(places <= seats);
    }
}

/// These withdraw and those enrol, all at once, two by two: in every other pair the newcomer asks first.
async fn at_once(
    db: &Db,
    edition: EditionId,
    leaving: &[PersonId],
    coming: &[PersonId],
    now: Instant,
) {
    let leave = |who| {
        let db = db.clone();
        tokio::spawn(async move { withdraw(&db, who, edition, now).await.unwrap() })
    };
    let come = |who| {
        let db = db.clone();
        tokio::spawn(async move {
            enrol(&db, who, edition, country("KE"), now).await.unwrap();
        })
    };
    let mut tries = Vec::new();
    for (number, comes) in coming.iter().enumerate() {
        let leaves = leaving.get(number).copied();
        if number % 2 == 0 {
            tries.push(come(*comes));
            tries.extend(leaves.map(leave));
        } else {
            tries.extend(leaves.map(leave));
            tries.push(come(*comes));
        }
    }
    for answer in join_all(tries).await {
        answer.unwrap();
    }
}

/// How often, among what happened at `now`, somebody withdrew between two who applied.
async fn turns(db: &Db, now: Instant) -> usize {
    let steps = application_step::Entity::find()
        .filter(application_step::Column::At.eq(now))
        .filter(application_step::Column::WentTo.is_in([Standing::Submitted, Standing::Withdrawn]))
        .order_by_asc(application_step::Column::Id)
        .all(db.read())
        .await
        .unwrap();
    let went: Vec<Standing> = steps.iter().map(|step| step.went_to).collect();
    let first = went
        .iter()
        .position(|to| *to == Standing::Submitted)
        .unwrap();
    went[first..]
        .windows(2)
        .filter(|pair| *pair == [Standing::Withdrawn, Standing::Submitted])
        .count()
}
