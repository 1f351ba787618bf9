//! Applying with four pools, on both databases, beside the bare statements that it comes down to.
//!
//! It runs in this process, without HTTP: what the rule and SeaORM cost on top of the database. CPU is this process's;
//! what PostgreSQL's own processes use is not counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Clock};

use domain::Db;
use domain::admissions::{enrol, seat_counter, seat_pool};
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{Database, Statement, Value};
use model::*;

use super::crowd;
use super::measured::{Cost, cpu_ms};
use super::world::rows;

const NAME: &str = "apply, 4 pools";
const CALLERS: usize = 16;
const SECONDS: u64 = 3;
const ROUNDS: usize = 3;
/// More than apply in all rounds.
const PEOPLE: usize = 60_000;

/// Prints a line for each database: the rule, and the bare statements in the same run.
pub async fn print(only: Option<&str>) {
    if only.is_some_and(|only| !NAME.contains(only)) {
        return;
    }
    println!(
        "\n{:<34}{:>10}{:>12}{:>14}{:>14}",
        "without HTTP, 16 callers", "a second", "CPU-ms each", "bare a second", "bare CPU-ms"
    );
    let folder = std::env::temp_dir().join("egret-bench-apply");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let sqlite = format!("sqlite://{}", folder.join("egret.db").display());
    line("SQLite", &sqlite).await;
    match std::env::var("EGRET_TEST_POSTGRES") {
        Ok(cluster) => line("PostgreSQL", &fresh(&cluster).await).await,
        Err(_) => println!("{NAME}, PostgreSQL: EGRET_TEST_POSTGRES names no cluster"),
    }
}

async fn fresh(cluster: &str) -> String {
    let name = format!("egret_bench_{}", uuid::Uuid::now_v7().simple());
    let maintenance = Database::connect(cluster).await.unwrap();
    maintenance
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (server, _) = cluster.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn line(database: &str, address: &str) {
    let db = Db::open(address).await.unwrap();
    server::migrate::migrate(&db).await.unwrap();
    let programme = rows::programme(&db, "measured").await;
    let people = Arc::new(crowd::people(&db, PEOPLE).await);
    let next = Arc::new(AtomicUsize::new(0));
    let (mut rule, mut bare) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let edition = limited(&db, programme, &format!("rule-{round}")).await;
        let of = db.clone();
        rule.push(
            load(&people, &next, move |who, from| {
                let db = of.clone();
                async move {
                    enrol(&db, who, edition, from, rows::NOW).await.unwrap();
                }
            })
            .await,
        );
        let edition = limited(&db, programme, &format!("bare-{round}")).await;
        let counters = Arc::new(counters(&db, edition).await);
        let of = db.clone();
        bare.push(
            load(&people, &next, move |who, from| {
                let (db, counters) = (of.clone(), counters.clone());
                async move { statements(&db, edition, who, from, &counters).await }
            })
            .await,
        );
    }
    let (rule, bare) = (
        super::measured::median(&rule),
        super::measured::median(&bare),
    );
    println!(
        "{:<34}{:>10.0}{:>12.3}{:>14.0}{:>14.3}",
        format!("{NAME}, {database}"),
        rule.per_second,
        rule.cpu_ms,
        bare.per_second,
        bare.cpu_ms,
    );
}

async fn limited(db: &Db, programme: ProgrammeId, name: &str) -> EditionId {
    let edition = rows::edition(db, programme, name).await;
    rows::seats(db, edition, 1_000_000).await;
    crowd::add_pools(db, edition, crowd::FOUR_POOLS).await;
    edition
}

