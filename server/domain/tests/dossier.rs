//! After the yes: invitation letters, and what people tell for their stay.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "cast/admission_rows.rs"]
mod admission_rows;
mod cast;

use admission_rows::{change_edition, latest_application};
use cast::{NOW, administrator, country, course, edition, person, programme, seats, visitor};
use domain::accounts::Visitor;
use domain::admissions::dossier_list::{Lack, ask_for_travel, dossiers};
use domain::admissions::invitation::{self, Centre};
use domain::admissions::{
    arrivals, arrived, dossier, emergency_contact, enrol, invited, journey, needs, visa, withdraw,
};
use domain::attendance::roll::roll;
use domain::outbox;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ConnectionTrait, QueryOrder, Set};
use domain::{Db, Error};
use futures::future::join_all;
use model::dossier::{Revocation, VisaStanding, Way};
use model::role::Scope;
use model::schedule::SessionKind;
use model::{ApplicationId, EditionId, Language, PersonId, Reason, Refusal, Role, Zone};

on_both! {
    a_letter_is_a_frozen_copy,
    two_hundred_letters_at_once_have_two_hundred_numbers_without_a_gap,
    a_letter_that_fails_leaves_no_gap,
    everybody_without_a_letter_gets_one_and_a_mail,
    a_new_letter_takes_the_place_of_the_old_one,
    who_withdraws_has_a_letter_no_longer,
    nobody_invites_themselves_and_only_who_runs_the_edition_invites,
    a_letter_is_printed_for_its_owner_and_who_runs_the_edition,
    a_number_without_its_secret_opens_nothing,
    who_tries_too_many_numbers_waits_but_a_letter_is_always_verified,
    one_tells_everything_for_ones_stay_and_changes_it,
    nobody_writes_in_anothers_dossier,
    after_the_edition_nothing_is_written_any_more,
    what_does_not_do_is_refused_field_by_field,
    one_comes_before_one_goes,
    staff_see_who_lacks_what_and_auditors_see_no_person,
    the_driver_sees_a_days_arrivals_by_time,
    arriving_is_noted_once_and_can_be_taken_back,
    travel_is_asked_of_who_has_not_told_it_once_a_day,
    a_trainer_sees_what_people_need_to_get_about_and_an_auditor_does_not,
    what_the_withdrawn_told_is_deleted_after_their_days,
    the_schema_keeps_one_valid_letter,
}

const XIAMEN: &str = "Xiamen Maritime Training Centre";

async fn letter_to(db: &Db, by: &Visitor, to: ApplicationId) -> domain::Result<EditionId> {
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let centre = Centre {
        name: XIAMEN,
        zone: &zone,
    };
    invitation::issue(db, by, to, centre, NOW).await
}

async fn letters_to_all(db: &Db, by: &Visitor, edition: EditionId) -> domain::Result<usize> {
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let centre = Centre {
        name: XIAMEN,
        zone: &zone,
    };
    invitation::issue_to_all(db, by, edition, centre, NOW).await
}

async fn an_edition(db: &Db) -> EditionId {
    let programme = programme(db, "marine-economy").await;
    let edition = edition(db, programme, "2026").await;
    seats(db, edition, 500).await;
    edition
}

async fn with_place(db: &Db, edition: EditionId, name: &str) -> (PersonId, ApplicationId) {
    let who = person(db, name, "KE").await;
    enrol(db, who, edition, country("KE"), NOW).await.unwrap();
    (who, latest_application(db, who).await.id)
}

async fn in_role(db: &Db, name: &str, role: Role, scope: Scope) -> Visitor {
    let who = person(db, name, "CN").await;
    cast::grant(db, who, role, scope).await;
    visitor(db, who).await
}

async fn coordinator(db: &Db, edition: EditionId) -> Visitor {
    in_role(db, "Chen", Role::Coordinator, Scope::Edition(edition)).await
}

async fn all_letters(db: &Db) -> Vec<invitation::Model> {
    invitation::Entity::find()
        .order_by_asc(invitation::Column::Ordinal)
        .all(db.read())
        .await
        .unwrap()
}

async fn mails(db: &Db, kind: &str) -> u64 {
    use domain::sea_orm::PaginatorTrait;
    outbox::Entity::find()
        .filter(outbox::Column::Kind.eq(kind))
        .count(db.read())
        .await
        .unwrap()
}

