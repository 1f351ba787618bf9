//! Seats on the real router: people picked by hand, corrections, electives' own seats, and other limits tried out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../domain/tests/cast/admission_rows.rs"]
mod admission_rows;
mod house;

use admission_rows::{latest_application, place_of};
use axum::http::StatusCode;
use domain::admissions::{enrol, seat_pool, set_total};
use domain::catalogue::course as courses;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ActiveValue::Set, IntoActiveModel};
use house::{Browser, House, NOW, country, edition, grant, person, programme};
use model::admissions::PoolGroup;
use model::role::Scope;
use model::{EditionId, PersonId, Role};

/// An edition of so many seats, and the browser of its coordinator.
async fn with_seats(size: i32) -> (House, EditionId, Browser) {
    let house = House::new().await;
    let programme = programme(&house.db, "marine-economy").await;
    let edition = edition(&house.db, programme, "2026").await;
    house::seats(&house.db, edition, size).await;
    let chen = person(&house.db, "Chen", "CN").await;
    grant(&house.db, chen, Role::Coordinator, Scope::Edition(edition)).await;
    let staff = house.signed_in(chen).await;
    (house, edition, staff)
}

async fn come(house: &House, edition: EditionId, name: &str, from: &str) -> PersonId {
    let who = person(&house.db, name, from).await;
    enrol(&house.db, who, edition, country(from), NOW)
        .await
        .unwrap();
    who
}

#[tokio::test]
async fn a_list_is_made_people_are_found_picked_and_taken_off() {
    let (house, edition, mut staff) = with_seats(5).await;
    let amina = come(&house, edition, "Amina", "KE").await;
    come(&house, edition, "Ravi", "IN").await;
    let id = edition.to_string();
    let new = format!("/staff/editions/{edition}/seats/new");
    let mut fields = [
        ("edition", id.as_str()),
        ("rule", "maximum"),
        ("whom", "picked"),
        ("name", " "),
        ("size", "1"),
        ("release_on", ""),
    ];
    let refused = staff.post("/api/add_seat_pool", &new, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("#name-error"), "Please fill this in.");
    assert_eq!(refused.attribute("#size", "value").unwrap(), "1");
    fields[3] = ("name", "Speakers");
    let made = staff.post("/api/add_seat_pool", &new, &fields).await;
    let pool = seat_pool::Entity::find()
        .filter(seat_pool::Column::Counted.eq(PoolGroup::Picked))
        .one(house.db.read())
        .await
        .unwrap()
        .unwrap();
    let page = format!("/staff/seat-pools/{}", pool.id);
    assert_eq!(made.location(), page);
    assert!(staff.get(&page).await.shows("Nobody yet."));
    let found = staff.get(&format!("{page}?q=amina")).await;
    assert_eq!(found.texts("form[action='/api/pick_person']").len(), 1);
    let (pool, hers) = (pool.id.to_string(), amina.to_string());
    let pick = [
        ("pool", pool.as_str()),
        ("person", hers.as_str()),
        ("q", "amina"),
    ];
    let picked = staff.post("/api/pick_person", &page, &pick).await;
    assert_eq!(picked.location(), format!("{page}?done=picked&q=amina"));
    let shown = staff.get(picked.location()).await;
    assert_eq!(shown.texts("form[action='/api/unpick_person']").len(), 1);
    let ravi = staff.get(&format!("{page}?q=ravi")).await;
    let his = ravi
        .attribute("form[action='/api/pick_person'] [name='person']", "value")
        .unwrap();
    let pick = [
        ("_key", his.as_str()),
        ("pool", pool.as_str()),
        ("person", his.as_str()),
    ];
    let full = staff
        .post("/api/pick_person", &format!("{page}?q=ravi"), &pick)
        .await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.shows("No seat is free here: At most 1: Speakers."));
    let off = [("pool", pool.as_str()), ("person", hers.as_str())];
    let off = staff.post("/api/unpick_person", &page, &off).await;
    assert_eq!(off.location(), format!("{page}?done=unpicked"));
}

