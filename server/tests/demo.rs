//! The demonstration: loaded once, its rows agree with each other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use domain::Db;
use domain::sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, QueryOrder, Statement};
use house::{House, NOW, person};
use model::Instant;
use server::demo::{self, Loaded};

async fn loaded() -> House {
    let house = House::new().await;
    assert_eq!(load(&house, NOW).await, Loaded::Now);
    house
}

async fn load(house: &House, now: Instant) -> Loaded {
    demo::load(&house.db, &house.config.media_folder, now, |_, _| ())
        .await
        .unwrap()
}

/// The one number that a query gives.
async fn number(db: &Db, sql: &str) -> i64 {
    let query = Statement::from_string(db.backend(), sql);
    let row = db.read().query_one_raw(query).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn loading_again_changes_nothing() {
    let house = loaded().await;
    let before = everything(&house.db).await;
    let later = NOW.plus_days(3);
    assert_eq!(load(&house, later).await, Loaded::Before(NOW));
    assert_eq!(everything(&house.db).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_with_other_data_is_left_alone() {
    let house = House::new().await;
    person(&house.db, "Amina", "KE").await;
    assert_eq!(load(&house, NOW).await, Loaded::NotEmpty);
    let people = domain::accounts::person::Entity::find();
    assert_eq!(people.count(house.db.read()).await.unwrap(), 1);
}

/// How many rows each table has.
async fn everything(db: &Db) -> Vec<(String, i64)> {
    let query = Statement::from_string(
        db.backend(),
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    );
    let mut counts = Vec::new();
    for row in db.read().query_all_raw(query).await.unwrap() {
        let table: String = row.try_get_by_index(0).unwrap();
        let count = number(db, &format!("SELECT count(*) FROM {table}")).await;
        counts.push((table, count));
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_taken_are_seats_claimed() {
    let house = loaded().await;
    let db = &house.db;
    let wrong = "SELECT count(*) FROM seat_counter c WHERE c.taken <> (SELECT count(*) FROM seat_claim s WHERE s.counter = c.id)";
    assert_eq!(number(db, wrong).await, 0);
    let places = "SELECT count(*) FROM enrolment n WHERE n.withdrawn_at IS NULL AND n.application IN \
         (SELECT application FROM seat_claim)";
    let offers = "SELECT count(*) FROM application a WHERE a.standing = 'offered' AND a.offer_expires_at IS NOT NULL \
         AND a.id IN (SELECT application FROM seat_claim)";
    let claims = "SELECT count(*) FROM seat_claim";
    assert_eq!(number(db, offers).await, 2);
    assert_eq!(number(db, places).await + 2, number(db, claims).await);
    let free_beside_waiting = "SELECT count(*) FROM seat_counter c JOIN seat_pool p ON p.id = c.pool WHERE c.taken < c.size \
         AND EXISTS (SELECT 1 FROM application a WHERE a.edition = p.edition AND a.standing = 'waiting')";
    assert_eq!(number(db, free_beside_waiting).await, 0);
    let nearly_full = "SELECT count(*) FROM seat_counter WHERE size - taken = 2 AND size = 40";
    assert_eq!(number(db, nearly_full).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn roll_ups_are_the_sums_of_view_sessions() {
    let house = loaded().await;
    let db = &house.db;
    let sum = async |of: &str, from: &str| {
        number(db, &format!("SELECT CAST(sum({of}) AS bigint) FROM {from}")).await
    };
    assert!(sum("1", "view_session").await > 11_000);
    assert_eq!(
        sum("views", "view_bin").await,
        sum("views", "view_session").await
    );
    assert_eq!(
        sum("watched_ms", "view_bin").await,
        sum("watched_ms", "view_session").await
    );
    assert_eq!(
        sum("plays - 2 * (bots / 2)", "view_bin").await,
        sum("plays", "view_session").await
    );
    assert_eq!(
        sum("session_uniques", "view_bin").await,
        sum("1", "view_session").await
    );
    assert_eq!(
        sum("edition_uniques", "view_bin").await,
        sum("1", "edition_viewer").await
    );
    let outside = format!(
        "SELECT count(*) FROM view_session WHERE first_seen_at > last_beat_at OR last_beat_at > {} OR watched_ms > 1200000",
        NOW.0
    );
    assert_eq!(number(db, &outside).await, 0);
    assert!(number(db, "SELECT count(DISTINCT country) FROM view_session").await >= 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_told_a_sign_in_can_use_it() {
    let house = loaded().await;
    let told = demo::sign_ins(&house.db).await.unwrap().unwrap();
    for (email, _) in demo::ACCOUNTS {
        assert!(
            told.contains(email) && told.contains(demo::PASSWORD),
            "{told}"
        );
        let mut browser = house.visitor();
        let answer = browser
            .post(
                "/api/sign_in",
                "/sign-in",
                &[("email", email), ("password", demo::PASSWORD)],
            )
            .await;
        assert!(answer.status.is_redirection(), "{email}: {}", answer.status);
        assert!(browser.cookie.is_some(), "{email}");
    }
    assert_eq!(demo::sign_ins(&House::new().await.db).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_recording_has_its_file() {
    use domain::media::recording;
    let house = loaded().await;
    let rows = recording::Entity::find()
        .order_by_asc(recording::Column::Id)
        .all(house.db.read())
        .await
        .unwrap();
    assert!(rows.len() >= 8, "{}", rows.len());
    for row in rows {
        let file = house.config.media_folder.join(&row.address);
        let bytes = std::fs::metadata(&file).unwrap().len();
        assert_eq!(
            i64::try_from(bytes).unwrap(),
            row.bytes,
            "{}",
            file.display()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_proof_is_a_link_that_the_form_would_take() {
    use domain::statistics::reported_view;
    let house = loaded().await;
    let rows = reported_view::Entity::find()
        .all(house.db.read())
        .await
        .unwrap();
    assert!(rows.len() > 1_000, "{}", rows.len());
    for row in rows {
        let mut form = domain::typed::Form::new();
        let taken = form.optional_link("proof", &row.proof);
        assert_eq!(taken.as_deref(), Some(row.proof.as_str()));
        assert!(row.proof.contains(".example.org/") || row.withdrawn_at.is_some());
    }
}

/// Whatever the day, 2023 is the last year that is over, and what is measured belongs to the running one.
#[tokio::test(flavor = "multi_thread")]
async fn the_published_year_is_2023_on_every_day_of_the_calendar() {
    use domain::statistics::year;
    use model::accounts::Rank;
    for day in ["2027-01-05", "2027-03-01", "2026-11-25"] {
        let house = House::new().await;
        let zone = house.config.centre_zone.clone();
        let noon: jiff::Timestamp = format!("{day}T04:00:00Z").parse().unwrap();
        let now = Instant(noon.as_millisecond());
        house.set_clock(now);
        assert_eq!(load(&house, now).await, Loaded::Now);
        let db = &house.db;
        assert_eq!(
            year::completed(db, &zone, now).await.unwrap(),
            [2023],
            "{day}"
        );
        let running = year::year_of(now, &zone);
        let measured =
            |gathered: domain::statistics::Gathered| gathered.in_all(Rank::Director).measured;
        let this_year = measured(year::of_all(db, running, &zone, now).await.unwrap());
        let views = number(db, "SELECT CAST(sum(views) AS bigint) FROM view_session").await;
        assert_eq!(this_year.views, views, "{day}");
        assert!(views > 0, "{day}");
        let page = house.visitor().get("/year").await;
        assert!(
            page.text("h1").contains("2023"),
            "{day}: {}",
            page.text("h1")
        );
        let home = house.visitor().get("/").await;
        assert!(
            home.texts(".figures b").contains(&"1,215,000".to_owned()),
            "{day}"
        );
    }
}