fn refusal<T: std::fmt::Debug>(answer: domain::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn flight(number: &str, date: &str, time: &str) -> journey::Typed {
    journey::Typed {
        number: number.to_owned(),
        place: "Nairobi".to_owned(),
        date: date.to_owned(),
        time: time.to_owned(),
    }
}

async fn a_letter_is_a_frozen_copy(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, application) = with_place(&db, edition, "Amina").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, application).await.unwrap();
    db.migrating()
        .execute_unprepared(
            "UPDATE person SET printed_name = 'Somebody Else', organisation = 'Elsewhere'",
        )
        .await
        .unwrap();
    change_edition(&db, edition, |row| row.place = Set("Fuzhou".to_owned())).await;
    let amina = visitor(&db, amina).await;
    let letter = invitation::to_print(&db, &amina, application)
        .await
        .unwrap();
    assert_eq!(letter.number(), "EG-2026-000001");
    assert_eq!(letter.name, "Amina");
    assert_eq!(letter.organisation, "Ministry of Amina");
    assert_eq!(letter.country, country("KE"));
    assert_eq!(letter.place, "Xiamen");
    assert_eq!(letter.title, "Edition 2026");
    assert_eq!(letter.centre, XIAMEN);
    assert_eq!(
        (&*letter.starts_on, &*letter.ends_on),
        ("2026-12-07", "2026-12-18")
    );
    assert_eq!(letter.issued_on, "2026-11-24");
}

async fn two_hundred_letters_at_once_have_two_hundred_numbers_without_a_gap(db: Db) {
    let one = an_edition(&db).await;
    let other = {
        let programme = programme(&db, "ports").await;
        edition(&db, programme, "2026").await
    };
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let mut applications = Vec::new();
    for number in 0..200 {
        let edition = if number % 2 == 0 { one } else { other };
        applications.push(
            with_place(&db, edition, &format!("Person {number}"))
                .await
                .1,
        );
    }
    let issued = applications.iter().map(|to| letter_to(&db, &grace, *to));
    for answer in join_all(issued).await {
        answer.unwrap();
    }
    let ordinals: Vec<i32> = all_letters(&db)
        .await
        .iter()
        .map(|one| one.ordinal)
        .collect();
    assert_eq!(ordinals, (1..=200).collect::<Vec<_>>());
}

async fn a_letter_that_fails_leaves_no_gap(db: Db) {
    let edition = an_edition(&db).await;
    let (_, first) = with_place(&db, edition, "Amina").await;
    let (_, second) = with_place(&db, edition, "Omar").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, first).await.unwrap();
    // The mail cannot be written: the letter is not either.
    db.migrating()
        .execute_unprepared("ALTER TABLE mail RENAME TO mail_away")
        .await
        .unwrap();
    assert!(letter_to(&db, &chen, second).await.is_err());
    db.migrating()
        .execute_unprepared("ALTER TABLE mail_away RENAME TO mail")
        .await
        .unwrap();
    letter_to(&db, &chen, second).await.unwrap();
    let ordinals: Vec<i32> = all_letters(&db)
        .await
        .iter()
        .map(|one| one.ordinal)
        .collect();
    assert_eq!(ordinals, [1, 2]);
}

async fn everybody_without_a_letter_gets_one_and_a_mail(db: Db) {
    let edition = an_edition(&db).await;
    let (_, amina) = with_place(&db, edition, "Amina").await;
    with_place(&db, edition, "Omar").await;
    with_place(&db, edition, "Zara").await;
    let (lin, _) = with_place(&db, edition, "Lin").await;
    withdraw(&db, lin, edition, NOW).await.unwrap();
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, amina).await.unwrap();
    assert_eq!(letters_to_all(&db, &chen, edition).await.unwrap(), 2);
    assert_eq!(letters_to_all(&db, &chen, edition).await.unwrap(), 0);
    let names: Vec<String> = all_letters(&db)
        .await
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, ["Amina", "Omar", "Zara"]);
    assert_eq!(mails(&db, "invitation_ready").await, 3);
}

async fn a_new_letter_takes_the_place_of_the_old_one(db: Db) {
    let edition = an_edition(&db).await;
    let (_, amina) = with_place(&db, edition, "Amina").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, amina).await.unwrap();
    letter_to(&db, &chen, amina).await.unwrap();
    let letters = all_letters(&db).await;
    assert_eq!(letters[0].revoked_because, Some(Revocation::Replaced));
    assert!(letters[1].is_valid());
    assert_eq!(letters[1].number(), "EG-2026-000002");
}

