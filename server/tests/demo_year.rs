//! The demonstration's year 2023: its totals follow from rows by the definitions, on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../domain/tests/cast/mod.rs"]
mod cast;

use cast::NOW;
use domain::Db;
use domain::sea_orm::{ConnectionTrait, Statement};
use domain::statistics::year;
use model::accounts::Rank;
use model::catalogue::Mode;
use server::demo::{self, Loaded};

on_both! {
    the_year_2023_follows_from_rows_by_the_definitions,
    a_row_less_changes_the_figure,
    people_who_withdrew_or_never_came_would_change_the_totals,
    the_year_s_figures_say_the_same,
    measured_views_reach_the_figures,
    two_who_load_at_once_load_it_once,
}

async fn load(db: &Db) -> Loaded {
    let media = std::env::temp_dir().join(format!("egret-demo-{}", uuid::Uuid::now_v7()));
    demo::load(db, &media, NOW, |_, _| ()).await.unwrap()
}

async fn two_who_load_at_once_load_it_once(db: Db) {
    let (one, other) = tokio::join!(load(&db), load(&db));
    assert!([one, other].contains(&Loaded::Now), "{one:?}, {other:?}");
    assert!(
        [one, other].contains(&Loaded::Before(NOW)),
        "{one:?}, {other:?}"
    );
    assert_eq!(in_person(&db).await, (52, 37));
}

