//! The few words in which the two databases' schemas differ.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// A migration given by its name and its statements, run in a transaction on both databases.
macro_rules! schema {
    ($name:literal, $statements:expr) => {
        pub struct Migration;

        impl MigrationName for Migration {
            fn name(&self) -> &str {
                $name
            }
        }

        #[async_trait::async_trait]
        impl MigrationTrait for Migration {
            async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                $crate::dialect::run(manager, $statements).await
            }

            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}
pub(crate) use schema;

/// Runs `statements`, in which `{uuid}`, `{bytes}` and `{strict}` stand for what each database calls them.
pub(crate) async fn run(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    let (uuid, bytes, strict) = match manager.get_database_backend() {
        DatabaseBackend::Postgres => ("uuid", "bytea", ""),
        _ => ("blob", "blob", "STRICT"),
    };
    let statements = statements
        .replace("{uuid}", uuid)
        .replace("{bytes}", bytes)
        .replace("{strict}", strict)
        // STRICT tables know no bigint and no boolean; a SQLite integer has 64 bits.
        .replace(
            "{big}",
            if strict.is_empty() {
                "bigint"
            } else {
                "integer"
            },
        )
        .replace(
            "{flag}",
            if strict.is_empty() {
                "boolean"
            } else {
                "integer"
            },
        )
        .replace(
            "{now}",
            if strict.is_empty() {
                "(CAST(extract(epoch FROM now()) AS bigint) * 1000)"
            } else {
                "(CAST(strftime('%s', 'now') AS integer) * 1000)"
            },
        )
        .replace(
            "{id_as_text}",
            if strict.is_empty() {
                "CAST(id AS text)"
            } else {
                "lower(hex(id))"
            },
        )
        .replace("{no}", if strict.is_empty() { "false" } else { "0" })
        .replace("{yes}", if strict.is_empty() { "true" } else { "1" });
    manager
        .get_connection()
        .execute_unprepared(&statements)
        .await?;
    Ok(())
}