async fn who_withdraws_has_a_letter_no_longer(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, application) = with_place(&db, edition, "Amina").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, application).await.unwrap();
    withdraw(&db, amina, edition, NOW).await.unwrap();
    let letters = all_letters(&db).await;
    assert_eq!(letters[0].revoked_because, Some(Revocation::Withdrawn));
    let gone = invitation::to_print(&db, &visitor(&db, amina).await, application).await;
    assert_eq!(refusal(gone), Refusal::NotFound);
    let refused = letter_to(&db, &chen, application).await;
    assert_eq!(refusal(refused), Refusal::NotFound, "there is no place");
}

async fn nobody_invites_themselves_and_only_who_runs_the_edition_invites(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, application) = with_place(&db, edition, "Amina").await;
    let elsewhere = {
        let programme = programme(&db, "ports").await;
        cast::edition(&db, programme, "2026").await
    };
    let stranger = coordinator(&db, elsewhere).await;
    let auditor = in_role(&db, "Ivan", Role::Auditor, Scope::All).await;
    for (who, said) in [
        (&Visitor::anybody(), Refusal::SignInFirst),
        (&visitor(&db, amina).await, Refusal::NotFound),
        (&stranger, Refusal::NotFound),
        (&auditor, Refusal::NotAllowed),
    ] {
        assert_eq!(refusal(letter_to(&db, who, application).await), said);
    }
    cast::grant(&db, amina, Role::Coordinator, Scope::Edition(edition)).await;
    let herself = visitor(&db, amina).await;
    let refused = letter_to(&db, &herself, application).await;
    assert_eq!(refusal(refused), Refusal::NotOneself);
    assert_eq!(letters_to_all(&db, &herself, edition).await.unwrap(), 0);
    assert_eq!(all_letters(&db).await, []);
}

async fn a_letter_is_printed_for_its_owner_and_who_runs_the_edition(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, application) = with_place(&db, edition, "Amina").await;
    let (omar, _) = with_place(&db, edition, "Omar").await;
    let chen = coordinator(&db, edition).await;
    letters_to_all(&db, &chen, edition).await.unwrap();
    for who in [&visitor(&db, amina).await, &chen] {
        let letter = invitation::to_print(&db, who, application).await.unwrap();
        assert_eq!(letter.name, "Amina");
    }
    let auditor = in_role(&db, "Ivan", Role::Auditor, Scope::All).await;
    for (who, said) in [
        (&Visitor::anybody(), Refusal::SignInFirst),
        (&visitor(&db, omar).await, Refusal::NotFound),
        (&auditor, Refusal::NotAllowed),
    ] {
        let refused = invitation::to_print(&db, who, application).await;
        assert_eq!(refusal(refused), said);
    }
}

async fn a_number_without_its_secret_opens_nothing(db: Db) {
    let edition = an_edition(&db).await;
    let (_, application) = with_place(&db, edition, "Amina").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, application).await.unwrap();
    let letter = all_letters(&db).await.remove(0);
    let written = letter.verify_path().replace("/verify/", "");
    let found = invited::verify(&db, &written.to_lowercase(), "192.0.2.1", NOW).await;
    assert_eq!(found.unwrap().id, letter.id);
    for wrong in [
        "",
        "EG-2026-000001",
        "EG-2026-000001-",
        "EG-2026-000001-AAAAAAAAAAAAAAAA",
        &written.replace("000001", "000002"),
        &format!("{written}-1"),
    ] {
        let refused = invited::verify(&db, wrong, "192.0.2.1", NOW).await;
        assert_eq!(refusal(refused), Refusal::NotFound, "{wrong}");
    }
}