/// The one number that a query gives.
async fn number(db: &Db, sql: &str) -> i64 {
    let query = Statement::from_string(db.backend(), sql);
    let row = db.read().query_one_raw(query).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn change(db: &Db, sql: &str) -> u64 {
    db.write(async |tx| Ok(tx.execute_unprepared(sql).await?.rows_affected()))
        .await
        .unwrap()
}

/// The calendar year 2023 in Xiamen: from 2022-12-31T16:00Z to 2023-12-31T16:00Z.
const IN_2023: &str = "s.starts_at >= 1672502400000 AND s.starts_at < 1704038400000";

/// Sessions held in 2023 in a portfolio: not cancelled and ended.
fn held(portfolio: &str) -> String {
    format!(
        "session s JOIN edition e ON e.id = s.edition JOIN programme p ON p.id = e.programme \
         JOIN portfolio f ON f.id = p.portfolio AND f.slug = '{portfolio}' \
         WHERE s.state = 'planned' AND s.ends_at <= {} AND {IN_2023}",
        NOW.0
    )
}

/// Counts something of the participants of 2023: enrolled, not withdrawn, present at least once.
async fn of_participants(db: &Db, what: &str, portfolio: &str, more: &str) -> i64 {
    let sql = format!(
        "SELECT count(DISTINCT n.{what}) FROM enrolment n \
         WHERE n.withdrawn_at IS NULL AND {more} AND EXISTS (SELECT 1 FROM verdict v WHERE v.enrolment = n.id \
         AND v.present_ms > 0 AND v.session IN (SELECT s.id FROM {}))",
        held(portfolio)
    );
    number(db, &sql).await
}

const HIGH: &str = "n.rank IN ('director', 'vice_minister', 'minister')";

async fn in_person(db: &Db) -> (i64, i64) {
    (
        of_participants(db, "person", "training-base", "true").await,
        of_participants(db, "delegation", "training-base", "true").await,
    )
}

async fn online(db: &Db) -> (i64, i64, i64) {
    let sessions = format!("{} AND s.kind = 'online'", held("training-base"));
    let reported = format!(
        "reported_view r WHERE r.withdrawn_at IS NULL AND r.session IN (SELECT s.id FROM {sessions})"
    );
    (
        number(db, &format!("SELECT count(*) FROM {sessions}")).await,
        number(db, &format!("SELECT CAST(sum(r.views) AS bigint) FROM {reported}")).await,
        number(
            db,
            &format!("SELECT count(DISTINCT r.country) FROM {reported} AND r.country <> '' AND r.views > 0"),
        )
        .await,
    )
}

async fn leadership(db: &Db) -> (i64, i64, i64) {
    (
        of_participants(db, "person", "leadership", "true").await,
        of_participants(db, "person", "leadership", HIGH).await,
        of_participants(db, "delegation", "leadership", "true").await,
    )
}

async fn taught(db: &Db) -> (i64, i64) {
    let held = held("leadership");
    (
        number(
            db,
            &format!(
                "SELECT count(*) FROM course c WHERE c.cancelled_at IS NULL AND c.id IN (SELECT s.course FROM {held})"
            ),
        )
        .await,
        number(
            db,
            &format!("SELECT count(*) FROM {held} AND s.kind IN ('visit', 'exchange')"),
        )
        .await,
    )
}

async fn the_year_2023_follows_from_rows_by_the_definitions(db: Db) {
    load(&db).await;
    assert_eq!(in_person(&db).await, (52, 37));
    assert_eq!(online(&db).await, (8, 1_215_000, 61));
    assert_eq!(leadership(&db).await, (39, 15, 27));
    assert_eq!(taught(&db).await, (12, 20));
}

async fn a_row_less_changes_the_figure(db: Db) {
    load(&db).await;
    let db = &db;
    let withdraw = |code: &str, edition: &str| {
        format!(
            "UPDATE enrolment SET withdrawn_at = {} WHERE delegation = '{code}' AND edition IN \
             (SELECT e.id FROM edition e JOIN programme p ON p.id = e.programme WHERE e.slug = '2023' AND p.slug = '{edition}')",
            NOW.0
        )
    };
    assert_eq!(change(db, &withdraw("KE", "marine-economy")).await, 1);
    assert_eq!(in_person(db).await.0, 51);
    assert_eq!(change(db, &withdraw("IR", "industrial-internet")).await, 1);
    assert_eq!(leadership(db).await.0, 38);

    let a_report = "DELETE FROM reported_view WHERE id = (SELECT id FROM reported_view WHERE period_until = '2023-12-31' AND country = 'DJ' LIMIT 1)";
    assert_eq!(change(db, a_report).await, 1);
    assert!(online(db).await.1 < 1_215_000);
    let a_visit = format!(
        "UPDATE session SET state = 'cancelled' WHERE id = (SELECT s.id FROM {} AND s.kind = 'visit' LIMIT 1)",
        held("leadership")
    );
    assert_eq!(change(db, &a_visit).await, 1);
    assert_eq!(taught(db).await.1, 19);
}

async fn people_who_withdrew_or_never_came_would_change_the_totals(db: Db) {
    load(&db).await;
    let rows = "enrolment n JOIN edition e ON e.id = n.edition WHERE e.slug = '2023'";
    let db = &db;
    let all = number(db, &format!("SELECT count(DISTINCT n.person) FROM {rows}")).await;
    assert_eq!(all, 52 + 39 + 7);
    let countries = number(
        db,
        &format!("SELECT count(DISTINCT n.declared) FROM {rows} AND n.withdrawn_at IS NULL"),
    )
    .await;
    assert!(countries > 52, "{countries}");
}

async fn the_year_s_figures_say_the_same(db: Db) {
    load(&db).await;
    let zone = "Asia/Shanghai".parse().unwrap();
    let year = year::published(&db, 2023, &zone, NOW).await.unwrap();
    let groups = year.by_portfolio_and_mode(Rank::Director);
    let group = |portfolio: &str, mode: Mode| {
        let found = groups
            .iter()
            .find(|group| group.portfolio_slug.as_str() == portfolio && group.mode == mode);
        &found.unwrap().figures
    };

    let base = group("training-base", Mode::InPerson);
    assert_eq!((base.participants, base.delegations.len()), (52, 37));
    let online = group("training-base", Mode::Online);
    assert_eq!(
        (
            online.online_sessions(),
            online.reported_views,
            online.reported_countries.len()
        ),
        (8, 1_215_000, 61)
    );
    let leadership = group("leadership", Mode::InPerson);
    assert_eq!(
        (
            leadership.participants,
            leadership.high_ranking,
            leadership.delegations.len()
        ),
        (39, 15, 27)
    );
    assert_eq!(
        (leadership.courses, leadership.on_site_sessions()),
        (12, 20)
    );
    assert_eq!(year::latest(&db, &zone, NOW).await.unwrap(), Some(2023));
}

async fn measured_views_reach_the_figures(db: Db) {
    load(&db).await;
    let zone = "Asia/Shanghai".parse().unwrap();
    let measured = year::of_all(&db, 2026, &zone, NOW)
        .await
        .unwrap()
        .in_all(Rank::Director)
        .measured;
    let of_viewers = number(&db, "SELECT CAST(sum(views) AS bigint) FROM view_session").await;
    assert_eq!(measured.views, of_viewers);
    assert!(measured.views > 11_000, "{}", measured.views);
}
