//! The page of what must always be true.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use axum::http::StatusCode;
use domain::admissions::seat_counter;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use house::{Browser, House, administrator, edition, grant, person, programme, seats};
use model::role::Scope;
use model::{EditionId, Role};

const PAGE: &str = "/staff/invariants";
const BUTTON: &str = "form[action='/api/check_invariants']";

async fn with_an_edition() -> (House, EditionId, Browser, Browser) {
    let house = House::new().await;
    let db = &house.db;
    let programme = programme(db, "ports").await;
    let edition = edition(db, programme, "2026").await;
    seats(db, edition, 3).await;
    let grace = administrator(db).await;
    let aisha = person(db, "Aisha", "NG").await;
    grant(db, aisha, Role::Auditor, Scope::All).await;
    let (grace, aisha) = (house.signed_in(grace).await, house.signed_in(aisha).await);
    (house, edition, grace, aisha)
}

#[tokio::test]
async fn an_administrator_checks_and_an_auditor_reads() {
    let (_house, _, mut grace, mut aisha) = with_an_edition().await;
    let before = grace.get(PAGE).await;
    assert!(before.shows("Not checked yet"));
    let checked = grace.post("/api/check_invariants", PAGE, &[]).await;
    assert_eq!(checked.status, StatusCode::SEE_OTHER);
    let after = grace.get(checked.location()).await;
    assert!(after.shows("Everything was checked."));
    assert!(!after.shows("Not checked yet"));
    assert_eq!(after.texts("tbody .tag.ok").len(), 6);
    let read = aisha.get(PAGE).await;
    assert_eq!(read.status, StatusCode::OK);
    assert_eq!(read.texts(BUTTON).len(), 0);
    let refused = aisha.post("/api/check_invariants", PAGE, &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_broken_is_red_there_and_where_staff_begin() {
    let (house, edition, mut grace, aisha) = with_an_edition().await;
    let said = "The last check of seats and places found something that must not be.";
    assert!(!grace.get("/staff").await.shows(said));
    let change =
        seat_counter::Entity::update_many().col_expr(seat_counter::Column::Taken, Expr::value(1));
    house
        .db
        .write(async |tx| {
            change.exec(tx).await?;
            Ok(())
        })
        .await
        .unwrap();
    grace.post("/api/check_invariants", PAGE, &[]).await;
    for browser in [&grace, &aisha] {
        let page = browser.get(PAGE).await;
        assert_eq!(page.texts("tbody .tag.bad"), ["One thing is broken"]);
        assert!(page.shows("says 1; 0 are counted."));
        let seats = format!("/staff/editions/{edition}/seats");
        assert!(page.links().contains(&seats));
        assert!(browser.get("/staff").await.shows(said));
    }
    let carlos = person(&house.db, "Carlos", "PE").await;
    grant(
        &house.db,
        carlos,
        Role::Coordinator,
        Scope::Edition(edition),
    )
    .await;
    let carlos = house.signed_in(carlos).await;
    assert!(!carlos.get("/staff").await.shows(said));
    assert_eq!(carlos.get(PAGE).await.status, StatusCode::FORBIDDEN);
}
