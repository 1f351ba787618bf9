//! Whether the database answers, is up to date, can be written, and agrees with our clock.

use domain::sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult, Statement};
use domain::{Db, Error};
use model::Instant;

use super::{Finding, careful, good, wrong};
use crate::{Config, demo, migrate};

const TOPIC: &str = "database";
/// Clocks of two machines may differ by so much before it is worth a word, and before it is wrong.
const WORTH_A_WORD: i64 = 5_000;
const TOO_FAR: i64 = 60_000;

pub(super) async fn look(config: &Config, now: Instant) -> Vec<Finding> {
    if let Some(file) = config.database_file()
        && !file.is_file()
    {
        let sentence = format!(
            "there is none yet at {}; egret serve or egret migrate makes it",
            file.display()
        );
        return vec![careful(TOPIC, sentence)];
    }
    let db = match Db::open(&config.database_url).await {
        Ok(db) => db,
        Err(error) => {
            let shown = config.database_shown();
            return vec![wrong(TOPIC, format!("{shown} cannot be opened: {error}"))];
        }
    };
    let mut findings = vec![good(TOPIC, format!("{} answers", config.database_shown()))];
    if migrate::is_up_to_date(&db).await {
        findings.push(good(TOPIC, "the schema is up to date"));
        findings.push(newest_row(&db, now).await);
        findings.push(queue(config, &db, now).await);
        findings.push(checks(config, &db).await);
        findings.extend(demonstration(config, &db).await);
    } else {
        findings.push(wrong(
            TOPIC,
            "the schema is not up to date: run egret migrate",
        ));
    }
    findings.push(writable(&db).await);
    if db.backend() == DatabaseBackend::Sqlite {
        findings.extend(pragmas(&db).await);
    } else {
        findings.push(their_clock(&db, now).await);
    }
    if let Err(error) = db.close().await {
        findings.push(careful(TOPIC, format!("it could not be closed: {error}")));
    }
    findings
}

/// What the nightly check of seats and places found.
async fn checks(config: &Config, db: &Db) -> Finding {
    match domain::admissions::invariant_check::red(db).await {
        Ok(0) => good(
            "seats",
            "the nightly check of seats and places has found nothing",
        ),
        Ok(red) => wrong(
            "seats",
            format!(
                "{red} of the checks of seats and places found something: see {}/staff/invariants",
                config.public_url
            ),
        ),
        Err(error) => wrong("seats", error.to_string()),
    }
}

/// The demonstration has an administrator whose password everybody knows.
async fn demonstration(config: &Config, db: &Db) -> Option<Finding> {
    match demo::sign_ins(db).await {
        Ok(None) => None,
        Ok(Some(_)) if config.is_loopback() => Some(good(
            TOPIC,
            "it holds the demonstration, whose passwords are public; only this machine is served",
        )),
        Ok(Some(_)) => Some(wrong(
            TOPIC,
            "it holds the demonstration's accounts, whose passwords are public, and others than this machine are served: \
             begin with an empty database",
        )),
        Err(error) => Some(wrong(
            TOPIC,
            format!("its accounts cannot be read: {error}"),
        )),
    }
}

/// Creates a table and takes it back with the transaction.
async fn writable(db: &Db) -> Finding {
    let taken_back = "taken back";
    let tried: domain::Result<()> = db
        .write(async |tx| {
            tx.execute_unprepared("CREATE TABLE egret_doctor (looked integer)")
                .await?;
            Err(Error::Fault(taken_back.to_owned()))
        })
        .await;
    match tried {
        Err(Error::Fault(what)) if what == taken_back => good(TOPIC, "it can be written"),
        Err(error) => wrong(TOPIC, format!("it cannot be written: {error}")),
        Ok(()) => wrong(TOPIC, "a transaction was not taken back"),
    }
}

#[derive(FromQueryResult)]
struct Text {
    value: String,
}

#[derive(FromQueryResult)]
struct Number {
    value: Option<i64>,
}

async fn number(db: &Db, sql: &str) -> Result<Option<i64>, String> {
    Number::find_by_statement(Statement::from_string(db.backend(), sql))
        .one(db.read())
        .await
        .map(|row| row.and_then(|row| row.value))
        .map_err(|error| error.to_string())
}