async fn who_tries_too_many_numbers_waits_but_a_letter_is_always_verified(db: Db) {
    let edition = an_edition(&db).await;
    let (_, application) = with_place(&db, edition, "Amina").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, application).await.unwrap();
    let wrong = "EG-2026-000001-AAAAAAAAAAAAAAAA";
    for _ in 0..30 {
        let refused = invited::verify(&db, wrong, "192.0.2.1", NOW).await;
        assert_eq!(refusal(refused), Refusal::NotFound);
    }
    let refused = invited::verify(&db, wrong, "192.0.2.1", NOW).await;
    assert!(matches!(refusal(refused), Refusal::TooManyTries { .. }));
    let elsewhere = invited::verify(&db, wrong, "192.0.2.2", NOW).await;
    assert_eq!(refusal(elsewhere), Refusal::NotFound);
    let written = all_letters(&db).await[0]
        .verify_path()
        .replace("/verify/", "");
    assert!(
        invited::verify(&db, &written, "192.0.2.1", NOW)
            .await
            .is_ok()
    );
}

async fn one_tells_everything_for_ones_stay_and_changes_it(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    for standing in ["applied", "granted"] {
        visa::save(&db, amina, place, standing, NOW).await.unwrap();
    }
    for number in ["KQ 880", "CZ 634"] {
        let typed = flight(number, "2026-12-06", "18:40");
        journey::save(&db, amina, place, Way::Arrival, &typed, NOW)
            .await
            .unwrap();
    }
    needs::save(&db, amina, place, "no pork", "a ramp", NOW)
        .await
        .unwrap();
    let typed = emergency_contact::Typed {
        name: "Juma".to_owned(),
        relation: "brother".to_owned(),
        phone: "+254 700 000000".to_owned(),
    };
    emergency_contact::save(&db, amina, place, &typed, NOW)
        .await
        .unwrap();
    let told = dossier::dossier(&db, amina, place, Language::English, NOW)
        .await
        .unwrap();
    assert_eq!(told.visa.unwrap().standing, VisaStanding::Granted);
    let arrival = told.arrival.unwrap();
    assert_eq!(
        (&*arrival.number, &*arrival.wall),
        ("CZ 634", "2026-12-06T18:40")
    );
    // 18:40 in Xiamen is 10:40 UTC.
    assert_eq!(
        arrival.at,
        domain::clock::day_begins("2026-12-06".parse().unwrap(), &Zone::utc()).plus_minutes(640)
    );
    assert_eq!(told.departure, None);
    assert_eq!(told.needs.unwrap().access, "a ramp");
    assert_eq!(told.contact.unwrap().name, "Juma");
    // A form left empty takes back what was told.
    let nothing = journey::Typed::default();
    journey::save(&db, amina, place, Way::Arrival, &nothing, NOW)
        .await
        .unwrap();
    needs::save(&db, amina, place, " ", "", NOW).await.unwrap();
    let told = dossier::dossier(&db, amina, place, Language::English, NOW)
        .await
        .unwrap();
    assert_eq!((told.arrival, told.needs), (None, None));
}

