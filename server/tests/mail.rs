//! Mail from its row to a real mail server that accepts, puts off, refuses, hangs or breaks off; and what staff see of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

mod house;
mod smtp;

use std::time::Duration;

use axum::http::StatusCode;
use domain::accounts::person as people;
use domain::admissions;
use domain::mail::sending;
use domain::outbox::{self, Letter, Was};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{IntoActiveModel, QueryOrder};
use house::{House, NOW, administrator, edition, enrolment, person, programme, session};
use model::schedule::SessionKind;
use model::{Instant, Language, PersonId};
use server::mail::{Carrier, LONGEST_ROUND, Patience, Post, deliver_due};
use smtp::{Behaviour, Encryption, MailServer};

const NEVER: fn() -> bool = || false;

fn post(house: &House, server: &MailServer) -> Post {
    let mut config = house.config.clone();
    config.smtp_url = Some(server.url());
    let post = Post::of(&config).unwrap().unwrap();
    let carrier = post.carrier.patient_for(Duration::from_millis(500));
    Post { carrier, ..post }
}

async fn write(house: &House, to: PersonId, letter: Letter, cause: &str, now: Instant) {
    let to = people::find(house.db.read(), to).await.unwrap();
    house
        .db
        .write(async |tx| outbox::post(tx, &to, &letter, cause.to_owned(), now).await)
        .await
        .unwrap();
}

async fn mails(house: &House) -> Vec<outbox::Model> {
    outbox::Entity::find()
        .order_by_asc(outbox::Column::Id)
        .all(house.db.read())
        .await
        .unwrap()
}

