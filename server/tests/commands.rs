//! The binary's commands, its configuration, and servers that start together, stop in the middle or are killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]

mod binary;
mod smtp;

use std::time::Duration;

use binary::{Place, answer};
use domain::Db;
use domain::accounts::person;
use domain::sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use server::config::KEYS;
use smtp::{Behaviour, MailServer};

fn registration(number: usize) -> String {
    format!(
        "_page=%2Fregister&email=person{number}%40example.org&password=three+egrets+on+a+rock\
         &printed_name=Person+{number}&country=KE&zone=Africa%2FNairobi"
    )
}

async fn people(place: &Place) -> u64 {
    let db = Db::open(&place.database_url).await.unwrap();
    person::Entity::find().count(db.read()).await.unwrap()
}

async fn two_servers_start(place: Place) {
    let (mut one, mut two) = (place.serve(), place.serve());
    one.ready().await;
    two.ready().await;
    for server in [&one, &two] {
        let page = server.get("/sign-in").await.unwrap();
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    }
}

#[tokio::test]
async fn two_servers_started_at_once_share_an_empty_sqlite_database() {
    two_servers_start(Place::sqlite()).await;
}

#[tokio::test]
async fn two_servers_started_at_once_share_an_empty_postgresql_database() {
    two_servers_start(Place::postgres().await).await;
}

/// Killed at moments that cover opening, waiting, migrating and being done.
async fn killed_while_migrating(place: Place) {
    for moment in 0..16 {
        let mut migrating = place.start(&["migrate"]);
        tokio::time::sleep(Duration::from_millis(moment * 6)).await;
        migrating.kill().unwrap();
        migrating.wait().unwrap();
    }
    let said = place.run(&["migrate"]);
    assert!(said.is_content, "{}", said.err);
    assert_eq!(said.out, "The schema is up to date.\n");
}

#[tokio::test]
async fn a_server_killed_while_migrating_locks_nobody_out_of_sqlite() {
    killed_while_migrating(Place::sqlite()).await;
}

#[tokio::test]
async fn a_server_killed_while_migrating_locks_nobody_out_of_postgresql() {
    killed_while_migrating(Place::postgres().await).await;
}

#[tokio::test]
async fn writes_under_way_are_finished_before_the_server_stops() {
    let place = Place::sqlite();
    let mut server = place.serve();
    server.ready().await;
    let mut sent = Vec::new();
    for number in 0..50 {
        let form = registration(number);
        sent.push(server.post("/api/register", &form).await.unwrap());
    }
    let first = answer(&mut sent[0]).await.unwrap();
    assert!(first.starts_with("HTTP/1.1 303"), "{first}");
    server.ask_to_stop();
    for under_way in &mut sent[1..] {
        let answer = answer(under_way).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }
    assert!(server.stopped().await);
    assert_eq!(people(&place).await, 50);
}

