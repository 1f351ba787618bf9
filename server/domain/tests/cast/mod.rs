//! One cast for every rule: a database of each kind, and people with names that say who they are.
//!
//! `on_both!` runs a test on SQLite and on PostgreSQL (a fresh database in the cluster that `EGRET_TEST_POSTGRES` names).

#![allow(dead_code, reason = "each test file uses its part of the cast")]

use domain::Db;
use domain::accounts::Visitor;
use domain::sea_orm::{ConnectionTrait, Database};
use migrations::{Migrator, MigratorTrait};
use model::PersonId;

mod rows;

pub use rows::*;

/// Runs an `async fn(Db)` as a test on each database.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        mod sqlite {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread")] async fn $name() { super::$name($crate::cast::sqlite().await).await; })+
        }
        mod postgres {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread")] async fn $name() { super::$name($crate::cast::postgres().await).await; })+
        }
    };
}

/// A fresh SQLite database.
pub async fn sqlite() -> Db {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("egret-rules-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.join("egret.db").display()))
        .await
        .unwrap();
    Migrator::up(db.migrating(), None).await.unwrap();
    db
}

/// A fresh PostgreSQL database.
pub async fn postgres() -> Db {
    let cluster = std::env::var("EGRET_TEST_POSTGRES")
        .expect("EGRET_TEST_POSTGRES names a PostgreSQL cluster; `make test` starts one");
    let name = format!("egret_{}", uuid::Uuid::now_v7().simple());
    let maintenance = Database::connect(&cluster).await.unwrap();
    maintenance
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    maintenance.close().await.unwrap();
    let (server, _) = cluster.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}")).await.unwrap();
    Migrator::up(db.migrating(), None).await.unwrap();
    db
}

/// A person as a visitor, with the grants they hold at [`NOW`].
pub async fn visitor(db: &Db, id: PersonId) -> Visitor {
    Visitor::of_person(db, id, NOW).await.unwrap()
}