async fn only_mail(house: &House) -> outbox::Model {
    let mut all = mails(house).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn speaks(house: &House, who: PersonId, language: Language) {
    let mut row = people::find(house.db.read(), who)
        .await
        .unwrap()
        .into_active_model();
    row.language = Set(language);
    house
        .db
        .write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

fn secret() -> Letter {
    Letter::ResetPassword {
        secret: "s3cr3t".to_owned(),
    }
}

/// A house with one mail to Amina, a link that sets her password, and a mail server that behaves so.
async fn with_one_mail(behaviour: Behaviour) -> (House, MailServer, Post) {
    let house = House::new().await;
    let server = MailServer::start(behaviour).await;
    let amina = person(&house.db, "Amina", "KE").await;
    write(&house, amina, secret(), "reset:1", NOW).await;
    let post = post(&house, &server);
    (house, server, post)
}

#[tokio::test]
async fn mail_leaves_in_order_with_both_parts_and_its_secret_is_forgotten() {
    let (house, server, post) = with_one_mail(Behaviour::Accepts).await;
    let amina = mails(&house).await[0].person.unwrap();
    write(&house, amina, Letter::PasswordChanged, "changed:1", NOW).await;
    assert_eq!(deliver_due(&house.db, &post, NEVER, NOW).await.unwrap(), 2);

    let received = server.received();
    assert!(received[0].contains("Subject: Set a new password"));
    assert!(received[1].contains("Subject: Your password was changed"));
    let first = &received[0];
    assert!(first.contains("To: amina@example.org"), "{first}");
    assert!(
        first.contains("Content-Type: text/plain") && first.contains("Content-Type: text/html")
    );
    assert!(
        first.contains("http://127.0.0.1:3000/reset/s3cr3t"),
        "{first}"
    );
    assert!(first.contains("Auto-Submitted: auto-generated"));

    let sent = &mails(&house).await[0];
    assert!(first.contains(&format!("Message-ID: <{}@127.0.0.1>", sent.id)));
    assert_eq!(sent.sent_at, Some(NOW));
    assert!(!sent.content.contains("s3cr3t"), "{}", sent.content);
    assert!(sent.last_answer.starts_with("250"), "{}", sent.last_answer);
    assert_eq!(
        deliver_due(&house.db, &post, NEVER, NOW.plus_days(1))
            .await
            .unwrap(),
        0,
        "sent once"
    );
}

#[tokio::test]
async fn a_time_names_its_zone_and_the_readers_own_in_the_readers_language() {
    let house = House::new().await;
    let server = MailServer::start(Behaviour::Accepts).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let li = person(&house.db, "Li", "CN").await;
    speaks(&house, li, Language::Chinese).await;
    let programme = programme(&house.db, "marine").await;
    let edition = edition(&house.db, programme, "2026").await;
    let visit = session(
        &house.db,
        edition,
        None,
        3,
        SessionKind::Visit,
        "2026-12-08T09:00",
        90,
    )
    .await;
    let was = Was {
        starts_at: NOW,
        ends_at: NOW.plus_minutes(90),
        zone: "Asia/Shanghai".parse().unwrap(),
        place: "Great Hall, Xiamen".to_owned(),
    };
    let letter = Letter::SessionMoved {
        session: visit,
        was: Some(was),
    };
    write(&house, amina, letter.clone(), "moved:a", NOW).await;
    write(&house, li, letter, "moved:l", NOW).await;
    deliver_due(&house.db, &post(&house, &server), NEVER, NOW)
        .await
        .unwrap();

    let received = server.received();
    let english = decoded(&received[0]);
    assert!(
        english.contains("When: Tue 8 Dec 2026, 09:00–10:30 (Shanghai, UTC+8)"),
        "{english}"
    );
    assert!(
        english.contains("Your time: Tue 8 Dec 2026, 04:00–05:30 (Nairobi, UTC+3)"),
        "{english}"
    );
    for before in [
        "Before: Tue 24 Nov 2026, 17:00–18:30 (Shanghai, UTC+8)",
        "Place before: Great Hall, Xiamen",
    ] {
        assert!(english.contains(before), "{before}: {english}");
    }
    assert!(
        english.contains("http://127.0.0.1:3000/programmes/marine/2026/sessions/3"),
        "{english}"
    );
    let chinese = decoded(&received[1]);
    assert!(
        chinese.contains("时间：2026年12月8日 周二 09:00–10:30（上海，UTC+8）"),
        "{chinese}"
    );
    assert!(chinese.contains("lang=\"zh\""), "{chinese}");
}

#[tokio::test]
async fn somebody_whom_staff_withdrew_reads_that_and_why() {
    let house = House::new().await;
    let server = MailServer::start(Behaviour::Accepts).await;
    let programme = programme(&house.db, "marine").await;
    let edition = edition(&house.db, programme, "2026").await;
    let grace = administrator(&house.db).await;
    for (name, language) in [("Amina", Language::English), ("Li", Language::Chinese)] {
        let who = person(&house.db, name, "KE").await;
        speaks(&house, who, language).await;
        let place = enrolment(&house.db, edition, who).await;
        let place = admissions::enrolment::Entity::find_by_id(place)
            .one(house.db.read())
            .await
            .unwrap();
        let mut browser = house.signed_in(grace).await;
        let application = place.unwrap().application.to_string();
        let fields = [
            ("application", application.as_str()),
            ("reason", "No visa & no flight"),
        ];
        let page = format!("/staff/applications/{application}/withdraw");
        browser.post("/api/withdraw_somebody", &page, &fields).await;
    }
    deliver_due(&house.db, &post(&house, &server), NEVER, NOW)
        .await
        .unwrap();
    let received = server.received();
    let english = decoded(&received[0]);
    for said in [
        "The centre has withdrawn you from Edition 2026.",
        "Reason: No visa & no flight",
        "please write to the centre",
    ] {
        assert!(english.contains(said), "{said}: {english}");
    }
    assert!(!english.contains("You have withdrawn"), "{english}");
    let chinese = decoded(&received[1]);
    for said in [
        "中心已为您办理“Edition 2026”的退出手续",
        "原因：No visa & no flight",
    ] {
        assert!(chinese.contains(said), "{said}: {chinese}");
    }
    assert!(!chinese.contains("您已退出"), "{chinese}");
}

/// The parts of a message without their transfer encoding.
fn decoded(message: &str) -> String {
    let mut text = String::new();
    let mut encoding = "";
    let mut block = String::new();
    for line in message.lines().chain(["--"]) {
        if line.starts_with("--") {
            text.push_str(&match encoding {
                "base64" => from_base64(&block),
                "quoted-printable" => from_quoted(&block),
                _ => block.clone(),
            });
            block.clear();
            encoding = "";
        } else if let Some(named) = line.strip_prefix("Content-Transfer-Encoding: ") {
            encoding = match named.trim() {
                "base64" => "base64",
                "quoted-printable" => "quoted-printable",
                _ => "",
            };
            block.clear();
        } else {
            block.push_str(line);
            block.push('\n');
        }
    }
    text
}

fn from_base64(block: &str) -> String {
    let packed: String = block.split_whitespace().collect();
    let bytes = data_encoding::BASE64.decode(packed.as_bytes()).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn from_quoted(block: &str) -> String {
    let joined = block.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        if *first == b'=' && more.len() >= 2 {
            let hex = std::str::from_utf8(&more[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_mail_put_off_is_tried_again_later_and_later_and_given_up_after_five_days() {
    let (house, server, post) = with_one_mail(Behaviour::PutsOff).await;
    let amina = only_mail(&house).await.person.unwrap();
    write(&house, amina, Letter::AlreadyRegistered, "known:1", NOW).await;
    outbox::Entity::delete_many()
        .filter(outbox::Column::Cause.eq("reset:1"))
        .exec(house.db.migrating())
        .await
        .unwrap();

    let mut now = NOW;
    let mut pauses = Vec::new();
    while only_mail(&house).await.given_up_at.is_none() {
        deliver_due(&house.db, &post, NEVER, now).await.unwrap();
        let mail = only_mail(&house).await;
        assert!(mail.last_answer.contains("451"), "{}", mail.last_answer);
        pauses.push(mail.due_at.since(now) / 60_000);
        now = mail
            .due_at
            .plus_minutes(i64::from(mail.given_up_at.is_some()));
    }
    assert_eq!(pauses[..6], [1, 5, 15, 60, 240, 240]);
    assert_eq!(
        pauses.len(),
        usize::try_from(sending::MOST_ATTEMPTS).unwrap()
    );
    assert!(server.received().is_empty());
    assert!((5..6).contains(&(now.since(NOW) / 86_400_000)));
}

#[tokio::test]
async fn a_mail_server_that_takes_its_time_after_the_message_gets_it_once() {
    let usual = Patience::USUAL;
    assert!(usual.message >= Duration::from_secs(600), "RFC 5321");
    let claim = Duration::from_secs(60 * u64::try_from(sending::CLAIM_MINUTES).unwrap());
    assert!(
        LONGEST_ROUND + usual.longest() < claim,
        "one mail, one server"
    );

    let (house, server, mut post) = with_one_mail(Behaviour::AnswersAfter(1_500)).await;
    post.carrier = post.carrier.patient_as(Patience {
        message: Duration::from_secs(20),
        ..Patience {
            command: Duration::from_millis(500),
            ..usual
        }
    });
    assert_eq!(deliver_due(&house.db, &post, NEVER, NOW).await.unwrap(), 1);
    let later = NOW.plus_days(1);
    deliver_due(&house.db, &post, NEVER, later).await.unwrap();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_mail_that_is_never_answered_is_not_sent_for_ever() {
    let (house, server, post) = with_one_mail(Behaviour::DropsAfterData).await;
    let amina = only_mail(&house).await.person.unwrap();
    write(&house, amina, Letter::PasswordChanged, "changed:1", NOW).await;
    let mut now = NOW;
    for _ in 0..400 {
        deliver_due(&house.db, &post, NEVER, now).await.unwrap();
        now = now.plus_minutes(60);
    }
    let mail = &mails(&house).await[1];
    let given_up = mail.given_up_at.unwrap();
    assert_eq!(given_up.since(NOW) / 86_400_000, sending::UNANSWERED_DAYS);
    assert!(server.received().len() < 50, "{}", server.received().len());
}

#[tokio::test]
async fn what_stands_against_everybody_delays_mail_and_gives_none_up() {
    let house = House::new().await;
    let server = MailServer::start(Behaviour::Accepts).await;
    let amina = person(&house.db, "Amina", "KE").await;
    for cause in ["changed:1", "changed:2"] {
        write(&house, amina, Letter::PasswordChanged, cause, NOW).await;
    }
    let mut post = post(&house, &server);
    let url = format!("smtp://egret:s%3Acret@{}", server.host());
    post.carrier = Carrier::new(&url)
        .unwrap()
        .patient_for(Duration::from_millis(500));
    let mut now = NOW;
    for behaviour in [
        Behaviour::IsClosed,
        Behaviour::CannotCheckPasswords,
        Behaviour::RefusesTheSender,
    ] {
        server.behave(behaviour);
        for _ in 0..72 {
            deliver_due(&house.db, &post, NEVER, now).await.unwrap();
            now = now.plus_minutes(60);
        }
        let waiting = mails(&house).await;
        assert!(
            waiting
                .iter()
                .all(|mail| (mail.sent_at, mail.given_up_at) == (None, None)),
            "{behaviour:?}"
        );
    }
    // Relaying is denied for a day, until somebody puts the settings right.
    server.behave(Behaviour::DeniesRelaying);
    for _ in 0..24 {
        deliver_due(&house.db, &post, NEVER, now).await.unwrap();
        now = now.plus_minutes(60);
    }
    server.behave(Behaviour::Accepts);
    deliver_due(&house.db, &post, NEVER, now.plus_days(1))
        .await
        .unwrap();
    assert_eq!(server.received().len(), 2);
    assert_eq!(mails(&house).await[0].last_answer, "250 taken");
}

#[tokio::test]
async fn a_round_uses_one_connection_and_sends_links_that_somebody_waits_for_first() {
    let house = House::new().await;
    let server = MailServer::start(Behaviour::Accepts).await;
    let amina = person(&house.db, "Amina", "KE").await;
    for number in 0..5 {
        let cause = format!("changed:{number}");
        write(&house, amina, Letter::PasswordChanged, &cause, NOW).await;
    }
    let now = NOW.plus_minutes(1);
    write(&house, amina, secret(), "reset:1", now).await;
    let post = post(&house, &server);
    assert_eq!(deliver_due(&house.db, &post, NEVER, now).await.unwrap(), 6);
    assert!(server.received()[0].contains("Subject: Set a new password"));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn mail_leaves_encrypted_and_signed_in_where_our_own_authority_vouches() {
    let (acceptor, authority) = smtp::certificate();
    let folder = std::env::temp_dir().join(format!("egret-ca-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("authority.pem");
    std::fs::write(&file, authority).unwrap();
    for (tls, scheme, how) in [
        (Encryption::Wrapped(acceptor.clone()), "smtps", ""),
        (
            Encryption::StartTls(acceptor.clone()),
            "smtp",
            "?tls=required",
        ),
        (Encryption::StartTls(acceptor), "smtp", "?tls=opportunistic"),
    ] {
        let house = House::new().await;
        let server = MailServer::with(Behaviour::Accepts, tls).await;
        let amina = person(&house.db, "Amina", "KE").await;
        write(&house, amina, secret(), "reset:1", NOW).await;
        let mut config = house.config.clone();
        let url = |password: &str| format!("{scheme}://egret:{password}@{}{how}", server.host());
        // Nobody vouches for the certificate.
        config.smtp_url = Some(url("s%3Acret"));
        let stranger = Post::of(&config).unwrap().unwrap();
        assert!(stranger.carrier.greet().await.is_err(), "{scheme}{how}");
        // Somebody does, but the password is wrong.
        config.smtp_ca_file = Some(file.clone());
        config.smtp_url = Some(url("wrong"));
        let stranger = Post::of(&config).unwrap().unwrap();
        let refused = stranger.carrier.greet().await.unwrap_err();
        assert!(refused.contains("535"), "{refused}");

        config.smtp_url = Some(url("s%3Acret"));
        let post = Post::of(&config).unwrap().unwrap();
        post.carrier.greet().await.unwrap();
        assert_eq!(deliver_due(&house.db, &post, NEVER, NOW).await.unwrap(), 1);
        assert_eq!(server.received().len(), 1, "{scheme}{how}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_does_not_wait_for_a_mail_server_that_takes_minutes() {
    let (house, server, mut post) = with_one_mail(Behaviour::AnswersAfter(60_000)).await;
    post.carrier = post.carrier.patient_as(Patience::USUAL);
    let began = std::time::Instant::now();
    let stopping = || !server.received().is_empty();
    deliver_due(&house.db, &post, stopping, NOW).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(30));
    let mail = only_mail(&house).await;
    assert_eq!((mail.sent_at, mail.given_up_at), (None, None));
    assert!(mail.due_at > NOW);
}

#[tokio::test]
async fn all_given_up_mail_is_sent_again_with_one_button() {
    let (house, server, post) = with_one_mail(Behaviour::Refuses).await;
    let amina = only_mail(&house).await.person.unwrap();
    write(&house, amina, Letter::PasswordChanged, "changed:1", NOW).await;
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    let queue = domain::mail::shelf::queue(house.db.read(), NOW);
    assert_eq!(queue.await.unwrap().given_up, 2);
    server.behave(Behaviour::Accepts);

    let house = House::with(post.config.clone()).await;
    let grace = administrator(&house.db).await;
    let mut browser = house.signed_in(grace).await;
    let page = browser.get("/staff/mail?show=given-up").await;
    let action = page.attribute("main form", "action");
    assert_eq!(action.as_deref(), Some("/api/send_all_mail_again"));
    let pressed = browser
        .post("/api/send_all_mail_again", "/staff/mail?show=given-up", &[])
        .await;
    assert_eq!(pressed.location(), "/staff/mail?done=again");
    assert_eq!(deliver_due(&house.db, &post, NEVER, NOW).await.unwrap(), 2);
    let page = browser.get("/staff/mail?show=given-up").await;
    assert_eq!(page.attribute("main form", "action"), None);
}

#[tokio::test]
async fn a_mail_refused_for_good_is_given_up_and_the_next_one_goes_out() {
    let (house, server, post) = with_one_mail(Behaviour::Refuses).await;
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    let mail = only_mail(&house).await;
    assert_eq!(mail.given_up_at, Some(NOW));
    assert!(mail.last_answer.contains("550"), "{}", mail.last_answer);

    server.behave(Behaviour::Accepts);
    let amina = mail.person.unwrap();
    write(&house, amina, Letter::PasswordChanged, "changed:1", NOW).await;
    assert_eq!(deliver_due(&house.db, &post, NEVER, NOW).await.unwrap(), 1);
}

#[tokio::test]
async fn a_server_that_refuses_everybody_delays_mail_and_gives_none_up() {
    let (house, server, post) = with_one_mail(Behaviour::RefusesEverybody).await;
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    let mail = only_mail(&house).await;
    assert_eq!((mail.sent_at, mail.given_up_at), (None, None));
    assert_eq!(mail.due_at, NOW.plus_minutes(1));

    server.behave(Behaviour::Accepts);
    let later = NOW.plus_minutes(1);
    assert_eq!(
        deliver_due(&house.db, &post, NEVER, later).await.unwrap(),
        1
    );
}

#[tokio::test]
async fn a_server_that_hangs_delays_mail() {
    let (house, server, post) = with_one_mail(Behaviour::Hangs).await;
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    let mail = only_mail(&house).await;
    assert_eq!((mail.sent_at, mail.claimed_until), (None, None));
    assert!(mail.due_at > NOW);
    server.behave(Behaviour::Accepts);
    assert_eq!(
        deliver_due(&house.db, &post, NEVER, mail.due_at)
            .await
            .unwrap(),
        1
    );
}

#[tokio::test]
async fn no_server_at_all_delays_mail_however_long() {
    let (house, server, mut post) = with_one_mail(Behaviour::Accepts).await;
    let amina = only_mail(&house).await.person.unwrap();
    write(&house, amina, Letter::PasswordChanged, "changed:1", NOW).await;
    let up = post.carrier.clone();
    // Nothing listens on port 1.
    post.carrier = server::mail::Carrier::new("smtp://127.0.0.1:1").unwrap();
    let mut now = NOW;
    for _ in 0..100 {
        deliver_due(&house.db, &post, NEVER, now).await.unwrap();
        now = now.plus_minutes(61);
    }
    post.carrier = up;
    deliver_due(&house.db, &post, NEVER, now.plus_minutes(61))
        .await
        .unwrap();
    let received = server.received();
    assert_eq!(
        received.len(),
        1,
        "a link of two hours is not sent after days"
    );
    assert!(received[0].contains("Your password was changed"));
    let stale = &mails(&house).await[0];
    assert!(
        stale.last_answer.contains("its link had run out"),
        "{}",
        stale.last_answer
    );
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_message_sends_it_again_under_the_same_id() {
    let (house, server, post) = with_one_mail(Behaviour::DropsAfterData).await;
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    let mail = only_mail(&house).await;
    assert_eq!(mail.sent_at, None);
    server.behave(Behaviour::Accepts);
    deliver_due(&house.db, &post, NEVER, mail.due_at)
        .await
        .unwrap();
    let ids: Vec<String> = server
        .received()
        .iter()
        .map(|message| {
            let id = message.lines().find(|line| line.starts_with("Message-ID"));
            id.unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_never_send_one_mail_twice() {
    let house = House::new().await;
    let server = MailServer::start(Behaviour::Accepts).await;
    let amina = person(&house.db, "Amina", "KE").await;
    for number in 0..40 {
        let cause = format!("changed:{number}");
        write(&house, amina, Letter::PasswordChanged, &cause, NOW).await;
    }
    let post = post(&house, &server);
    let other = domain::Db::open(&house.config.database_url).await.unwrap();
    let (one, two) = tokio::join!(
        deliver_due(&house.db, &post, NEVER, NOW),
        deliver_due(&other, &post, NEVER, NOW)
    );
    assert_eq!(one.unwrap() + two.unwrap(), 40);
    assert_eq!(server.received().len(), 40);
}

#[tokio::test]
async fn one_cause_gives_one_mail() {
    let (house, server, post) = with_one_mail(Behaviour::Accepts).await;
    let amina = only_mail(&house).await.person.unwrap();
    write(&house, amina, secret(), "reset:1", NOW).await;
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn stopping_finishes_the_mail_under_way_and_leaves_the_rest() {
    let (house, server, post) = with_one_mail(Behaviour::Accepts).await;
    let amina = only_mail(&house).await.person.unwrap();
    write(&house, amina, Letter::PasswordChanged, "changed:1", NOW).await;
    let stopping = || !server.received().is_empty();
    let sent = deliver_due(&house.db, &post, stopping, NOW).await.unwrap();
    assert_eq!(sent, 1);
    assert_eq!(mails(&house).await[1].attempts, 0);
}

#[tokio::test]
async fn a_mail_server_that_hangs_disturbs_no_page() {
    let (house, _server, post) = with_one_mail(Behaviour::Hangs).await;
    let sending = tokio::spawn({
        let db = house.db.clone();
        async move { deliver_due(&db, &post, NEVER, NOW).await.unwrap() }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let began = std::time::Instant::now();
    let mut browser = house.visitor();
    let fields = [("email", "amina@example.org")];
    let asked = browser
        .post("/api/ask_for_reset", "/forgotten", &fields)
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert!(!sending.is_finished(), "the mail server still hangs");
    assert!(began.elapsed() < Duration::from_millis(400));
    sending.await.unwrap();
}

#[tokio::test]
async fn administrators_read_what_waits_without_its_secret_and_send_it_again() {
    let (house, server, post) = with_one_mail(Behaviour::Refuses).await;
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    let mail = only_mail(&house).await;
    let grace = administrator(&house.db).await;
    let mut browser = house.signed_in(grace).await;

    let waiting = browser.get("/staff/mail").await;
    assert_eq!(waiting.status, StatusCode::OK);
    assert!(
        waiting.shows("No mail waits to be sent."),
        "{}",
        waiting.body
    );
    assert!(waiting.shows("No mail server is set"));
    let given_up = browser.get("/staff/mail?show=given-up").await;
    assert_eq!(given_up.texts(".row h3"), ["New password"]);
    assert!(given_up.shows("550"));

    let page = browser.get(&format!("/staff/mail/{}", mail.id)).await;
    let letter = page.text("pre.letter");
    assert!(letter.contains("http://127.0.0.1:3000/reset/…"), "{letter}");
    assert!(!page.body.contains("s3cr3t"));
    assert_eq!(page.text("h2"), "Set a new password");

    let path = format!("/staff/mail/{}", mail.id);
    let again = browser
        .post(
            "/api/send_mail_again",
            &path,
            &[("mail", &mail.id.to_string())],
        )
        .await;
    assert_eq!(again.location(), format!("{path}?done=again"));
    server.behave(Behaviour::Accepts);
    assert_eq!(deliver_due(&house.db, &post, NEVER, NOW).await.unwrap(), 1);

    let twice = browser
        .post(
            "/api/send_mail_again",
            &path,
            &[("mail", &mail.id.to_string())],
        )
        .await;
    assert_eq!(
        twice.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "what was sent stays sent"
    );
    let again = |page: &house::Answer| page.attribute("main form", "action");
    let with_server = House::with(post.config.clone()).await;
    let browser = with_server.signed_in(grace).await;
    let sent = browser.get(&path).await;
    assert_eq!((sent.status, again(&sent)), (StatusCode::OK, None));
    let amina = mail.person.unwrap();
    write(&house, amina, Letter::PasswordChanged, "changed:1", NOW).await;
    let path = format!("/staff/mail/{}", mails(&house).await[1].id);
    let waiting = browser.get(&path).await;
    assert_eq!(again(&waiting).as_deref(), Some("/api/send_mail_again"));
    let facts = waiting.texts("dl.facts dd");
    assert!(
        facts.contains(&"Tue 24 Nov 2026, 12:00 (Nairobi, UTC+3)".to_owned()),
        "{facts:?}"
    );
}

#[tokio::test]
async fn nobody_else_reads_mail() {
    let (house, _server, _post) = with_one_mail(Behaviour::Accepts).await;
    let mail = only_mail(&house).await;
    let amina = mail.person.unwrap();
    let omar = person(&house.db, "Omar", "EG").await;
    house::grant(
        &house.db,
        omar,
        model::Role::Auditor,
        model::role::Scope::All,
    )
    .await;
    let path = format!("/staff/mail/{}", mail.id);
    for (mut browser, status) in [
        (house.visitor(), StatusCode::UNAUTHORIZED),
        (house.signed_in(amina).await, StatusCode::FORBIDDEN),
        (house.signed_in(omar).await, StatusCode::FORBIDDEN),
    ] {
        for page in ["/staff/mail", &path] {
            let answer = browser.get(page).await;
            assert_eq!(answer.status, status, "{page}");
            assert!(!answer.shows("amina@example.org") && !answer.shows("Set a new password"));
        }
        let tried = browser
            .post(
                "/api/send_mail_again",
                &path,
                &[("mail", &mail.id.to_string())],
            )
            .await;
        assert!(
            tried.status == status || tried.location().starts_with("/sign-in"),
            "{}",
            tried.status
        );
    }
    let grace = administrator(&house.db).await;
    let browser = house.signed_in(grace).await;
    for nowhere in [
        "/staff/mail/x",
        "/staff/mail/00000000-0000-7000-8000-000000000000",
    ] {
        assert_eq!(browser.get(nowhere).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_people_typed_is_text_in_both_parts() {
    let house = House::new().await;
    let server = MailServer::start(Behaviour::Accepts).await;
    let eve = person(&house.db, "<b>Eve</b> & \"Co\"", "KE").await;
    let mut row = people::find(house.db.read(), eve)
        .await
        .unwrap()
        .into_active_model();
    row.email = Set(Some("eve@example.org".to_owned()));
    house
        .db
        .write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    write(&house, eve, Letter::PasswordChanged, "changed:1", NOW).await;
    deliver_due(&house.db, &post(&house, &server), NEVER, NOW)
        .await
        .unwrap();
    let message = decoded(&server.received()[0]);
    assert!(message.contains("Dear <b>Eve</b> & \"Co\","), "{message}");
    assert!(
        message.contains("Dear &lt;b&gt;Eve&lt;/b&gt; &amp; &quot;Co&quot;,"),
        "{message}"
    );
}

#[tokio::test]
async fn nobody_who_has_left_gets_mail() {
    let (house, server, post) = with_one_mail(Behaviour::Accepts).await;
    let amina = only_mail(&house).await.person.unwrap();
    let mut row = people::find(house.db.read(), amina)
        .await
        .unwrap()
        .into_active_model();
    row.deleted_at = Set(Some(NOW));
    house
        .db
        .write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    deliver_due(&house.db, &post, NEVER, NOW).await.unwrap();
    assert!(server.received().is_empty());
    assert_eq!(only_mail(&house).await.given_up_at, Some(NOW));
}

#[tokio::test]
async fn what_must_be_encrypted_never_leaves_in_the_open() {
    let (house, server, mut post) = with_one_mail(Behaviour::Accepts).await;
    for url in [
        server.url().replace("smtp://", "smtps://"),
        format!("{}?tls=required", server.url()),
    ] {
        post.carrier = server::mail::Carrier::new(&url)
            .unwrap()
            .patient_for(Duration::from_millis(500));
        let due = only_mail(&house).await.due_at;
        deliver_due(&house.db, &post, NEVER, due).await.unwrap();
        assert!(server.received().is_empty(), "{url}");
        let mail = only_mail(&house).await;
        assert_eq!((mail.sent_at, mail.given_up_at), (None, None), "{url}");
        assert!(post.carrier.greet().await.is_err(), "{url}");
    }
}
