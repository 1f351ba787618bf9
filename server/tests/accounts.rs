//! Getting in, over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use axum::http::StatusCode;
use domain::outbox::{self, Letter};
use domain::sea_orm::EntityTrait;
use house::{House, person};

const PASSWORD: &str = "three egrets on a rock";

async fn mailed_secret(house: &House) -> String {
    let mails = outbox::Entity::find().all(house.db.read()).await.unwrap();
    match serde_json::from_str(&mails.last().unwrap().content).unwrap() {
        Letter::ConfirmEmail { secret } | Letter::ResetPassword { secret } => secret,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn from_registration_to_profile_without_scripting() {
    let house = House::new().await;
    let mut amina = house.visitor();
    let sent = amina
        .post(
            "/api/register",
            "/register",
            &[
                ("email", "amina@example.org"),
                ("password", PASSWORD),
                ("printed_name", "Amina Wanjiru"),
                ("country", "KE"),
                ("zone", "Africa/Nairobi"),
            ],
        )
        .await;
    assert_eq!(
        (sent.status, sent.location()),
        (StatusCode::SEE_OTHER, "/register/sent")
    );

    let secret = mailed_secret(&house).await;
    let confirm = amina.get(&format!("/confirm/{secret}")).await;
    assert_eq!(
        confirm.attribute("input[name=secret]", "value"),
        Some(secret.clone())
    );
    let confirmed = amina
        .post("/api/confirm", "/confirm/x", &[("secret", &secret)])
        .await;
    assert_eq!(confirmed.location(), "/sign-in?done=confirmed");

    let fields = [
        ("email", "amina@example.org"),
        ("password", PASSWORD),
        ("next", "/account"),
    ];
    let signed_in = amina.post("/api/sign_in", "/sign-in", &fields).await;
    assert_eq!(
        (signed_in.status, signed_in.location()),
        (StatusCode::SEE_OTHER, "/account")
    );
    let profile = amina.get("/account").await;
    assert_eq!(profile.status, StatusCode::OK);
    assert_eq!(
        profile.attribute("#printed_name", "value").as_deref(),
        Some("Amina Wanjiru")
    );
    assert_eq!(profile.text(".account-menu summary"), "Amina Wanjiru");
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_but_no_password() {
    let house = House::new().await;
    let mut amina = house.visitor();
    let fields = [
        ("email", "amina at example"),
        ("password", "short"),
        ("printed_name", "Amina <b>&\"Wanjiru"),
        ("country", "KE"),
        ("zone", "Mars/Base"),
    ];
    let refused = amina.post("/api/register", "/register", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.attribute("#printed_name", "value").as_deref(),
        Some("Amina <b>&\"Wanjiru")
    );
    assert_eq!(
        refused.attribute("#email", "value").as_deref(),
        Some("amina at example")
    );
    assert_eq!(
        refused.attribute("#password", "value").unwrap_or_default(),
        ""
    );
    assert_eq!(
        refused
            .attribute("#country option[selected]", "value")
            .as_deref(),
        Some("KE")
    );
    assert_eq!(
        refused.text("#zone-error"),
        "There is no such time zone. Try the nearest large city, for instance Africa/Nairobi."
    );
    assert_eq!(
        refused.attribute("#zone", "aria-invalid").as_deref(),
        Some("true")
    );
    assert_eq!(refused.texts(".errors li").len(), 3);
    assert!(!refused.body.contains("short"));
}

#[tokio::test]
async fn a_wrong_password_says_no_more_than_a_wrong_address() {
    let house = House::new().await;
    person(&house.db, "Amina", "KE").await;
    let mut browser = house.visitor();
    let known = browser
        .post(
            "/api/sign_in",
            "/sign-in",
            &[
                ("email", "amina@example.org"),
                ("password", "wrong"),
                ("next", ""),
            ],
        )
        .await;
    let unknown = browser
        .post(
            "/api/sign_in",
            "/sign-in",
            &[
                ("email", "nobody@example.org"),
                ("password", "wrong"),
                ("next", ""),
            ],
        )
        .await;
    assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.status, known.status);
    assert_eq!(unknown.texts(".errors"), known.texts(".errors"));
}

#[tokio::test]
async fn another_site_cannot_write() {
    let house = House::new().await;
    let amina = person(&house.db, "Amina", "KE").await;
    let browser = house.signed_in(amina).await;
    let forged = |header: &'static str, value: &'static str| {
        axum::http::Request::post("/api/sign_out")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(header, value)
    };
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let answer = browser
            .send(forged(header, value), axum::body::Body::empty())
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{header}: {value}");
    }
    assert_eq!(
        browser.get("/account").await.status,
        StatusCode::OK,
        "still signed in"
    );
}

#[tokio::test]
async fn a_page_that_belongs_to_somebody_asks_to_sign_in_and_comes_back() {
    let house = House::new().await;
    let answer = house.visitor().get("/account").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        answer.attribute("main a.btn", "href").as_deref(),
        Some("/sign-in?next=/account")
    );
}

#[tokio::test]
async fn the_language_follows_the_choice_then_the_profile_then_the_browser() {
    let house = House::new().await;
    let mut browser = house.visitor();
    browser.language = "zh-CN,en;q=0.5".to_owned();
    assert_eq!(browser.get("/sign-in").await.text("h1"), "登录");
    browser.language = "ar-XB".to_owned();
    let mirrored = browser.get("/sign-in").await;
    assert_eq!(mirrored.attribute("html", "dir").as_deref(), Some("rtl"));
    browser
        .post("/api/choose_language", "/sign-in", &[("language", "en")])
        .await;
    assert_eq!(browser.get("/sign-in").await.text("h1"), "Sign in");
}

#[tokio::test]
async fn an_unknown_page_is_a_designed_404() {
    let house = House::new().await;
    let answer = house.visitor().get("/no/such/page").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.text("h1"), "There is no such page");
}

#[tokio::test]
async fn pages_carry_a_strict_policy_with_their_own_nonce() {
    let house = House::new().await;
    let answer = house.visitor().get("/sign-in").await;
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
    let again = house.visitor().get("/sign-in").await;
    assert_ne!(
        again.headers["content-security-policy"],
        answer.headers["content-security-policy"]
    );
    assert!(!answer.body.contains(" style="), "no inline style");
}
