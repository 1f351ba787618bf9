//! Getting in, staying out, and what roles allow.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::{NOW, administrator, person, visitor};
use domain::accounts::grant::Term;
use domain::accounts::registration::{self, TypedRegistration};
use domain::accounts::sign_in::From;
use domain::accounts::{Visitor, attempt, mailed_link, password_change, sign_in, vouching};
use domain::admin::role as roles;
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
    strangers_who_register_an_address_do_not_get_into_its_account,
    registering_twice_at_once_is_no_fault,
    a_link_used_by_many_at_once_works_once,
    of_fifty_wrong_passwords_at_once_five_are_heard,
    the_present_password_is_not_guessed_by_trying,
    many_who_get_in_at_once_do_not_shut_each_other_out,
    a_sign_in_does_not_outlive_a_reset_beside_it,
    strangers_cannot_use_up_somebody_s_resets,
    mails_of_one_network_are_limited,
    a_new_sign_in_ends_the_one_it_replaces,
    a_sign_in_that_is_used_lasts_again,
    an_address_that_nobody_confirms_is_forgotten,
    a_password_change_ends_the_others_and_leaves_this_one,
    the_language_chosen_is_part_of_the_profile,
    the_last_administrator_stays,
    only_administrators_give_roles,
}

const fn until(end: Option<model::Instant>) -> Term {
    Term {
        from: NOW,
        until: end,
    }
}

const PASSWORD: &str = "three egrets on a rock";
const NETWORK: &str = "198.51.100.7";

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

async fn confirm(db: &Db, secret: &str, password: &str, now: model::Instant) -> domain::Result<()> {
    let confirmed = registration::confirm_email(db, secret, password, From::default(), now);
    confirmed.await.map(|_| ())
}

async fn registered(db: &Db) {
    registration::register(db, &amina(), Language::English, NETWORK, NOW)
        .await
        .unwrap();
    confirm(db, &last_secret(db).await, PASSWORD, NOW)
        .await
        .unwrap();
}

async fn try_password(db: &Db, password: &str, now: model::Instant) -> Result<String, Refusal> {
    let from = From {
        network: NETWORK,
        device: "Firefox",
        instead_of: None,
    };
    match sign_in::sign_in(db, "amina@example.org", password, from, now).await {
        Ok(secret) => Ok(secret.text().to_owned()),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

async fn a_registered_person_signs_in_after_confirming(db: Db) {
    registration::register(&db, &amina(), Language::English, NETWORK, NOW)
        .await
        .unwrap();
    assert_eq!(
        try_password(&db, PASSWORD, NOW).await,
        Err(Refusal::WrongPassword),
        "not yet confirmed"
    );
    confirm(&db, &last_secret(&db).await, PASSWORD, NOW)
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
    registration::register(&db, &stranger, Language::English, NETWORK, NOW)
        .await
        .unwrap();
    assert_eq!(letters(&db).await.last(), Some(&Letter::AlreadyRegistered));
    assert!(try_password(&db, "a password of mine", NOW).await.is_err());
    assert!(try_password(&db, PASSWORD, NOW).await.is_ok());
}

async fn an_administrator_vouches_for_somebody_whom_no_mail_reaches(db: Db) {
    registration::register(&db, &amina(), Language::English, NETWORK, NOW)
        .await
        .unwrap();
    let strangers_link = last_secret(&db).await;
    let who = domain::accounts::person::find_by_email(db.read(), "amina@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let bakari = visitor(&db, person(&db, "Bakari", "TZ").await).await;
    let refused = vouching::vouch(&db, &bakari, who, NOW).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::NotAllowed))));
    let grace = visitor(&db, administrator(&db).await).await;
    vouching::vouch(&db, &grace, who, NOW).await.unwrap();
    let link = vouching::vouch(&db, &grace, who, NOW).await.unwrap();
    assert!(
        try_password(&db, PASSWORD, NOW).await.is_err(),
        "whoever typed it: nobody vouched for them"
    );
    let spent = confirm(&db, &strangers_link, PASSWORD, NOW).await;
    assert!(matches!(spent, Err(Error::Refused(Refusal::LinkSpent))));
    let mine = "a password of my own";
    password_change::by_link(&db, link.text(), mine, mine, NOW.plus_days(2))
        .await
        .unwrap();
    assert!(try_password(&db, mine, NOW).await.is_ok());
    let again = vouching::vouch(&db, &grace, who, NOW).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::NotNow))));
}

