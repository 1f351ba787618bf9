//! Getting in, over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use axum::http::StatusCode;
use domain::accounts::person as people;
use domain::outbox::{self, Letter};
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use house::{Browser, House, person};

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
    assert!(confirm.shows("Amina Wanjiru"), "whose registration it is");
    let page = format!("/confirm/{secret}");
    let fields = [("secret", secret.as_str()), ("password", "not hers at all")];
    let refused = amina.post("/api/confirm", &page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("#password-error"), "That is not the password.");
    let fields = [("secret", secret.as_str()), ("password", PASSWORD)];
    let confirmed = amina.post("/api/confirm", &page, &fields).await;
    assert_eq!(confirmed.location(), "/account?done=confirmed");
    assert_eq!(amina.get("/account").await.status, StatusCode::OK);
    assert!(amina.get(&page).await.shows("was used already"));
    let signed_out = amina.post("/api/sign_out", "/account", &[]).await;
    assert_eq!(signed_out.location(), "/sign-in?done=signed-out");

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
async fn the_language_follows_the_profile_then_the_choice_then_the_browser() {
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

    // Somebody whose profile says Chinese, in this browser that chose English.
    let amina = with_password(&house, "Amina").await;
    let chinese = domain::accounts::person::choose_language;
    chinese(&house.db, amina, model::Language::Chinese, house::NOW)
        .await
        .unwrap();
    sign_in(&mut browser, "amina@example.org").await;
    assert_eq!(browser.get("/sign-in").await.text("h1"), "登录");
    // Choosing again changes the profile: it shows here and everywhere else she is signed in.
    browser
        .post("/api/choose_language", "/sign-in", &[("language", "en")])
        .await;
    assert_eq!(browser.get("/sign-in").await.text("h1"), "Sign in");
    let mut elsewhere = house.signed_in(amina).await;
    elsewhere.language = "zh".to_owned();
    assert_eq!(elsewhere.get("/sign-in").await.text("h1"), "Sign in");
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

/// A confirmed person who signs in with [`PASSWORD`].
async fn with_password(house: &House, name: &str) -> model::PersonId {
    let who = person(&house.db, name, "KE").await;
    let hash = domain::accounts::password::hash(PASSWORD).await.unwrap();
    people::Entity::update_many()
        .col_expr(people::Column::PasswordHash, Expr::value(hash))
        .filter(people::Column::Id.eq(who))
        .exec(house.db.migrating())
        .await
        .unwrap();
    who
}

async fn sign_in(browser: &mut Browser, email: &str) {
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("next", "/account"),
    ];
    let answer = browser.post("/api/sign_in", "/sign-in", &fields).await;
    assert_eq!(answer.location(), "/account", "{}", answer.status);
}