async fn pragmas(db: &Db) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mode = Text::find_by_statement(Statement::from_string(
        db.backend(),
        "SELECT journal_mode AS value FROM pragma_journal_mode",
    ))
    .one(db.read())
    .await;
    findings.push(match mode {
        Ok(Some(mode)) if mode.value == "wal" => good(TOPIC, "readers and the writer do not wait for each other (WAL)"),
        Ok(mode) => wrong(TOPIC, format!("its journal mode is {} instead of wal; network disks cannot do it: put the file on a local one", mode.map_or_else(String::new, |mode| mode.value))),
        Err(error) => wrong(TOPIC, error.to_string()),
    });
    let keys = number(db, "SELECT foreign_keys AS value FROM pragma_foreign_keys").await;
    let broken = number(db, "SELECT count(*) AS value FROM pragma_foreign_key_check").await;
    findings.push(match (keys, broken) {
        (Ok(Some(1)), Ok(Some(0))) => {
            good(TOPIC, "foreign keys are on, and every one leads somewhere")
        }
        (Ok(Some(1)), Ok(broken)) => wrong(
            TOPIC,
            format!(
                "{} rows refer to rows that are not there",
                broken.unwrap_or(0)
            ),
        ),
        (Ok(_), _) => wrong(TOPIC, "foreign keys are off"),
        (Err(error), _) => wrong(TOPIC, error),
    });
    let sound = Text::find_by_statement(Statement::from_string(
        db.backend(),
        "SELECT quick_check AS value FROM pragma_quick_check LIMIT 1",
    ))
    .one(db.read())
    .await;
    findings.push(match sound {
        Ok(Some(sound)) if sound.value == "ok" => good(TOPIC, "the file is sound"),
        Ok(sound) => wrong(
            TOPIC,
            format!(
                "the file is damaged: {}",
                sound.map_or_else(String::new, |sound| sound.value)
            ),
        ),
        Err(error) => wrong(TOPIC, error.to_string()),
    });
    findings
}

/// Our clock against the newest row: a row from the future means that the clock went back.
async fn newest_row(db: &Db, now: Instant) -> Finding {
    match number(db, "SELECT max(at) AS value FROM audit").await {
        Ok(Some(newest)) if newest > now.0 + TOO_FAR => wrong(
            "clock",
            format!(
                "the newest row is {} minutes in the future: the clock is slow, or was fast",
                (newest - now.0) / 60_000
            ),
        ),
        Ok(_) => good("clock", "no row is from the future"),
        Err(error) => wrong(TOPIC, error),
    }
}

async fn their_clock(db: &Db, now: Instant) -> Finding {
    let asked = number(
        db,
        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS value",
    );
    match asked.await {
        Ok(Some(theirs)) => {
            let apart = (theirs - now.0).abs();
            let seconds = apart / 1_000;
            match apart {
                0..=WORTH_A_WORD => good("clock", "the database's clock agrees with ours"),
                ..=TOO_FAR => careful(
                    "clock",
                    format!("the database's clock is {seconds} seconds apart from ours"),
                ),
                _ => wrong(
                    "clock",
                    format!(
                        "the database's clock is {seconds} seconds apart from ours: set both by NTP"
                    ),
                ),
            }
        }
        Ok(None) => careful("clock", "the database does not tell its time"),
        Err(error) => wrong("clock", error),
    }
}

async fn queue(config: &Config, db: &Db, now: Instant) -> Finding {
    let queue = match domain::mail::shelf::queue(db.read(), now).await {
        Ok(queue) => queue,
        Err(error) => return wrong("mail", error.to_string()),
    };
    let minutes = queue
        .oldest_due
        .map_or(0, |oldest| now.since(oldest) / 60_000);
    let sentence = format!(
        "mails due: {}, the oldest for {minutes} minutes",
        queue.waiting
    );
    if config.smtp_url.is_some() && minutes > 15 {
        wrong("mail", format!("{sentence}: does egret serve run?"))
    } else if queue.given_up > 0 {
        careful(
            "mail",
            format!(
                "{sentence}; given up within a week: {}, see {}/staff/mail?show=given-up",
                queue.given_up, config.public_url
            ),
        )
    } else {
        good("mail", sentence)
    }
}