async fn strangers_who_register_an_address_do_not_get_into_its_account(db: Db) {
    let mut links = Vec::new();
    for (name, password) in [
        ("Mallory", "a stranger's password"),
        ("Amina Wanjiru", PASSWORD),
        ("Trudy", "another stranger's one"),
    ] {
        let typed = TypedRegistration {
            password: password.to_owned(),
            printed_name: name.to_owned(),
            ..amina()
        };
        registration::register(&db, &typed, Language::English, NETWORK, NOW)
            .await
            .unwrap();
        links.push(last_secret(&db).await);
    }
    // She opens the first mail, which is a stranger's: her password is not the one of that registration.
    let error = confirm(&db, &links[0], PASSWORD, NOW).await.err().unwrap();
    let wrong = Refusal::field("password", Reason::WrongPassword);
    assert_eq!(error.refusal(), Some(&wrong));
    confirm(&db, &links[1], PASSWORD, NOW).await.unwrap();
    let cookie = try_password(&db, PASSWORD, NOW).await.unwrap();
    let visitor = Visitor::of_cookie(&db, &cookie, NOW).await.unwrap();
    assert_eq!(visitor.person().unwrap().printed_name, "Amina Wanjiru");
    for strange in ["a stranger's password", "another stranger's one"] {
        let refused = try_password(&db, strange, NOW).await;
        assert_eq!(refused, Err(Refusal::WrongPassword));
    }
    for (link, strange) in [
        (&links[0], "a stranger's password"),
        (&links[2], "another stranger's one"),
    ] {
        let spent = confirm(&db, link, strange, NOW).await.err().unwrap();
        assert_eq!(spent.refusal(), Some(&Refusal::LinkSpent));
    }
}

async fn registering_twice_at_once_is_no_fault(db: Db) {
    let registering = (0..8).map(|_| {
        let db = db.clone();
        tokio::spawn(async move {
            registration::register(&db, &amina(), Language::English, NETWORK, NOW).await
        })
    });
    for done in futures::future::join_all(registering).await {
        done.unwrap().unwrap();
    }
    let people = domain::accounts::person::Entity::find()
        .all(db.read())
        .await;
    assert_eq!(people.unwrap().len(), 1);
    let most = usize::try_from(attempt::MAILS_PER_ACCOUNT.most).unwrap();
    assert_eq!(letters(&db).await.len(), most);
}

async fn a_link_used_by_many_at_once_works_once(db: Db) {
    registered(&db).await;
    password_change::ask_for_reset(&db, "amina@example.org", NETWORK, NOW)
        .await
        .unwrap();
    let secret = last_secret(&db).await;
    let using = (0..8).map(|_| {
        let (db, secret) = (db.clone(), secret.clone());
        tokio::spawn(async move {
            let purposes = mailed_link::SETS_PASSWORD;
            db.write(async |tx| mailed_link::spend(tx, &secret, purposes, NOW).await)
                .await
        })
    });
    let mut worked = 0;
    for used in futures::future::join_all(using).await {
        match used.unwrap() {
            Ok(_) => worked += 1,
            Err(error) => assert_eq!(error.refusal(), Some(&Refusal::LinkSpent)),
        }
    }
    assert_eq!(worked, 1);
}

