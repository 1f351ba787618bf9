//! The database: many readers, and one way to write.

use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction,
    DbErr, IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::{Error, Result};

/// An open transaction.
pub type Tx = DatabaseTransaction;

/// How many readers a pool has.
const READERS: u32 = 8;
/// How many writers a PostgreSQL pool has; SQLite has one.
const WRITERS: u32 = 16;

/// Pools for reading and for writing.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

impl Db {
    /// Opens `sqlite://…` or `postgres://…`.
    pub async fn open(url: &str) -> std::result::Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            let write = Database::connect(sqlite(url, 1)).await?;
            let read = Database::connect(sqlite(url, READERS)).await?;
            Ok(Self { read, write })
        } else {
            let read = Database::connect(postgres(url, READERS)).await?;
            let write = Database::connect(postgres(url, WRITERS)).await?;
            Ok(Self { read, write })
        }
    }

    /// For reading outside a transaction.
    #[must_use]
    pub const fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// The connection on which the schema is migrated.
    #[must_use]
    pub const fn migrating(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Which of the two databases this is.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.read.get_database_backend()
    }

    /// Runs `change` in one transaction: committed when it answers `Ok`, undone otherwise. The only way to write.
    ///
    /// On SQLite the transaction begins IMMEDIATE: a deferred one that reads first fails under load.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that opens transactions"
    )]
    pub async fn write<T>(&self, change: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        let tx = self.write.begin_with_options(self.options()).await?;
        match change(&tx).await {
            Ok(done) => {
                tx.commit().await?;
                Ok(done)
            }
            Err(error) => {
                if let Err(rollback) = tx.rollback().await {
                    tracing::warn!(%rollback, "a transaction could not be rolled back");
                }
                Err(error)
            }
        }
    }

    /// Reads in one transaction that sees the database as it was at its first statement, whatever is written meanwhile.
    /// It keeps no writer waiting, and is never committed.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that opens transactions"
    )]
    pub async fn snapshot<T>(&self, look: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        let options = match self.backend() {
            DatabaseBackend::Sqlite => TransactionOptions::default(),
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        let tx = self.read.begin_with_options(options).await?;
        let seen = look(&tx).await;
        tx.rollback().await?;
        seen
    }

    fn options(&self) -> TransactionOptions {
        match self.backend() {
            DatabaseBackend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..TransactionOptions::default()
            },
        }
    }

    /// Closes both pools after what is under way.
    pub async fn close(self) -> Result<()> {
        self.read.close().await.map_err(Error::from)?;
        self.write.close().await.map_err(Error::from)
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // In a simulated power cut NORMAL lost acknowledged rows and FULL none.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                // What is deleted is overwritten: a destroyed salt must not lie about in the file.
                .pragma("secure_delete", "ON")
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(200)
        });
    options
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false);
    options
}
