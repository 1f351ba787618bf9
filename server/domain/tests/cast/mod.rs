//! One cast for every rule: a database of each kind, and people with names that say who they are.
//!
//! `on_both!` runs a test on SQLite and on PostgreSQL (a fresh database in the cluster that `EGRET_TEST_POSTGRES` names).

#![allow(dead_code, reason = "each test file uses its part of the cast")]

use domain::accounts::{Visitor, grant, person};
use domain::sea_orm::{ConnectionTrait, Database};
use domain::Db;
use migrations::{Migrator, MigratorTrait};
use model::accounts::{Rank, Sex};
use model::role::Scope;
use model::{Country, Instant, Language, PersonId, Role};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;

/// 24 November 2026, 09:00 UTC: the moment at which tests begin.
pub const NOW: Instant = Instant(1_795_510_800_000);

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
    let folder = std::env::temp_dir().join(format!("egret-rules-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.join("egret.db").display())).await.unwrap();
    Migrator::up(db.migrating(), None).await.unwrap();
    db
}

/// A fresh PostgreSQL database.
pub async fn postgres() -> Db {
    let cluster = std::env::var("EGRET_TEST_POSTGRES")
        .expect("EGRET_TEST_POSTGRES names a PostgreSQL cluster; `make test` starts one");
    let name = format!("egret_{}", uuid::Uuid::now_v7().simple());
    let maintenance = Database::connect(&cluster).await.unwrap();
    maintenance.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    maintenance.close().await.unwrap();
    let (server, _) = cluster.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}")).await.unwrap();
    Migrator::up(db.migrating(), None).await.unwrap();
    db
}

/// A country by its code.
pub fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

/// A confirmed person with the address `name@example.org` and no password.
pub async fn person(db: &Db, name: &str, from: &str) -> PersonId {
    let row = person::ActiveModel {
        id: Set(PersonId::new()),
        email: Set(Some(format!("{}@example.org", name.to_lowercase()))),
        email_confirmed_at: Set(Some(NOW)),
        password_hash: Set(None),
        printed_name: Set(name.to_owned()),
        native_name: Set(String::new()),
        country: Set(country(from)),
        organisation: Set(format!("Ministry of {name}")),
        position: Set(String::new()),
        rank: Set(Rank::None),
        sex: Set(Sex::Unknown),
        birth_date: Set(None),
        zone: Set("Africa/Nairobi".parse().unwrap()),
        language: Set(Language::English),
        about: Set(String::new()),
        created_at: Set(NOW),
        deleted_at: Set(None),
    };
    let id = *row.id.as_ref();
    db.write(async |tx| {
        person::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
    id
}

/// A person as a visitor, with the grants they hold at [`NOW`].
pub async fn visitor(db: &Db, id: PersonId) -> Visitor {
    Visitor::of_person(db, id, NOW).await.unwrap()
}

/// Gives a role from the command line, as it were.
pub async fn grant(db: &Db, to: PersonId, role: Role, scope: Scope) {
    db.write(async |tx| grant::write(tx, None, to, role, scope, None, NOW).await).await.unwrap();
}

/// Grace, an administrator.
pub async fn administrator(db: &Db) -> PersonId {
    let grace = person(db, "Grace", "CN").await;
    grant(db, grace, Role::Administrator, Scope::All).await;
    grace
}