#[tokio::test]
async fn a_server_that_serves_sends_mail_and_stops_after_the_one_under_way() {
    let mail_server = MailServer::start(Behaviour::Accepts).await;
    let place = Place::sqlite().with("EGRET_SMTP_URL", mail_server.url());
    let mut server = place.serve();
    server.ready().await;
    let mut sent = server
        .post("/api/register", &registration(1))
        .await
        .unwrap();
    answer(&mut sent).await.unwrap();
    for _ in 0..500 {
        if !mail_server.received().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let received = mail_server.received();
    assert!(
        received[0].contains("Subject: Confirm your address"),
        "{received:?}"
    );
    server.ask_to_stop();
    assert!(server.stopped().await);
}

#[tokio::test]
async fn the_log_names_nobody() {
    let place = Place::sqlite().with("EGRET_LOG", "debug,sqlx=warn");
    let mut server = place.serve();
    server.ready().await;
    let mut sent = server
        .post("/api/register", &registration(7))
        .await
        .unwrap();
    answer(&mut sent).await.unwrap();
    let secret = "/reset/c2VjcmV0";
    server.get(secret).await.unwrap();
    server
        .get("/sign-in?next=/account&email=person7%40example.org")
        .await
        .unwrap();
    let log = server.log();
    assert!(log.contains("/api/register"), "{log}");
    for personal in ["person7", "Person", "c2VjcmV0", "127.0.0.1:5"] {
        assert!(!log.contains(personal), "{personal} in {log}");
    }
}

#[tokio::test]
async fn a_proxy_that_nobody_named_is_noticed_once() {
    let place = Place::sqlite();
    let mut server = place.serve();
    server.ready().await;
    for _ in 0..3 {
        let request = "GET /sign-in HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nx-forwarded-for: 198.51.100.7\r\n\r\n";
        answer(&mut server.send(request.to_owned()).await.unwrap())
            .await
            .unwrap();
    }
    let log = server.log();
    assert_eq!(
        log.matches("trusted_proxies names none").count(),
        1,
        "{log}"
    );
    assert!(!log.contains("198.51.100.7"), "{log}");
}

#[tokio::test]
async fn a_backup_is_whole_while_people_write_and_overwrites_nothing() {
    let place = Place::sqlite();
    let mut server = place.serve();
    server.ready().await;
    let mut sent = Vec::new();
    for number in 0..20 {
        let form = registration(number);
        sent.push(server.post("/api/register", &form).await.unwrap());
    }
    answer(&mut sent[0]).await.unwrap();
    let said = place.run(&["backup", "copy.db"]);
    assert!(said.is_content, "{}", said.err);
    assert!(said.out.contains("copied to copy.db"), "{}", said.out);
    for under_way in &mut sent[1..] {
        assert!(answer(under_way).await.unwrap().starts_with("HTTP/1.1 303"));
    }

    let copy = Place {
        database_url: "sqlite://copy.db".to_owned(),
        folder: place.folder.clone(),
        more: Vec::new(),
    };
    let said = copy.run(&["doctor"]);
    assert!(
        said.is_content && said.out.contains("the file is sound"),
        "{said:?}"
    );
    use std::os::unix::fs::PermissionsExt;
    let file = place.folder.join("copy.db");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0);

    let before = std::fs::read(&file).unwrap();
    let said = place.run(&["backup", "copy.db"]);
    assert!(!said.is_content);
    assert_eq!(
        said.err,
        "egret: copy.db exists already and is not overwritten\n"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let said = place.run(&["backup", "no/such/folder/copy.db"]);
    assert!(
        !said.is_content && said.err.contains("cannot be written"),
        "{}",
        said.err
    );
    let left: Vec<_> = std::fs::read_dir(&place.folder)
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().contains("unfinished")
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_backup_of_nothing_makes_nothing() {
    let place = Place::sqlite();
    let said = place.run(&["backup", "copy.db"]);
    assert!(
        !said.is_content && said.err.contains("there is no database at"),
        "{}",
        said.err
    );
    assert!(!place.folder.join("copy.db").exists());
}

#[test]
fn postgresql_is_backed_up_by_the_command_that_is_printed() {
    let mut place = Place::sqlite();
    place.database_url = "postgres://egret:secret@127.0.0.1:1/egret".to_owned();
    let said = place.run(&["backup", "copy.dump"]);
    assert!(!said.is_content);
    assert!(
        said.err.contains("pg_dump --format=custom --no-owner --file='copy.dump' --dbname='postgres://egret@127.0.0.1:1/egret'"),
        "{}",
        said.err
    );
}

#[tokio::test]
async fn the_doctor_is_content_with_a_sound_house_on_both_databases() {
    let mail_server = MailServer::start(Behaviour::Accepts).await;
    for place in [Place::sqlite(), Place::postgres().await] {
        let place = place
            .with("EGRET_SMTP_URL", mail_server.url())
            .with("EGRET_MAIL_FROM", "Centre <centre@example.org>");
        let said = place.run(&["migrate"]);
        assert!(said.is_content, "{}", said.err);
        // The mail server of this test answers on another thread of the runtime.
        let said = tokio::task::spawn_blocking(move || place.run(&["doctor"]))
            .await
            .unwrap();
        assert!(said.is_content, "{said:?}");
        for sound in [
            "the schema is up to date",
            "it can be written",
            "mails due: 0",
            "answers and lets us in",
            "MB are free for recordings",
        ] {
            assert!(said.out.contains(sound), "{sound}: {}", said.out);
        }
    }
}

#[test]
fn the_doctor_says_what_is_wrong_and_ends_with_1() {
    let place = Place::sqlite()
        .with("EGRET_SMTP_URL", "smtp://egret:secret@127.0.0.1:1")
        .with("EGRET_PUBLIC_URL", "https://training.example.org")
        .with("EGRET_COUNTRY_DATABASE", "no-such.mmdb");
    let before = place.run(&["doctor"]);
    assert!(
        before.out.contains("there is none yet at"),
        "{}",
        before.out
    );
    assert!(!place.folder.join("data").exists(), "looking makes nothing");
    place.run(&["migrate"]);
    std::fs::write(
        place.folder.join("media"),
        "a file where a folder should be",
    )
    .unwrap();
    let said = place.run(&["doctor"]);
    assert!(!said.is_content);
    for wrong in [
        "smtp://127.0.0.1:1 answers",
        "trusted_proxies names none",
        "media cannot be written",
        "no-such.mmdb cannot be read",
    ] {
        assert!(said.out.contains(wrong), "{wrong}: {}", said.out);
    }
    assert!(!said.out.contains("secret"), "{}", said.out);
    assert_eq!(said.err, "egret: 3 things are wrong\n");
}

#[test]
fn a_damaged_database_is_said_to_be_one() {
    let place = Place::sqlite();
    std::fs::create_dir_all(place.folder.join("data")).unwrap();
    std::fs::write(
        place.folder.join("data/egret.db"),
        "no database at all".repeat(99),
    )
    .unwrap();
    for command in [["doctor"], ["migrate"]] {
        let said = place.run(&command);
        assert!(!said.is_content);
        let all = format!("{}{}", said.out, said.err);
        assert!(all.contains("cannot be opened"), "{all}");
    }
}

#[test]
fn an_administrator_must_have_registered() {
    let place = Place::sqlite();
    let said = place.run(&["admin", "add", "grace@example.org"]);
    assert!(!said.is_content);
    assert_eq!(
        said.err,
        "egret: nobody has registered with grace@example.org; register first, then run this again\n"
    );
    let said = place.run(&["admin", "add", "grace"]);
    assert_eq!(said.err, "egret: grace is no e-mail address\n");
}

#[tokio::test]
async fn an_administrator_whom_no_mail_reaches_chooses_a_password_by_a_link() {
    let place = Place::sqlite();
    let mut server = place.serve();
    server.ready().await;
    assert!(
        server
            .log()
            .contains("the sign-in cookie is an ordinary one")
    );
    let mut sent = server
        .post("/api/register", &registration(1))
        .await
        .unwrap();
    answer(&mut sent).await.unwrap();
    let said = place.run(&["admin", "add", "person1@example.org"]);
    assert!(said.is_content, "{}", said.err);
    assert!(
        said.out
            .contains("person1@example.org is an administrator now")
    );
    let (_, secret) = said.out.split_once("/reset/").unwrap();
    let secret = secret.lines().next().unwrap();
    let sign_in = async |password: &str| {
        let form =
            format!("_page=%2Fsign-in&email=person1%40example.org&password={password}&next=");
        let mut sent = server.post("/api/sign_in", &form).await.unwrap();
        answer(&mut sent).await.unwrap()
    };
    let typed = sign_in("three+egrets+on+a+rock").await;
    assert!(
        typed.starts_with("HTTP/1.1 422"),
        "whoever typed it: {typed}"
    );
    let new = format!("secret={secret}&password=another+one+here&again=another+one+here");
    let mut sent = server.post("/api/reset_password", &new).await.unwrap();
    let set = answer(&mut sent).await.unwrap();
    assert!(set.starts_with("HTTP/1.1 303"), "{set}");
    let in_now = sign_in("another+one+here").await;
    assert!(in_now.starts_with("HTTP/1.1 303"), "{in_now}");
}

#[test]
fn the_demonstration_is_not_shown_to_others_than_this_machine() {
    let place = Place::sqlite().with("EGRET_LISTEN", "0.0.0.0:3000");
    let said = place.run(&["demo"]);
    assert!(!said.is_content);
    assert!(
        said.err.contains("would serve others than this machine"),
        "{}",
        said.err
    );
    assert!(place.run(&["migrate"]).is_content);
    let sound = place.run(&["doctor"]);
    assert!(!sound.out.contains("demonstration"), "{}", sound.out);
    let said = place.run(&["demo", "--yes"]);
    assert!(said.is_content, "{}", said.err);
    let said = place.run(&["doctor"]);
    assert!(!said.is_content);
    assert!(
        said.out.contains("it holds the demonstration's accounts"),
        "{}",
        said.out
    );
}

#[test]
fn every_command_explains_itself() {
    let place = Place::sqlite();
    let all = place.run(&["--help"]);
    for command in [
        "serve", "migrate", "admin", "backup", "doctor", "figures", "demo",
    ] {
        assert!(all.out.contains(command), "{}", all.out);
        let said = place.run(&[command, "--help"]);
        assert!(
            said.is_content && said.out.contains("Usage: egret"),
            "{said:?}"
        );
    }
    assert!(!place.folder.join("data").exists(), "help makes nothing");
}

/// The figures that the centre published, from the rows of the demonstration.
#[test]
fn figures_prints_the_published_year() {
    let place = Place::sqlite();
    let loaded = place.run(&["demo"]);
    assert!(loaded.is_content, "{}", loaded.err);
    let text = place.run(&["figures", "--year", "2023"]);
    assert_eq!(
        (text.out.as_str(), text.err.as_str()),
        (FIGURES_OF_2023, "")
    );
    let unread = place.run_unread(&["figures", "--year", "2023"]);
    assert_eq!((unread.is_content, unread.err.as_str()), (true, ""));
    let json = place.run(&["figures", "--year", "2023", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let names = [
        "participants",
        "countries",
        "high_ranking",
        "courses",
        "on_site_sessions",
        "online_sessions",
        "reported_views",
        "reported_countries",
    ];
    let groups: Vec<_> = json["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            let name = format!("{} {}", group["portfolio"], group["mode"]);
            let figures = names.map(|name| group[name].as_i64().unwrap());
            (name.replace('"', ""), figures)
        })
        .collect();
    assert_eq!(
        groups,
        [
            (
                "training-base in_person".to_owned(),
                [52, 37, 0, 5, 9, 0, 0, 0]
            ),
            (
                "training-base online".to_owned(),
                [0, 0, 0, 2, 0, 8, 1_215_000, 61]
            ),
            (
                "leadership in_person".to_owned(),
                [39, 27, 15, 12, 20, 0, 0, 0]
            ),
        ]
    );
    assert_eq!(
        (&json["year"], &json["zone"]),
        (&2023.into(), &"Asia/Shanghai".into())
    );
}

const FIGURES_OF_2023: &str = "\
2023, counted in Asia/Shanghai by rule 2; high-ranking from director

training-base, in_person
  participants                  52
  countries                     37
  courses                        5
  sessions                      22
  on site sessions               9

training-base, online
  courses                        2
  sessions                       8
  online sessions                8
  reported views         1,215,000
  reported countries            61

leadership, in_person
  participants                  39
  countries                     27
  high ranking                  15
  courses                       12
  sessions                      36
  on site sessions              20

in all
  participants                  91
  countries                     52
  high ranking                  15
  courses                       19
  sessions                      66
  on site sessions              29
  online sessions                8
  reported views         1,215,000
  reported countries            61
";

#[tokio::test]
async fn figures_tells_a_year_without_any_from_a_fault() {
    let place = Place::sqlite();
    assert!(place.run(&["migrate"]).is_content);
    let said = place.run(&["figures", "--year", "1"]);
    assert!(!said.is_content);
    assert_eq!(said.err, "egret: there are no figures of the year 1\n");
    let db = Db::open(&place.database_url).await.unwrap();
    db.migrating()
        .execute_unprepared("ALTER TABLE view_total RENAME TO gone")
        .await
        .unwrap();
    db.close().await.unwrap();
    let said = place.run(&["figures", "--year", "2023"]);
    assert!(!said.is_content);
    assert!(said.err.contains("view_total"), "{}", said.err);
}

#[test]
fn an_unknown_key_ends_every_command_with_the_nearest_known_one() {
    let place = Place::sqlite().with("EGRET_SMPT_URL", "smtp://mail.example");
    let said = place.run(&["doctor"]);
    assert!(!said.is_content);
    assert_eq!(
        said.err,
        "egret: the environment has an unknown key EGRET_SMPT_URL; did you mean EGRET_SMTP_URL?\n"
    );
}

#[test]
fn a_name_of_no_country_ends_every_command() {
    let mut place = Place::sqlite();
    let file = place.folder.join("names.tsv");
    std::fs::write(&file, "KE\ten\tRepublic of Kenya\nXX\ten\tNowhere\n").unwrap();
    let file = file.display().to_string();
    place = place.with("EGRET_COUNTRY_NAMES", file.clone());
    let said = place.run(&["doctor"]);
    assert!(!said.is_content);
    assert_eq!(
        said.err,
        format!("egret: country_names: {file}, line 2: no country has this code\n")
    );
}

#[test]
fn every_key_of_the_configuration_is_documented() {
    let docs = include_str!("../../docs/configuration.md");
    let table: String = KEYS
        .iter()
        .map(|key| {
            let value = if key.value.is_empty() {
                "–".to_owned()
            } else {
                format!("`{}`", key.value)
            };
            let meaning = key.meaning.replace('|', "\\|");
            format!(
                "| `{}` | `{}` | {value} | {meaning} |\n",
                key.name, key.environment
            )
        })
        .collect();
    assert!(
        docs.contains(&table),
        "docs/configuration.md should hold these lines:\n{table}"
    );
}