#[tokio::test]
async fn a_correction_keeps_what_was_typed_and_shows_its_history() {
    let (house, edition, mut staff) = with_seats(5).await;
    let amina = come(&house, edition, "Amina", "KE").await;
    let id = latest_application(&house.db, amina).await.id.to_string();
    let page = format!("/staff/applications/{id}/correct");
    assert_eq!(staff.get(&page).await.text("h1"), "Correct: Amina");
    let mut fields = [
        ("application", id.as_str()),
        ("seen", "0"),
        ("delegation", "UG"),
        ("organisation", "Port <authority>"),
        ("rank", "director"),
        ("sex", "female"),
        ("reason", " "),
    ];
    let action = "/api/correct_application";
    let refused = staff.post(action, &page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("#reason-error"), "Please fill this in.");
    let typed = refused.attribute("#organisation", "value");
    assert_eq!(typed.unwrap(), "Port <authority>");
    let chosen = refused.attribute("#delegation option[selected]", "value");
    assert_eq!(chosen.unwrap(), "UG");
    fields[6] = ("reason", "Her embassy named her.");
    let done = staff.post(action, &page, &fields).await;
    let people = format!("/staff/editions/{edition}/people?done=corrected");
    assert_eq!(done.location(), people);
    let place = place_of(&house.db, edition, amina).await.unwrap();
    assert_eq!(place.delegation, country("UG"));
    let shown = staff.get(&page).await;
    assert!(shown.shows("Kenya → Uganda"));
    assert!(shown.shows("Chen: Her embassy named her."));
    let stale = staff.post(action, &page, &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let hers = house.signed_in(amina).await;
    assert_eq!(hers.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_elective_is_limited_and_says_when_it_is_full() {
    let (house, edition, mut staff) = with_seats(5).await;
    let course = house::course(&house.db, edition, "calligraphy").await;
    house::course(&house.db, edition, "ports").await;
    let row = courses::Entity::find_by_id(course).one(house.db.read());
    let mut row = row.await.unwrap().unwrap().into_active_model();
    row.required = Set(false);
    house
        .db
        .write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let (id, page) = (course.to_string(), format!("/staff/courses/{course}/seats"));
    let wrong = [("course", id.as_str()), ("size", "many")];
    let refused = staff.post("/api/set_elective_seats", &page, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.attribute("#size", "value").unwrap(), "many");
    let one = [("course", id.as_str()), ("size", "1")];
    let set = staff.post("/api/set_elective_seats", &page, &one).await;
    assert_eq!(set.location(), format!("{page}?done=seats"));
    let amina = come(&house, edition, "Amina", "KE").await;
    let ravi = come(&house, edition, "Ravi", "IN").await;
    let (mut amina, mut ravi) = (house.signed_in(amina).await, house.signed_in(ravi).await);
    let at = "/programmes/marine-economy/2026/courses/calligraphy";
    let choose = [("course", id.as_str())];
    let chosen = amina.post("/api/choose_elective", at, &choose).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    let full = ravi.post("/api/choose_elective", at, &choose).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = ravi.get(at).await;
    assert!(shown.shows("This elective is full for you."));
    assert!(
        shown
            .texts("form[action='/api/choose_elective']")
            .is_empty()
    );
    let listed = staff.get(&format!("/staff/editions/{edition}/seats")).await;
    assert!(listed.links().contains(&page));
}

#[tokio::test]
async fn other_limits_are_tried_in_the_address_and_nothing_is_changed() {
    let (house, edition, staff) = with_seats(1).await;
    for (name, from) in [("Amina", "KE"), ("Otieno", "KE"), ("Ravi", "IN")] {
        come(&house, edition, name, from).await;
    }
    let page = format!("/staff/editions/{edition}/seats/what-if");
    let as_it_is = staff.get(&page).await;
    assert!(as_it_is.shows("One person would be in; today it is 1."));
    let total = as_it_is.attribute("[name='p0']", "value").unwrap();
    let tried = staff
        .get(&format!(
            "{page}?p0={total}&s0=3&rule=maximum&whom=each_country&name=&size=1"
        ))
        .await;
    assert!(tried.shows("2 people would be in; today it is 1."));
    assert!(tried.shows("One person would get in who does not today; 0 people would stay out"));
    assert_eq!(
        tried.attribute("[name='p1']", "value").unwrap(),
        "maximum:each_country:",
        "what was added is tried on"
    );
    let wrong = staff.get(&format!("{page}?p0={total}&s0=many")).await;
    assert_eq!(wrong.attribute("#s0", "value").unwrap(), "many");
    assert_eq!(wrong.texts("#s0-error").len(), 1);
    let kept = staff
        .get(&format!(
            "{page}?p0={total}&s0=3&p1=reserve:country:KE&s1=5"
        ))
        .await;
    assert!(kept.shows("Fewer seats in all than are kept for groups"));
    assert!(!kept.shows("of -2"));
    let endless = staff
        .get(&format!("{page}?p0={total}&s0=&p1=reserve:country:KE&s1=1"))
        .await;
    assert!(endless.shows("No limit"));
    assert!(endless.shows("only where the edition has a number of seats in all"));
    let pools = seat_pool::Entity::find().count(house.db.read()).await;
    assert_eq!(pools.unwrap(), 1, "nothing is written");
    let omar = person(&house.db, "Omar", "EG").await;
    let his = house.signed_in(omar).await;
    assert_eq!(his.get(&page).await.status, StatusCode::FORBIDDEN);
    let grace = house::administrator(&house.db).await;
    let grace = domain::accounts::Visitor::of_person(&house.db, grace, NOW)
        .await
        .unwrap();
    set_total(&house.db, &grace, edition, Some(3), NOW)
        .await
        .unwrap();
    let after = staff.get(&page).await;
    assert!(after.shows("3 people would be in; today it is 3."));
}