async fn of_fifty_wrong_passwords_at_once_five_are_heard(db: Db) {
    registered(&db).await;
    let trying = (0..50).map(|_| {
        let db = db.clone();
        tokio::spawn(async move { try_password(&db, "not it at all", NOW).await })
    });
    let mut heard = 0;
    for tried in futures::future::join_all(trying).await {
        match tried.unwrap() {
            Err(Refusal::WrongPassword) => heard += 1,
            Err(Refusal::TooManyTries { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(heard, attempt::PER_ACCOUNT.most);
}

async fn the_present_password_is_not_guessed_by_trying(db: Db) {
    registered(&db).await;
    let cookie = try_password(&db, PASSWORD, NOW).await.unwrap();
    let amina = Visitor::of_cookie(&db, &cookie, NOW).await.unwrap();
    let (who, this) = (amina.person_id().unwrap(), amina.sign_in().unwrap());
    let new = "another one here";
    for _ in 0..attempt::PER_ACCOUNT.most {
        let error = password_change::by_owner(&db, who, this, "not it", new, new, NOW)
            .await
            .unwrap_err();
        let wrong = Refusal::field("present", Reason::WrongPassword);
        assert_eq!(error.refusal(), Some(&wrong));
    }
    let error = password_change::by_owner(&db, who, this, PASSWORD, new, new, NOW)
        .await
        .unwrap_err();
    assert!(matches!(
        error.refusal(),
        Some(Refusal::TooManyTries { .. })
    ));
    assert!(try_password(&db, PASSWORD, NOW).await.is_ok());
}

async fn many_who_get_in_at_once_do_not_shut_each_other_out(db: Db) {
    registered(&db).await;
    for _ in 0..attempt::PER_NETWORK.most + 1 {
        let names = [("account:somebody", attempt::PER_ACCOUNT)];
        let taken = attempt::take(&db, &names, NOW).await.unwrap();
        db.write(async |tx| attempt::give_back(tx, &taken).await)
            .await
            .unwrap();
    }
    for _ in 0..attempt::PER_ACCOUNT.most + 1 {
        assert!(try_password(&db, PASSWORD, NOW).await.is_ok());
    }
}

async fn a_sign_in_does_not_outlive_a_reset_beside_it(db: Db) {
    registered(&db).await;
    let mut old = PASSWORD.to_owned();
    for round in 0..6 {
        let ask = password_change::ask_for_reset(&db, "amina@example.org", NETWORK, NOW);
        ask.await.unwrap();
        let (secret, new) = (last_secret(&db).await, format!("new password {round}"));
        let reset = password_change::by_link(&db, &secret, &new, &new, NOW);
        let (reset, sign_in) = tokio::join!(reset, try_password(&db, &old, NOW));
        reset.unwrap();
        assert!(matches!(sign_in, Ok(_) | Err(Refusal::WrongPassword)));
        let left = sign_in::Entity::find().all(db.read()).await.unwrap();
        assert_eq!(left, [], "a sign-in with the old password is left");
        old = new;
        // The next round's mail is not the sixth of the hour.
        db.write(async |tx| attempt::forget(tx, "reset:amina@example.org").await)
            .await
            .unwrap();
    }
}

async fn strangers_cannot_use_up_somebody_s_resets(db: Db) {
    registered(&db).await;
    for _ in 0..attempt::MAILS_PER_ACCOUNT.most + 3 {
        registration::register(&db, &amina(), Language::English, "203.0.113.9", NOW)
            .await
            .unwrap();
    }
    password_change::ask_for_reset(&db, "amina@example.org", NETWORK, NOW)
        .await
        .unwrap();
    assert!(matches!(
        letters(&db).await.last(),
        Some(Letter::ResetPassword { .. })
    ));
    let silenced = attempt::Entity::find().all(db.read()).await.unwrap();
    let sent = letters(&db).await.len() + 1;
    for _ in 0..20 {
        password_change::ask_for_reset(&db, "nobody@example.org", "203.0.113.9", NOW)
            .await
            .unwrap();
    }
    let after = attempt::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(after.len(), silenced.len() + 20, "by network only");
    assert_eq!(letters(&db).await.len() + 1, sent);
}

async fn mails_of_one_network_are_limited(db: Db) {
    for number in 0..attempt::MAILS_PER_NETWORK.most {
        let address = format!("nobody{number}@example.org");
        password_change::ask_for_reset(&db, &address, NETWORK, NOW)
            .await
            .unwrap();
    }
    let ask = async |network| {
        password_change::ask_for_reset(&db, "nobody@example.org", network, NOW).await
    };
    let error = ask(NETWORK).await.unwrap_err();
    assert!(matches!(
        error.refusal(),
        Some(Refusal::TooManyTries { .. })
    ));
    ask("203.0.113.9").await.unwrap();
}

async fn a_new_sign_in_ends_the_one_it_replaces(db: Db) {
    registered(&db).await;
    let old = try_password(&db, PASSWORD, NOW).await.unwrap();
    let visitor = Visitor::of_cookie(&db, &old, NOW).await.unwrap();
    let from = From {
        network: NETWORK,
        device: "Firefox",
        instead_of: visitor.sign_in(),
    };
    let new = sign_in::sign_in(&db, "amina@example.org", PASSWORD, from, NOW)
        .await
        .unwrap();
    let of = async |secret: &str| Visitor::of_cookie(&db, secret, NOW).await.unwrap();
    assert!(of(&old).await.person().is_none());
    assert!(of(new.text()).await.person().is_some());
}

async fn a_sign_in_that_is_used_lasts_again(db: Db) {
    registered(&db).await;
    let cookie = try_password(&db, PASSWORD, NOW).await.unwrap();
    let soon = Visitor::of_cookie(&db, &cookie, NOW.plus_minutes(59)).await;
    assert!(!soon.unwrap().lasts_again());
    let later = NOW.plus_days(29);
    assert!(
        Visitor::of_cookie(&db, &cookie, later)
            .await
            .unwrap()
            .lasts_again()
    );
    for _ in 0..200 {
        let row = sign_in::find(db.read(), &cookie, later)
            .await
            .unwrap()
            .unwrap();
        if row.last_seen_at == later {
            assert_eq!(row.expires_at, later.plus_days(sign_in::DAYS));
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it was not let last again");
}

async fn an_address_that_nobody_confirms_is_forgotten(db: Db) {
    registration::register(&db, &amina(), Language::English, NETWORK, NOW)
        .await
        .unwrap();
    let otieno = TypedRegistration {
        email: "otieno@example.org".to_owned(),
        ..amina()
    };
    registration::register(&db, &otieno, Language::English, NETWORK, NOW)
        .await
        .unwrap();
    confirm(&db, &last_secret(&db).await, PASSWORD, NOW)
        .await
        .unwrap();
    person(&db, "Imported", "EG").await;
    domain::accounts::person::Entity::update_many()
        .col_expr(
            domain::accounts::person::Column::EmailConfirmedAt,
            Expr::value(Option::<i64>::None),
        )
        .filter(domain::accounts::person::Column::PrintedName.eq("Imported"))
        .exec(db.migrating())
        .await
        .unwrap();
    assert_eq!(registration::sweep(&db, NOW.plus_days(6)).await.unwrap(), 0);
    assert_eq!(registration::sweep(&db, NOW.plus_days(8)).await.unwrap(), 1);
    let left = domain::accounts::person::Entity::find()
        .all(db.read())
        .await;
    let mut left: Vec<_> = left
        .unwrap()
        .into_iter()
        .filter_map(|person| person.email)
        .collect();
    left.sort();
    assert_eq!(left, ["imported@example.org", "otieno@example.org"]);
    assert_eq!(
        registration::Entity::find().all(db.read()).await.unwrap(),
        []
    );
}

async fn a_password_change_ends_the_others_and_leaves_this_one(db: Db) {
    registered(&db).await;
    let other = try_password(&db, PASSWORD, NOW).await.unwrap();
    let this = try_password(&db, PASSWORD, NOW).await.unwrap();
    let amina = Visitor::of_cookie(&db, &this, NOW).await.unwrap();
    let (who, here) = (amina.person_id().unwrap(), amina.sign_in().unwrap());
    let new = "another one here";
    password_change::by_owner(&db, who, here, PASSWORD, new, new, NOW)
        .await
        .unwrap();
    let of = async |secret: &str| Visitor::of_cookie(&db, secret, NOW).await.unwrap();
    assert!(of(&this).await.person().is_some());
    assert!(of(&other).await.person().is_none());
    assert!(try_password(&db, PASSWORD, NOW).await.is_err());
    assert_eq!(letters(&db).await.last(), Some(&Letter::PasswordChanged));
}

async fn the_language_chosen_is_part_of_the_profile(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    domain::accounts::person::choose_language(&db, amina, Language::Chinese, NOW)
        .await
        .unwrap();
    let visitor = visitor(&db, amina).await;
    assert_eq!(visitor.person().unwrap().language, Language::Chinese);
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
    registration::register(&db, &amina(), Language::English, NETWORK, NOW)
        .await
        .unwrap();
    let secret = last_secret(&db).await;
    let late = confirm(&db, &secret, PASSWORD, NOW.plus_days(4))
        .await
        .unwrap_err();
    assert_eq!(late.refusal(), Some(&Refusal::LinkSpent));
    confirm(&db, &secret, PASSWORD, NOW).await.unwrap();
    let again = confirm(&db, &secret, PASSWORD, NOW).await.unwrap_err();
    assert_eq!(again.refusal(), Some(&Refusal::LinkSpent));
}

async fn a_new_password_ends_every_sign_in(db: Db) {
    registered(&db).await;
    let cookie = try_password(&db, PASSWORD, NOW).await.unwrap();
    password_change::ask_for_reset(&db, "amina@example.org", NETWORK, NOW)
        .await
        .unwrap();
    let secret = last_secret(&db).await;
    let differ =
        password_change::by_link(&db, &secret, "another one here", "another one hear", NOW)
            .await
            .unwrap_err();
    assert_eq!(
        differ.refusal().unwrap().reason_for("again"),
        Some(Reason::PasswordsDiffer)
    );
    password_change::by_link(&db, &secret, "another one here", "another one here", NOW)
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
    let error = registration::register(&db, &typed, Language::English, NETWORK, NOW)
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
    let error = roles::revoke(&db, &visitor, only, NOW).await.unwrap_err();
    assert_eq!(error.refusal(), Some(&Refusal::LastAdministrator));
    let omar = person(&db, "Omar", "EG").await;
    roles::give(
        &db,
        &visitor,
        omar,
        Role::Administrator,
        Scope::All,
        until(None),
        NOW,
    )
    .await
    .unwrap();
    roles::revoke(&db, &visitor, only, NOW).await.unwrap();
    assert!(!cast::visitor(&db, grace).await.is_administrator());
}

async fn only_administrators_give_roles(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    let visitor = visitor(&db, amina).await;
    let error = roles::give(
        &db,
        &visitor,
        amina,
        Role::Administrator,
        Scope::All,
        until(None),
        NOW,
    )
    .await
    .unwrap_err();
    assert_eq!(error.refusal(), Some(&Refusal::NotAllowed));
}
