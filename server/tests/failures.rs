//! What goes wrong is told on a designed page, in the reader's language; and what every answer carries.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::sea_orm::ConnectionTrait;
use house::{House, person};
use model::{EditionId, Language, RecordingId};

#[tokio::test]
async fn tables_films_and_forms_addresses_fail_as_pages_where_a_page_was_asked_for() {
    let house = House::new().await;
    let amina = person(&house.db, "Amina", "KE").await;
    let (visitor, amina) = (house.visitor(), house.signed_in(amina).await);
    let table = format!(
        "/staff/editions/{}/people.csv?standing=accepted",
        EditionId::new()
    );
    let film = format!("/media/{}", RecordingId::new());

    let answer = visitor.get(&table).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.text("h1"), "Please sign in first");
    let way = answer.attribute("main a.btn", "href").unwrap();
    assert!(way.starts_with("/sign-in?next=/staff/editions/"), "{way}");
    assert!(way.ends_with("people.csv%3Fstanding%3Daccepted"), "{way}");

    let answer = amina.get(&table).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.text("h1"), "This page is not open to you");
    for path in [&film, "/media/nonsense"] {
        let answer = amina.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.text("h1"), "There is no such page");
    }
    let answer = amina.get("/api/sign_in").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.text("h1"), "There is no such page");

    let program = Request::get(&table).header("accept", "text/csv");
    let answer = amina.send(program, Body::empty()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.body.contains("<html"), "{}", answer.body);
}

#[tokio::test]
async fn a_refused_page_speaks_the_readers_language() {
    let house = House::new().await;
    let amina = person(&house.db, "Amina", "KE").await;
    let chinese = domain::accounts::person::choose_language;
    chinese(&house.db, amina, Language::Chinese, house::NOW)
        .await
        .unwrap();
    let browser = house.signed_in(amina).await;
    for page in ["/staff/people", "/staff/log"] {
        let answer = browser.get(page).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        assert_eq!(answer.text("h1"), "您无权访问此页面");
        assert_eq!(answer.attribute("html", "lang").as_deref(), Some("zh"));
    }
}

#[tokio::test]
async fn what_was_typed_is_kept_where_the_sign_in_has_ended() {
    let house = House::new().await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut browser = house.visitor();
    let fields = [
        ("printed_name", "Amina \"W\" Wanjiru"),
        ("native_name", ""),
        ("country", "KE"),
        ("organisation", "Port of Mombasa"),
        ("position", ""),
        ("rank", "none"),
        ("sex", "unknown"),
        ("birth_date", ""),
        ("zone", "Africa/Nairobi"),
        ("language", "en"),
    ];
    let answer = browser
        .post("/api/edit_profile", "/account?from=menu", &fields)
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.text("h1"), "Your sign-in has ended");
    assert_eq!(
        answer.attribute("main a.btn", "href").as_deref(),
        Some("/sign-in?next=/account%3Ffrom%3Dmenu")
    );
    let mut kept = Vec::new();
    for (name, value) in fields {
        let found = answer.attribute(&format!("form.kept input[name={name}]"), "value");
        assert_eq!(found.as_deref(), Some(value), "{name}");
        kept.push((name, value));
    }
    let mut again = house.signed_in(amina).await;
    let saved = again.post("/api/edit_profile", "/account", &kept).await;
    assert_eq!(saved.location(), "/account?done=saved");

    let secret = [
        ("present", "one password"),
        ("password", "another"),
        ("again", "another"),
    ];
    let answer = browser
        .post("/api/change_password", "/account/password", &secret)
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.texts("form.kept").is_empty() && !answer.body.contains("one password"));
}

#[tokio::test]
async fn every_answer_carries_a_number_and_strict_headers() {
    let house = House::new().await;
    let browser = house.visitor();
    let mut numbers = std::collections::BTreeSet::new();
    for path in [
        "/",
        "/no/such/page",
        "/robots.txt",
        "/healthz",
        "/assets/egret.svg",
        "/account",
    ] {
        let answer = browser.get(path).await;
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert!(
            header("content-security-policy").contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(numbers.insert(header("x-request-id")), "{path}");
    }
    assert!(numbers.iter().all(|number| number.len() == 12));
}

#[tokio::test]
async fn every_script_carries_the_nonce_of_its_page() {
    let house = House::new().await;
    let amina = person(&house.db, "Amina", "KE").await;
    let grace = house::administrator(&house.db).await;
    let programme = house::programme(&house.db, "ports").await;
    house::edition(&house.db, programme, "2026").await;
    let (visitor, amina, grace) = (
        house.visitor(),
        house.signed_in(amina).await,
        house.signed_in(grace).await,
    );
    for (browser, path) in [
        (&visitor, "/"),
        (&visitor, "/programmes"),
        (&visitor, "/programmes/ports/2026"),
        (&visitor, "/sign-in"),
        (&visitor, "/no/such/page"),
        (&amina, "/account"),
        (&amina, "/timetable"),
        (&grace, "/staff/people"),
        (&grace, "/staff/roles"),
    ] {
        let answer = browser.get(path).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap();
        let page = scraper::Html::parse_document(&answer.body);
        let script = scraper::Selector::parse("script").unwrap();
        for script in page.select(&script) {
            // Data runs nothing, and a file of ours is let in by its place.
            let attribute = |name| script.value().attr(name).unwrap_or_default();
            if attribute("type") == "application/ld+json"
                || attribute("src").starts_with("/assets/")
            {
                continue;
            }
            assert_eq!(
                script.value().attr("nonce"),
                Some(nonce),
                "{path}: {}",
                script.html()
            );
        }
    }
}

#[tokio::test]
async fn ready_is_a_server_that_can_write_the_schema_it_knows() {
    let house = House::new().await;
    let ready = house.visitor().get("/readyz").await;
    assert_eq!(
        (ready.status, ready.body.as_str()),
        (StatusCode::OK, "ready\n")
    );
    house
        .db
        .migrating()
        .execute_unprepared("DELETE FROM seaql_migrations WHERE version LIKE '%registration%'")
        .await
        .unwrap();
    let behind = house.visitor().get("/readyz").await;
    assert_eq!(behind.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(behind.body, "the schema is another version's\n");
    assert_eq!(house.visitor().get("/healthz").await.status, StatusCode::OK);
}
