//! Brings the schema up to date; servers that start together take turns.

use std::time::Duration;

use domain::Db;
use domain::sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use migrations::{Migrator, MigratorTrait};

/// How often a server asks whether it is its turn, and how long it waits in between.
const TRIES: u32 = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// Migrates, one server at a time: the migrator itself takes no lock.
pub async fn migrate(db: &Db) -> Result<(), DbErr> {
    let connection = db.migrating();
    if Migrator::get_pending_migrations(connection)
        .await
        .is_ok_and(|pending| pending.is_empty())
    {
        return Ok(());
    }
    take_turn(db).await?;
    let done = Migrator::up(connection, None).await;
    end_turn(db).await?;
    done
}

/// A table that only one server can create is a lock that every database knows, on any number of connections.
async fn take_turn(db: &Db) -> Result<(), DbErr> {
    for _ in 0..TRIES {
        if db
            .migrating()
            .execute_unprepared("CREATE TABLE egret_migrating (taken integer)")
            .await
            .is_ok()
        {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(DbErr::Custom(format!(
        "another server has been migrating for a minute; if none is, drop the table egret_migrating ({})",
        match db.backend() {
            DatabaseBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    )))
}

async fn end_turn(db: &Db) -> Result<(), DbErr> {
    db.migrating()
        .execute_unprepared("DROP TABLE egret_migrating")
        .await
        .map(|_| ())
}
