//! Brings the schema up to date; servers that start together take turns, since the migrator itself takes no lock.
//!
//! Nobody has to tidy up after a server that died in its turn: the operating system releases the lock on a file, PostgreSQL
//! the lock of a transaction. And every migration is a transaction together with the note that it was made.

use std::fs::{File, TryLockError};
use std::time::Duration;

use domain::catalogue::edition_text;
use domain::sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use domain::{Db, Error};
use migrations::{Migrator, MigratorTrait};

use crate::Config;

/// How long a server waits for another one's turn, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(10 * 60);
const PAUSE: Duration = Duration::from_millis(50);

/// Names our lock among all advisory locks of a PostgreSQL database: `egret` in ASCII.
const LOCK: i64 = 0x65_67_72_65_74;

/// Opens the configured database with its schema up to date.
pub async fn open(config: &Config) -> Result<Db, DbErr> {
    let turn = file_turn(config).await?;
    let db = Db::open(&config.database_url).await?;
    migrate(&db).await?;
    drop(turn);
    Ok(db)
}

/// Migrates; on PostgreSQL one server at a time. On SQLite [`open`] has taken the turn.
pub async fn migrate(db: &Db) -> Result<(), DbErr> {
    if is_up_to_date(db).await {
        return Ok(());
    }
    match db.backend() {
        DatabaseBackend::Postgres => migrate_in_turn(db).await,
        _ => Migrator::up(db.migrating(), None).await,
    }?;
    // Another version may look in other words.
    edition_text::fold_everything(db).await.map_err(database)
}

fn database(error: Error) -> DbErr {
    match error {
        Error::Database(error) => error,
        other => DbErr::Custom(other.to_string()),
    }
}

/// Whether nothing is left to do. Does not ask the migrator first, which would create its table.
pub async fn is_up_to_date(db: &Db) -> bool {
    let asked = db
        .read()
        .execute_unprepared("SELECT version FROM seaql_migrations LIMIT 1");
    asked.await.is_ok()
        && Migrator::get_pending_migrations(db.migrating())
            .await
            .is_ok_and(|pending| pending.is_empty())
}

/// One transaction holds the lock while the migrations run in transactions of their own.
async fn migrate_in_turn(db: &Db) -> Result<(), DbErr> {
    let done = db
        .write(async |tx| {
            tx.execute_unprepared(&format!(
                "SET LOCAL lock_timeout = {}; SET LOCAL idle_in_transaction_session_timeout = 0; \
                 SELECT pg_advisory_xact_lock({LOCK})",
                PATIENCE.as_millis()
            ))
            .await?;
            Ok(Migrator::up(db.migrating(), None).await?)
        })
        .await;
    done.map_err(database)
}

/// The lock on a file beside the SQLite database; it ends with the process, however that ends.
async fn file_turn(config: &Config) -> Result<Option<File>, DbErr> {
    let Some(file) = config.database_file() else {
        return Ok(None);
    };
    let mut name = file.into_os_string();
    name.push("-migrating");
    let failed = |error: std::io::Error| {
        DbErr::Custom(format!(
            "{} cannot be locked: {error}",
            name.to_string_lossy()
        ))
    };
    let lock = File::create(&name).map_err(failed)?;
    let mut waited = Duration::ZERO;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Some(lock)),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if waited >= PATIENCE => {
                return Err(DbErr::Custom(
                    "another server has been migrating this database for ten minutes".to_owned(),
                ));
            }
            Err(TryLockError::WouldBlock) => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
        }
    }
}
