//! Getting in, staying out, and what roles allow.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::{NOW, administrator, person, visitor};
use domain::accounts::registration::{self, TypedRegistration};
use domain::accounts::{Visitor, attempt, grant, sign_in};
use domain::outbox::{self, Letter};
use domain::sea_orm::QueryOrder;
use domain::sea_orm::entity::prelude::*;
use domain::{Db, Error};
use model::role::Scope;
use model::{Language, Reason, Refusal, Role};

on_both! {
    a_registered_person_signs_in_after_confirming,
    a_known_address_is_told_to_its_owner_and_to_nobody_else,
    an_administrator_vouches_for_somebody_whom_no_mail_reaches,
    wrong_tries_are_counted_and_told_to_wait,
    a_link_works_once_and_for_its_time_only,
    a_new_password_ends_every_sign_in,
    an_ended_sign_in_is_gone_at_once,
    every_field_that_does_not_do_is_named,
    the_last_administrator_stays,
    only_administrators_give_roles,
}

const PASSWORD: &str = "three egrets on a rock";

fn amina() -> TypedRegistration {
    TypedRegistration {
        email: "Amina@Example.org".to_owned(),
        password: PASSWORD.to_owned(),
        printed_name: "Amina Wanjiru".to_owned(),
        country: "KE".to_owned(),
        zone: "Africa/Nairobi".to_owned(),
    }
}

async fn letters(db: &Db) -> Vec<Letter> {
    let mails = outbox::Entity::find()
        .order_by_asc(outbox::Column::Id)
        .all(db.read())
        .await
        .unwrap();
    mails
        .iter()
        .map(|mail| serde_json::from_str(&mail.content).unwrap())
        .collect()
}

async fn last_secret(db: &Db) -> String {
    match letters(db).await.pop() {
        Some(Letter::ConfirmEmail { secret } | Letter::ResetPassword { secret }) => secret,
        other => panic!("no letter with a link: {other:?}"),
    }
}

async fn registered(db: &Db) {
    registration::register(db, &amina(), Language::English, NOW)
        .await
        .unwrap();
    registration::confirm_email(db, &last_secret(db).await, NOW)
        .await
        .unwrap();
}

async fn try_password(db: &Db, password: &str, now: model::Instant) -> Result<String, Refusal> {
    match sign_in::sign_in(
        db,
        "amina@example.org",
        password,
        "198.51.100.7",
        "Firefox",
        now,
    )
    .await
    {
        Ok(secret) => Ok(secret.text().to_owned()),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

async fn a_registered_person_signs_in_after_confirming(db: Db) {
    registration::register(&db, &amina(), Language::English, NOW)
        .await
        .unwrap();
    assert_eq!(
        try_password(&db, PASSWORD, NOW).await,
        Err(Refusal::WrongPassword),
        "not yet confirmed"
    );
    registration::confirm_email(&db, &last_secret(&db).await, NOW)
        .await
        .unwrap();
    let secret = try_password(&db, PASSWORD, NOW).await.unwrap();
    let visitor = Visitor::of_cookie(&db, &secret, NOW).await.unwrap();
    assert_eq!(visitor.person().unwrap().printed_name, "Amina Wanjiru");
    assert_eq!(
        visitor.person().unwrap().email.as_deref(),
        Some("amina@example.org")
    );
}

async fn a_known_address_is_told_to_its_owner_and_to_nobody_else(db: Db) {
    registered(&db).await;
    let stranger = TypedRegistration {
        password: "a password of mine".to_owned(),
        ..amina()
    };
    registration::register(&db, &stranger, Language::English, NOW)
        .await
        .unwrap();
    assert_eq!(letters(&db).await.last(), Some(&Letter::AlreadyRegistered));
    assert!(try_password(&db, "a password of mine", NOW).await.is_err());
    assert!(try_password(&db, PASSWORD, NOW).await.is_ok());
}

async fn an_administrator_vouches_for_somebody_whom_no_mail_reaches(db: Db) {
    registration::register(&db, &amina(), Language::English, NOW)
        .await
        .unwrap();
    let who = domain::accounts::person::find_by_email(db.read(), "amina@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let bakari = visitor(&db, person(&db, "Bakari", "TZ").await).await;
    let refused = registration::vouch(&db, &bakari, who, NOW).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::NotAllowed))));
    let grace = visitor(&db, administrator(&db).await).await;
    registration::vouch(&db, &grace, who, NOW).await.unwrap();
    let confirmed = domain::accounts::person::find(db.read(), who)
        .await
        .unwrap();
    assert_eq!(confirmed.email_confirmed_at, Some(NOW));
    let again = registration::vouch(&db, &grace, who, NOW).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::NotNow))));
}