async fn nobody_writes_in_anothers_dossier(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    let (omar, _) = with_place(&db, edition, "Omar").await;
    let arrival = flight("KQ 880", "2026-12-06", "18:40");
    let contact = emergency_contact::Typed::default();
    let language = Language::English;
    assert_eq!(
        refusal(visa::save(&db, omar, place, "granted", NOW).await),
        Refusal::NotFound
    );
    let answer = journey::save(&db, omar, place, Way::Arrival, &arrival, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    assert_eq!(
        refusal(needs::save(&db, omar, place, "x", "", NOW).await),
        Refusal::NotFound
    );
    let answer = emergency_contact::save(&db, omar, place, &contact, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    let answer = dossier::dossier(&db, omar, place, language, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    // Nor in one's own, once the place is given back.
    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert_eq!(
        refusal(visa::save(&db, amina, place, "granted", NOW).await),
        Refusal::NotFound
    );
}

async fn after_the_edition_nothing_is_written_any_more(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    let later = NOW.plus_days(60);
    let refused = refusal(visa::save(&db, amina, place, "granted", later).await);
    assert!(matches!(refused, Refusal::Closed { .. }));
    let told = dossier::dossier(&db, amina, place, Language::English, later)
        .await
        .unwrap();
    assert!(!told.is_open);
}

async fn what_does_not_do_is_refused_field_by_field(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    let refused = refusal(visa::save(&db, amina, place, "perhaps", NOW).await);
    assert_eq!(refused.reason_for("standing"), Some(Reason::NotAChoice));
    let typed = flight("", "2026-13-06", "25:00");
    let refused = refusal(journey::save(&db, amina, place, Way::Arrival, &typed, NOW).await);
    assert_eq!(refused.reason_for("number"), Some(Reason::Missing));
    assert_eq!(refused.reason_for("date"), Some(Reason::NotADate));
    assert_eq!(refused.reason_for("time"), Some(Reason::NotATime));
    let long = "x".repeat(1_001);
    let refused = refusal(needs::save(&db, amina, place, &long, "", NOW).await);
    assert_eq!(
        refused.reason_for("diet"),
        Some(Reason::TooLong { most: 1_000 })
    );
    let contact = emergency_contact::Typed::default();
    let refused = refusal(emergency_contact::save(&db, amina, place, &contact, NOW).await);
    assert_eq!(refused.reason_for("contact_name"), Some(Reason::Missing));
    assert_eq!(refused.reason_for("phone"), Some(Reason::Missing));
}

async fn one_comes_before_one_goes(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    let home = flight("KQ 881", "2026-12-19", "09:00");
    journey::save(&db, amina, place, Way::Departure, &home, NOW)
        .await
        .unwrap();
    let late = flight("KQ 880", "2026-12-19", "09:00");
    let refused = refusal(journey::save(&db, amina, place, Way::Arrival, &late, NOW).await);
    assert_eq!(refused.reason_for("date"), Some(Reason::EndsBeforeStart));
}

async fn staff_see_who_lacks_what_and_auditors_see_no_person(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    with_place(&db, edition, "Omar").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, place).await.unwrap();
    visa::save(&db, amina, place, "not_needed", NOW)
        .await
        .unwrap();
    needs::save(&db, amina, place, "no pork", "a ramp", NOW)
        .await
        .unwrap();
    let seen = dossiers(&db, &chen, edition, Language::English)
        .await
        .unwrap();
    let lacking = |what: Lack| -> Vec<&str> {
        let lack = seen.people.iter().filter(|one| one.lacks(what));
        lack.filter_map(|one| one.name.as_deref()).collect()
    };
    assert_eq!(lacking(Lack::Letter), ["Omar"]);
    assert_eq!(lacking(Lack::Visa), ["Omar"]);
    assert_eq!(lacking(Lack::Journey), ["Amina", "Omar"]);
    assert_eq!(seen.people[0].needs.as_ref().unwrap().diet, "no pork");
    let auditor = in_role(&db, "Ivan", Role::Auditor, Scope::All).await;
    let masked = dossiers(&db, &auditor, edition, Language::English)
        .await
        .unwrap();
    assert!(!masked.may_change);
    for one in &masked.people {
        assert_eq!((&one.name, &one.needs, &one.contact), (&None, &None, &None));
        assert_eq!(one.invitation, None, "a letter has a name in it");
    }
    let refused = dossiers(&db, &visitor(&db, amina).await, edition, Language::English).await;
    assert_eq!(refusal(refused), Refusal::NotAllowed);
}

async fn the_driver_sees_a_days_arrivals_by_time(db: Db) {
    let edition = an_edition(&db).await;
    let chen = coordinator(&db, edition).await;
    for (name, day, time) in [
        ("Amina", "2026-12-06", "18:40"),
        ("Omar", "2026-12-06", "07:05"),
        // Still the day before in UTC.
        ("Zara", "2026-12-07", "00:30"),
    ] {
        let (who, place) = with_place(&db, edition, name).await;
        let typed = flight("KQ 880", day, time);
        journey::save(&db, who, place, Way::Arrival, &typed, NOW)
            .await
            .unwrap();
    }
    let list = arrivals::arrivals(&db, &chen, edition, None, Language::English, NOW)
        .await
        .unwrap();
    let names: Vec<_> = list
        .come
        .iter()
        .filter_map(|(_, who)| who.name.clone())
        .collect();
    assert_eq!(names, ["Omar", "Amina"]);
    assert!(list.go.is_empty());
    let days: Vec<_> = list
        .days
        .iter()
        .map(|(day, many)| (day.to_string(), *many))
        .collect();
    assert_eq!(
        days,
        [("2026-12-06".to_owned(), 2), ("2026-12-07".to_owned(), 1)]
    );
}

async fn arriving_is_noted_once_and_can_be_taken_back(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    let chen = coordinator(&db, edition).await;
    arrived::note(&db, &chen, place, true, NOW).await.unwrap();
    arrived::note(&db, &chen, place, true, NOW.plus_minutes(5))
        .await
        .unwrap();
    let seen = dossiers(&db, &chen, edition, Language::English)
        .await
        .unwrap();
    assert_eq!(seen.people[0].arrived_at, Some(NOW));
    arrived::note(&db, &chen, place, false, NOW).await.unwrap();
    let seen = dossiers(&db, &chen, edition, Language::English)
        .await
        .unwrap();
    assert_eq!(seen.people[0].arrived_at, None);
    let herself = visitor(&db, amina).await;
    let refused = arrived::note(&db, &herself, place, true, NOW).await;
    assert_eq!(refusal(refused), Refusal::NotFound);
}

async fn travel_is_asked_of_who_has_not_told_it_once_a_day(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    with_place(&db, edition, "Omar").await;
    let chen = coordinator(&db, edition).await;
    let (come, home) = (
        flight("KQ 880", "2026-12-06", "18:40"),
        flight("KQ 881", "2026-12-19", "09:00"),
    );
    journey::save(&db, amina, place, Way::Arrival, &come, NOW)
        .await
        .unwrap();
    journey::save(&db, amina, place, Way::Departure, &home, NOW)
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(ask_for_travel(&db, &chen, edition, NOW).await.unwrap(), 1);
    }
    assert_eq!(mails(&db, "travel_asked").await, 1);
    let refused = ask_for_travel(&db, &visitor(&db, amina).await, edition, NOW).await;
    assert_eq!(refusal(refused), Refusal::NotAllowed);
}

async fn a_trainer_sees_what_people_need_to_get_about_and_an_auditor_does_not(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, place) = with_place(&db, edition, "Amina").await;
    needs::save(&db, amina, place, "no pork", "a ramp", NOW)
        .await
        .unwrap();
    let course = course(&db, edition, "ports").await;
    let session = cast::session(
        &db,
        edition,
        Some(course),
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        90,
    )
    .await;
    let lin = in_role(&db, "Lin", Role::Trainer, Scope::Course(course)).await;
    let seen = roll(&db, &lin, session, Language::English, NOW)
        .await
        .unwrap();
    assert_eq!(seen.people[0].access_needs, "a ramp");
    assert!(
        !format!("{seen:?}").contains("no pork"),
        "what people eat is not a trainer's business"
    );
    let auditor = in_role(&db, "Ivan", Role::Auditor, Scope::All).await;
    let masked = roll(&db, &auditor, session, Language::English, NOW)
        .await
        .unwrap();
    assert!(!format!("{masked:?}").contains("a ramp"));
}