#[tokio::test]
async fn too_many_wrong_passwords_are_told_how_long_to_wait() {
    let house = House::new().await;
    with_password(&house, "Amina").await;
    let mut browser = house.visitor();
    let wrong = [
        ("email", "amina@example.org"),
        ("password", "not it"),
        ("next", ""),
    ];
    for _ in 0..5 {
        let answer = browser.post("/api/sign_in", "/sign-in", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [
        ("email", "amina@example.org"),
        ("password", PASSWORD),
        ("next", ""),
    ];
    let answer = browser.post("/api/sign_in", "/sign-in", &right).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u32 = answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((890..=901).contains(&seconds), "{seconds}");
    let said = answer.text(".errors p");
    assert!(
        said.contains("Please wait 16 minutes") || said.contains("Please wait 15 minutes"),
        "{said}"
    );
    assert_eq!(
        answer.attribute("#email", "value").as_deref(),
        Some("amina@example.org")
    );
    house.set_clock(house::NOW.plus_minutes(16));
    sign_in(&mut browser, "amina@example.org").await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_browsers_and_not_this_one() {
    let house = House::new().await;
    let amina = with_password(&house, "Amina").await;
    let mut here = house.signed_in(amina).await;
    let there = house.signed_in(amina).await;
    let new = "another one here";
    let fields = [("present", "not it"), ("password", new), ("again", new)];
    let refused = here
        .post("/api/change_password", "/account/password", &fields)
        .await;
    assert_eq!(refused.text("#present-error"), "That is not the password.");
    let fields = [("present", PASSWORD), ("password", new), ("again", new)];
    let done = here
        .post("/api/change_password", "/account/password", &fields)
        .await;
    assert_eq!(done.location(), "/account/password?done=password");
    assert_eq!(here.get("/account").await.status, StatusCode::OK);
    assert_eq!(there.get("/account").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_profile_keeps_every_field_and_refuses_one_beside_it() {
    let house = House::new().await;
    let amina = person(&house.db, "Amina", "KE").await;
    let mut browser = house.signed_in(amina).await;
    let fields = [
        ("printed_name", "Amina W. Wanjiru"),
        ("native_name", "阿米娜"),
        ("country", "TZ"),
        ("organisation", "Port of Mombasa"),
        ("position", "Harbour master"),
        ("rank", "division"),
        ("sex", "female"),
        ("birth_date", "1985-04-30"),
        ("zone", "Africa/Dar_es_Salaam"),
        ("language", "zh"),
    ];
    let mut wrong = fields;
    wrong[7] = ("birth_date", "yesterday");
    let refused = browser.post("/api/edit_profile", "/account", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts(".field.refused .error").len(), 1);
    assert!(!refused.text("#birth_date-error").is_empty());
    assert_eq!(
        refused.attribute("#organisation", "value").as_deref(),
        Some("Port of Mombasa")
    );
    let saved = browser.post("/api/edit_profile", "/account", &fields).await;
    assert_eq!(saved.location(), "/account?done=saved");
    let page = browser.get("/account").await;
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("zh"));
    for (name, value) in fields {
        let kept = page
            .attribute(&format!("input#{name}"), "value")
            .or_else(|| page.attribute(&format!("select#{name} option[selected]"), "value"));
        assert_eq!(kept.as_deref(), Some(value), "{name}");
    }
}

#[tokio::test]
async fn other_sign_ins_are_named_and_ended() {
    let house = House::new().await;
    let amina = with_password(&house, "Amina").await;
    let mut here = house.signed_in(amina).await;
    let (one, two, three) = (
        house.signed_in(amina).await,
        house.signed_in(amina).await,
        house.signed_in(amina).await,
    );
    let page = here.get("/account/sign-ins").await;
    assert_eq!(
        page.texts("h2")
            .iter()
            .filter(|heading| *heading == "Sign-ins")
            .count(),
        1
    );
    assert_eq!(page.texts("ul.rows > li").len(), 4);
    assert!(page.shows("A device we do not know"));
    let which = page
        .attribute(
            "form[action='/api/end_sign_in'] input[name=sign_in]",
            "value",
        )
        .unwrap();
    let ended = here
        .post(
            "/api/end_sign_in",
            "/account/sign-ins",
            &[("sign_in", &which)],
        )
        .await;
    assert_eq!(ended.location(), "/account/sign-ins?done=ended");
    let mut left = 0;
    for browser in [&one, &two, &three] {
        left += usize::from(browser.get("/account").await.status == StatusCode::OK);
    }
    assert_eq!(left, 2);
    let all = here
        .post("/api/end_other_sign_ins", "/account/sign-ins", &[])
        .await;
    assert_eq!(all.location(), "/account/sign-ins?done=all-ended");
    for browser in [&one, &two, &three] {
        assert_eq!(
            browser.get("/account").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let page = here.get("/account/sign-ins").await;
    assert_eq!(
        page.texts("form[action='/api/end_other_sign_ins']").len(),
        0
    );
}

#[tokio::test]
async fn a_sign_in_gets_a_new_id_and_a_planted_one_is_not_taken_up() {
    let house = House::new().await;
    let amina = with_password(&house, "Amina").await;
    let planted = format!("{}=planted-by-a-stranger", house.config.cookie());
    let mut browser = house.visitor();
    browser.cookie = Some(planted.clone());
    sign_in(&mut browser, "amina@example.org").await;
    assert_ne!(browser.cookie.as_deref(), Some(planted.as_str()));
    let mut stranger = house.visitor();
    stranger.cookie = Some(planted);
    assert_eq!(
        stranger.get("/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    // Signing in again ends what this browser had before.
    let first = browser.clone();
    sign_in(&mut browser, "amina@example.org").await;
    assert_ne!(browser.cookie, first.cookie);
    assert_eq!(first.get("/account").await.status, StatusCode::UNAUTHORIZED);
    let rows = domain::accounts::sign_in::of_person(house.db.read(), amina, house::NOW);
    assert_eq!(rows.await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_sign_in_that_is_used_keeps_its_cookie_as_long() {
    let house = House::new().await;
    let amina = person(&house.db, "Amina", "KE").await;
    let browser = house.signed_in(amina).await;
    let soon = browser.get("/account").await;
    assert!(!soon.headers.contains_key("set-cookie"));
    house.set_clock(house::NOW.plus_days(2));
    let later = browser.get("/account").await;
    let cookie = later.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with(browser.cookie.as_deref().unwrap()),
        "{cookie}"
    );
    assert!(cookie.contains("Max-Age=2592000"), "{cookie}");
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let house = House::set(&[("EGRET_PUBLIC_URL", "https://egret.example.org")]).await;
    with_password(&house, "Amina").await;
    let mut browser = house.visitor();
    let fields = [
        ("email", "amina@example.org"),
        ("password", PASSWORD),
        ("next", ""),
    ];
    let answer = browser.post("/api/sign_in", "/sign-in", &fields).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-egret="), "{cookie}");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(
        answer.headers["strict-transport-security"],
        "max-age=31536000"
    );
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);

    let plain = House::new().await;
    with_password(&plain, "Amina").await;
    let answer = plain
        .visitor()
        .post("/api/sign_in", "/sign-in", &fields)
        .await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("egret=") && !cookie.contains("Secure"),
        "{cookie}"
    );
    assert!(!answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn a_reset_link_is_used_once() {
    let house = House::new().await;
    with_password(&house, "Amina").await;
    let mut browser = house.visitor();
    let ask = [("email", "amina@example.org")];
    browser.post("/api/ask_for_reset", "/forgotten", &ask).await;
    let secret = mailed_secret(&house).await;
    let page = format!("/reset/{secret}");
    assert_eq!(browser.get(&page).await.texts("#password").len(), 1);
    let new = "another one here";
    let fields = [
        ("secret", secret.as_str()),
        ("password", new),
        ("again", new),
    ];
    let done = browser.post("/api/reset_password", &page, &fields).await;
    assert_eq!(done.location(), "/sign-in?done=password");
    let again = browser.post("/api/reset_password", &page, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = browser.get(&page).await;
    assert!(shown.shows("This link was used already") && shown.texts("#password").is_empty());
}

#[tokio::test]
async fn without_a_mail_server_nobody_is_told_to_look_into_their_mail() {
    let house = House::new().await;
    let page = house.visitor().get("/register/sent").await;
    assert_eq!(page.text("h1"), "Ask the centre to let you in");
    let sending = House::set(&[("EGRET_SMTP_URL", "smtp://127.0.0.1:2525")]).await;
    let page = sending.visitor().get("/register/sent").await;
    assert_eq!(page.text("h1"), "Look into your mail");
}

#[tokio::test]
async fn an_administrator_hands_over_a_link_and_whoever_has_it_gets_in() {
    let house = House::new().await;
    let mut newcomer = house.visitor();
    let fields = [
        ("email", "amina@example.org"),
        ("password", PASSWORD),
        ("printed_name", "Amina Wanjiru"),
        ("country", "KE"),
        ("zone", "Africa/Nairobi"),
    ];
    newcomer.post("/api/register", "/register", &fields).await;
    let grace = house::administrator(&house.db).await;
    let mut grace = house.signed_in(grace).await;
    let people = grace.get("/staff/people?q=amina").await;
    let who = people
        .attribute(
            "form[action='/api/vouch_for_email'] input[name=person]",
            "value",
        )
        .unwrap();
    let vouched = grace
        .post("/api/vouch_for_email", "/staff/people", &[("person", &who)])
        .await;
    let page = grace.get(vouched.location()).await;
    assert_eq!(page.status, StatusCode::OK);
    let link = page.attribute("#link", "value").unwrap();
    let secret = link.strip_prefix("http://127.0.0.1:3000/reset/").unwrap();
    let new = "another one here";
    let fields = [("secret", secret), ("password", new), ("again", new)];
    let done = newcomer
        .post("/api/reset_password", &format!("/reset/{secret}"), &fields)
        .await;
    assert_eq!(done.location(), "/sign-in?done=password");
    assert_eq!(
        grace.get(vouched.location()).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_wrong_passwords_do_not_hurt_other_pages() {
    let house = House::new().await;
    with_password(&house, "Amina").await;
    let trying: Vec<_> = (0..1_000)
        .map(|_| {
            let mut browser = house.visitor();
            tokio::spawn(async move {
                let wrong = [
                    ("email", "amina@example.org"),
                    ("password", "not it"),
                    ("next", ""),
                ];
                browser
                    .post("/api/sign_in", "/sign-in", &wrong)
                    .await
                    .status
            })
        })
        .collect();
    let reader = house.visitor();
    let mut read = 0;
    while !trying.iter().all(tokio::task::JoinHandle::is_finished) {
        let page = tokio::time::timeout(
            std::time::Duration::from_secs(10),
            reader.get("/programmes"),
        );
        assert_eq!(page.await.expect("a page waits").status, StatusCode::OK);
        read += 1;
    }
    assert!(read > 0);
    let mut heard = 0;
    for tried in trying {
        match tried.await.unwrap() {
            StatusCode::UNPROCESSABLE_ENTITY => heard += 1,
            status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
        }
    }
    assert_eq!(heard, 5);
}