async fn wrong_tries_are_counted_and_told_to_wait(db: Db) {
    registered(&db).await;
    for _ in 0..attempt::PER_ACCOUNT.most {
        assert_eq!(
            try_password(&db, "not it at all", NOW).await,
            Err(Refusal::WrongPassword)
        );
    }
    let Err(Refusal::TooManyTries { wait_seconds }) = try_password(&db, PASSWORD, NOW).await else {
        panic!("the right password was heard after too many wrong ones");
    };
    assert!((1..=901).contains(&wait_seconds), "{wait_seconds}");
    assert!(
        try_password(&db, PASSWORD, NOW.plus_minutes(16))
            .await
            .is_ok()
    );
}

async fn a_link_works_once_and_for_its_time_only(db: Db) {
    registration::register(&db, &amina(), Language::English, NOW)
        .await
        .unwrap();
    let secret = last_secret(&db).await;
    let late = registration::confirm_email(&db, &secret, NOW.plus_days(4))
        .await
        .unwrap_err();
    assert_eq!(late.refusal(), Some(&Refusal::LinkSpent));
    registration::confirm_email(&db, &secret, NOW)
        .await
        .unwrap();
    let again = registration::confirm_email(&db, &secret, NOW)
        .await
        .unwrap_err();
    assert_eq!(again.refusal(), Some(&Refusal::LinkSpent));
}

async fn a_new_password_ends_every_sign_in(db: Db) {
    registered(&db).await;
    let cookie = try_password(&db, PASSWORD, NOW).await.unwrap();
    registration::ask_for_reset(&db, "amina@example.org", NOW)
        .await
        .unwrap();
    let secret = last_secret(&db).await;
    let differ =
        registration::reset_password(&db, &secret, "another one here", "another one hear", NOW)
            .await
            .unwrap_err();
    assert_eq!(
        differ.refusal().unwrap().reason_for("again"),
        Some(Reason::PasswordsDiffer)
    );
    registration::reset_password(&db, &secret, "another one here", "another one here", NOW)
        .await
        .unwrap();
    assert!(
        Visitor::of_cookie(&db, &cookie, NOW)
            .await
            .unwrap()
            .person()
            .is_none()
    );
    assert!(try_password(&db, PASSWORD, NOW).await.is_err());
    assert!(try_password(&db, "another one here", NOW).await.is_ok());
}

async fn an_ended_sign_in_is_gone_at_once(db: Db) {
    registered(&db).await;
    let cookie = try_password(&db, PASSWORD, NOW).await.unwrap();
    let visitor = Visitor::of_cookie(&db, &cookie, NOW).await.unwrap();
    let (who, which) = (visitor.person_id().unwrap(), visitor.sign_in().unwrap());
    let other = person(&db, "Otieno", "KE").await;
    sign_in::end(&db, other, which).await.unwrap();
    assert!(
        Visitor::of_cookie(&db, &cookie, NOW)
            .await
            .unwrap()
            .person()
            .is_some(),
        "another person ended it"
    );
    sign_in::end(&db, who, which).await.unwrap();
    assert!(
        Visitor::of_cookie(&db, &cookie, NOW)
            .await
            .unwrap()
            .person()
            .is_none()
    );
}

async fn every_field_that_does_not_do_is_named(db: Db) {
    let typed = TypedRegistration {
        email: "amina".to_owned(),
        password: "short".to_owned(),
        printed_name: "  ".to_owned(),
        country: "EU".to_owned(),
        zone: "Mars/Base".to_owned(),
    };
    let error = registration::register(&db, &typed, Language::English, NOW)
        .await
        .unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.reason_for("email"), Some(Reason::NotAnAddress));
    assert_eq!(
        refusal.reason_for("password"),
        Some(Reason::TooShort { fewest: 10 })
    );
    assert_eq!(refusal.reason_for("printed_name"), Some(Reason::Missing));
    assert_eq!(refusal.reason_for("country"), Some(Reason::NotAChoice));
    assert_eq!(refusal.reason_for("zone"), Some(Reason::UnknownZone));
    assert_eq!(letters(&db).await, []);
}

async fn the_last_administrator_stays(db: Db) {
    let grace = administrator(&db).await;
    let visitor = visitor(&db, grace).await;
    let only = visitor.grants()[0].id;
    let error = grant::revoke(&db, &visitor, only, NOW).await.unwrap_err();
    assert_eq!(error.refusal(), Some(&Refusal::LastAdministrator));
    let omar = person(&db, "Omar", "EG").await;
    grant::give(
        &db,
        &visitor,
        omar,
        Role::Administrator,
        Scope::All,
        None,
        NOW,
    )
    .await
    .unwrap();
    grant::revoke(&db, &visitor, only, NOW).await.unwrap();
    assert!(!cast::visitor(&db, grace).await.is_administrator());
}

async fn only_administrators_give_roles(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    let visitor = visitor(&db, amina).await;
    let error = grant::give(
        &db,
        &visitor,
        amina,
        Role::Administrator,
        Scope::All,
        None,
        NOW,
    )
    .await
    .unwrap_err();
    assert_eq!(error.refusal(), Some(&Refusal::NotAllowed));
}