async fn what_the_withdrawn_told_is_deleted_after_their_days(db: Db) {
    let edition = an_edition(&db).await;
    let (amina, hers) = with_place(&db, edition, "Amina").await;
    let (omar, his) = with_place(&db, edition, "Omar").await;
    let chen = coordinator(&db, edition).await;
    letters_to_all(&db, &chen, edition).await.unwrap();
    for (who, place) in [(amina, hers), (omar, his)] {
        visa::save(&db, who, place, "granted", NOW).await.unwrap();
        needs::save(&db, who, place, "no pork", "", NOW)
            .await
            .unwrap();
    }
    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert_eq!(
        dossier::forget_withdrawn(&db, 30, NOW.plus_days(30))
            .await
            .unwrap(),
        0,
        "on the day itself"
    );
    let later = NOW.plus_days(31);
    assert_eq!(
        dossier::forget_withdrawn(&db, 30, later).await.unwrap(),
        3,
        "visa, needs, letter"
    );
    assert_eq!(
        dossier::forget_withdrawn(&db, 30, later).await.unwrap(),
        0,
        "done again"
    );
    let left = visa::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(left.len(), 1, "Omar's stays");
    let letters = all_letters(&db).await;
    assert_eq!(
        (letters[0].ordinal, &*letters[0].name),
        (1, ""),
        "the number stays"
    );
    assert_eq!(letters[1].name, "Omar");
}

async fn the_schema_keeps_one_valid_letter(db: Db) {
    let edition = an_edition(&db).await;
    let (_, place) = with_place(&db, edition, "Amina").await;
    let chen = coordinator(&db, edition).await;
    letter_to(&db, &chen, place).await.unwrap();
    letter_to(&db, &chen, place).await.unwrap();
    let by_hand = "UPDATE invitation SET revoked_at = NULL, revoked_because = NULL";
    assert!(db.migrating().execute_unprepared(by_hand).await.is_err());
}