/// Sixteen callers, each with one person after the other.
async fn load<F: Future<Output = ()> + Send + 'static>(
    people: &Arc<Vec<(PersonId, Country)>>,
    next: &Arc<AtomicUsize>,
    apply: impl Fn(PersonId, Country) -> F + Clone + Send + Sync + 'static,
) -> Cost {
    let (began, cpu, first) = (
        Clock::now(),
        cpu_ms(std::process::id()),
        next.load(Ordering::Relaxed),
    );
    let until = began + Duration::from_secs(SECONDS);
    let mut tasks = Vec::new();
    for _ in 0..CALLERS {
        let (people, next, apply) = (people.clone(), next.clone(), apply.clone());
        tasks.push(tokio::spawn(async move {
            while Clock::now() < until {
                let Some((who, from)) = people.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                apply(*who, *from).await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let done = (next.load(Ordering::Relaxed) - first).max(1) as f64;
    Cost {
        per_second: done / began.elapsed().as_secs_f64(),
        cpu_ms: (cpu_ms(std::process::id()) - cpu) / done,
    }
}

/// A counter of each pool, for the bare statements to raise.
async fn counters(db: &Db, edition: EditionId) -> Vec<SeatCounterId> {
    use domain::sea_orm::ActiveValue::Set;
    let pools = seat_pool::Entity::find()
        .filter(seat_pool::Column::Edition.eq(edition))
        .all(db.read())
        .await
        .unwrap();
    let mut ids = Vec::new();
    for pool in pools {
        let there = seat_counter::Entity::find()
            .filter(seat_counter::Column::Pool.eq(pool.id))
            .one(db.read())
            .await
            .unwrap();
        let id = there.map_or_else(SeatCounterId::new, |counter| counter.id);
        if pool.counted != model::admissions::PoolGroup::Everybody {
            let row = seat_counter::ActiveModel {
                id: Set(id),
                pool: Set(pool.id),
                member: Set(String::new()),
                taken: Set(0),
                size: Set(1_000_000),
            };
            rows::insert(db, vec![row]).await;
        }
        ids.push(id);
    }
    ids
}

/// What an application with a place comes down to: the lock, the application and its two steps, five counters and their claims,
/// the place, and a mail.
async fn statements(
    db: &Db,
    edition: EditionId,
    who: PersonId,
    from: Country,
    counters: &[SeatCounterId],
) {
    let postgres = db.migrating().get_database_backend() == domain::sea_orm::DbBackend::Postgres;
    let backend = db.migrating().get_database_backend();
    let (application, place) = (ApplicationId::new().0, EnrolmentId::new().0);
    let at = rows::NOW.0;
    db.write(async |tx| {
        let run = async |sql: &str, values: Vec<Value>| {
            tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
                .await
        };
        if postgres {
            run("SELECT id FROM edition WHERE id = $1 FOR UPDATE", vec![edition.0.into()]).await?;
        }
        run(
            "INSERT INTO application (id, edition, person, standing, delegation, created_at) \
             VALUES ($1, $2, $3, 'accepted', $4, $5)",
            vec![application.into(), edition.0.into(), who.0.into(), from.code().into(), at.into()],
        )
        .await?;
        run(
            "INSERT INTO application_step (id, application, went_to, at) \
             VALUES ($1, $3, 'submitted', $4), ($2, $3, 'accepted', $4)",
            vec![
                uuid::Uuid::now_v7().into(),
                uuid::Uuid::now_v7().into(),
                application.into(),
                at.into(),
            ],
        )
        .await?;
        let of: Vec<Value> = counters.iter().map(|counter| counter.0.into()).collect();
        run(
            "UPDATE seat_counter SET taken = taken + 1 WHERE taken < size AND id IN ($1, $2, $3, $4, $5)",
            of.clone(),
        )
        .await?;
        let mut claims = vec![application.into()];
        claims.extend(of);
        run(
            "INSERT INTO seat_claim (application, counter) \
             VALUES ($1, $2), ($1, $3), ($1, $4), ($1, $5), ($1, $6)",
            claims,
        )
        .await?;
        run(
            "INSERT INTO enrolment (id, application, edition, person, delegation, declared, rank, organisation, sex, enrolled_at) \
             VALUES ($1, $2, $3, $4, $5, $5, 'none', '', 'unknown', $6)",
            vec![
                place.into(),
                application.into(),
                edition.0.into(),
                who.0.into(),
                from.code().into(),
                at.into(),
            ],
        )
        .await?;
        run(
            "INSERT INTO mail (id, cause, person, recipient, language, kind, content, created_at, due_at) \
             VALUES ($1, $2, $3, 'a@example.org', 'en', 'place_given', '{}', $4, $4)",
            vec![
                uuid::Uuid::now_v7().into(),
                application.to_string().into(),
                who.0.into(),
                at.into(),
            ],
        )
        .await?;
        Ok(())
    })
    .await
    .unwrap();
}
