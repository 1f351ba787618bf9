//! The demonstration's year 2023, as Egret itself counts and shows it: its totals follow from rows, on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks should say where"
)]
#![allow(
    clippy::duplicate_mod,
    reason = "the cast and the house both bring the rows that they make"
)]

#[path = "../domain/tests/cast/mod.rs"]
mod cast;
mod house;

use std::collections::BTreeMap;

use cast::{NOW, visitor};
use domain::Db;
use domain::accounts::{Visitor, person};
use domain::admissions::{self, application};
use domain::schedule::{cancellation, session};
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ConnectionTrait, Statement};
use domain::statistics::figures::Figures;
use domain::statistics::{Gathered, Place, reported_view, year};
use house::{Answer, House};
use model::accounts::Rank;
use model::catalogue::Mode;
use model::schedule::{SessionKind, SessionState};
use model::{Country, Zone};
use server::demo::{self, Loaded};

on_both! {
    the_year_2023_is_the_published_one,
    somebody_less_changes_the_figures,
    a_report_less_changes_the_figures,
    a_session_less_changes_the_figures,
    nobody_who_withdrew_or_never_came_is_counted,
    measured_views_reach_the_figures,
    two_who_load_at_once_load_it_once,
}

/// A portfolio's editions of one mode, as the figures and as the page name them.
const BASE: Name = (
    "training-base",
    Mode::InPerson,
    "International training base",
    "In person",
);
const ONLINE: Name = (
    "training-base",
    Mode::Online,
    "International training base",
    "Online",
);
const LEADERSHIP: Name = (
    "leadership",
    Mode::InPerson,
    "Leadership programmes",
    "In person",
);

type Name = (&'static str, Mode, &'static str, &'static str);

async fn load(db: &Db) -> Loaded {
    let media = std::env::temp_dir().join(format!("egret-demo-{}", uuid::Uuid::now_v7()));
    demo::load(db, &media, NOW, |_, _| ()).await.unwrap()
}

fn zone() -> Zone {
    "Asia/Shanghai".parse().unwrap()
}

async fn published(db: &Db) -> Gathered {
    year::published(db, 2023, &zone(), NOW).await.unwrap()
}

async fn figures(db: &Db, (portfolio, mode, ..): Name) -> Figures {
    published(db)
        .await
        .by_portfolio_and_mode(Rank::Director)
        .into_iter()
        .find(|group| group.portfolio_slug.as_str() == portfolio && group.mode == mode)
        .unwrap()
        .figures
}

/// The public page of the year.
async fn page(db: &Db) -> Answer {
    let config = server::Config::from_parts("", &BTreeMap::new()).unwrap();
    let page = House::on(config, db.clone())
        .visitor()
        .get("/year/2023")
        .await;
    assert_eq!(page.status, 200);
    page
}

/// What the page shows in a portfolio's section under a mode, by the names of the figures.
fn shown(page: &Answer, (.., portfolio, mode): Name) -> BTreeMap<String, String> {
    for section in (1..9).map(|number| format!(".wrap > section:nth-of-type({number})")) {
        if page.texts(&format!("{section} > h2")) != [portfolio] {
            continue;
        }
        for tiles in (1..4).map(|number| format!("{section} > h3:nth-of-type({number})")) {
            if page.texts(&tiles) == [mode] {
                let names = page.texts(&format!("{tiles} + .stat-grid > div > span"));
                let figures = page.texts(&format!("{tiles} + .stat-grid > div > b"));
                return names.into_iter().zip(figures).collect();
            }
        }
    }
    panic!("{portfolio}, {mode} in {}", page.body);
}

/// The demonstration's administrator.
async fn administrator(db: &Db) -> Visitor {
    let row = person::Entity::find()
        .filter(person::Column::Email.eq("demo-administrator@example.org"))
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    visitor(db, row.id).await
}

fn countries(codes: usize) -> i64 {
    i64::try_from(codes).unwrap()
}

/// The one number that a query gives.
async fn number(db: &Db, sql: &str) -> i64 {
    let query = Statement::from_string(db.backend(), sql);
    let row = db.read().query_one_raw(query).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn the_year_2023_is_the_published_one(db: Db) {
    load(&db).await;
    let base = figures(&db, BASE).await;
    assert_eq!((base.participants, base.delegations.len()), (52, 37));
    let online = figures(&db, ONLINE).await;
    assert_eq!(
        (
            online.online_sessions(),
            online.reported_views,
            online.reported_countries.len()
        ),
        (8, 1_215_000, 61)
    );
    let leadership = figures(&db, LEADERSHIP).await;
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
    assert_eq!(year::latest(&db, &zone(), NOW).await.unwrap(), Some(2023));

    let page = page(&db).await;
    let base = shown(&page, BASE);
    assert_eq!(base["participants"], "52");
    assert_eq!(base["countries of delegations"], "37");
    let online = shown(&page, ONLINE);
    assert_eq!(online["online sessions"], "8");
    assert_eq!(online["views, reported by other platforms"], "1,215,000");
    assert_eq!(online["countries in these reports"], "61");
    let leadership = shown(&page, LEADERSHIP);
    assert_eq!(leadership["participants"], "39");
    assert_eq!(leadership["high-ranking officials"], "15");
    assert_eq!(leadership["countries of delegations"], "27");
    assert_eq!(leadership["courses"], "12");
    assert_eq!(leadership["on-site sessions"], "20");
}

/// A place of somebody who is the only one of their delegation, and of such a rank, in a group.
async fn alone_of_their_delegation(db: &Db, (slug, mode, ..): Name, high_ranking: bool) -> Place {
    let gathered = published(db).await;
    let in_group = |place: &&Place| {
        gathered
            .edition(place.edition)
            .is_some_and(|edition| edition.portfolio_slug.as_str() == slug && edition.mode == mode)
    };
    let places: Vec<&Place> = gathered.places.iter().filter(in_group).collect();
    let of = |country: Country| {
        places
            .iter()
            .filter(|place| place.delegation == country)
            .count()
    };
    let alone = |place: &&&Place| {
        of(place.delegation) == 1 && (place.rank >= Rank::Director) == high_ranking
    };
    (*places.iter().find(alone).unwrap()).clone()
}

async fn withdraw(db: &Db, place: &Place) {
    let application = application::Entity::find()
        .filter(application::Column::Edition.eq(place.edition))
        .filter(application::Column::Person.eq(place.person))
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let grace = administrator(db).await;
    admissions::withdraw_somebody(db, &grace, application.id, "Was called home", NOW)
        .await
        .unwrap();
}

async fn somebody_less_changes_the_figures(db: Db) {
    load(&db).await;
    let seafarer = alone_of_their_delegation(&db, BASE, false).await;
    withdraw(&db, &seafarer).await;
    let base = figures(&db, BASE).await;
    assert_eq!((base.participants, base.delegations.len()), (51, 36));
    let official = alone_of_their_delegation(&db, LEADERSHIP, true).await;
    withdraw(&db, &official).await;
    let leadership = figures(&db, LEADERSHIP).await;
    assert_eq!((leadership.participants, leadership.high_ranking), (38, 14));
    assert_eq!(leadership.delegations.len(), 26);

    let page = page(&db).await;
    assert_eq!(shown(&page, BASE)["participants"], "51");
    assert_eq!(shown(&page, BASE)["countries of delegations"], "36");
    assert_eq!(shown(&page, LEADERSHIP)["participants"], "38");
    assert_eq!(shown(&page, LEADERSHIP)["high-ranking officials"], "14");
    assert_eq!(shown(&page, LEADERSHIP)["countries of delegations"], "26");
}

async fn a_report_less_changes_the_figures(db: Db) {
    load(&db).await;
    let reports = reported_view::Entity::find()
        .filter(reported_view::Column::Country.eq("DJ"))
        .filter(reported_view::Column::PeriodUntil.eq("2023-12-31"))
        .filter(reported_view::Column::Views.gt(0))
        .all(db.read())
        .await
        .unwrap();
    let grace = administrator(&db).await;
    let mut left = 1_215_000;
    for report in &reports {
        reported_view::withdraw(&db, &grace, report.id, "Counted twice.", NOW)
            .await
            .unwrap();
        left -= report.views;
        assert_eq!(figures(&db, ONLINE).await.reported_views, left);
    }
    let online = figures(&db, ONLINE).await;
    assert_eq!(online.reported_countries.len(), 60, "nobody in Djibouti");
    let page = page(&db).await;
    let shown = shown(&page, ONLINE);
    let views: String = shown["views, reported by other platforms"].replace(',', "");
    assert_eq!(views.parse(), Ok(left));
    assert_eq!(shown["countries in these reports"], "60");
}

async fn a_session_less_changes_the_figures(db: Db) {
    load(&db).await;
    let before = (figures(&db, ONLINE).await, figures(&db, LEADERSHIP).await);
    let of_2023 = published(&db).await;
    let grace = administrator(&db).await;
    for (kind, (slug, ..)) in [
        (SessionKind::Online, ONLINE),
        (SessionKind::Visit, LEADERSHIP),
    ] {
        let editions = of_2023
            .ground
            .editions
            .iter()
            .filter(|edition| edition.portfolio_slug.as_str() == slug)
            .map(|edition| edition.id);
        let held = session::Entity::find()
            .filter(session::Column::Edition.is_in(editions))
            .filter(session::Column::Kind.eq(kind))
            .filter(session::Column::State.eq(SessionState::Planned))
            .one(db.read())
            .await
            .unwrap()
            .unwrap();
        cancellation::cancel(&db, &grace, held.id, held.version, "A storm.", NOW)
            .await
            .unwrap();
    }
    let after = (figures(&db, ONLINE).await, figures(&db, LEADERSHIP).await);
    assert_eq!(after.0.online_sessions(), before.0.online_sessions() - 1);
    assert_eq!(after.1.on_site_sessions(), before.1.on_site_sessions() - 1);
    let page = page(&db).await;
    assert_eq!(shown(&page, ONLINE)["online sessions"], "7");
    assert_eq!(shown(&page, LEADERSHIP)["on-site sessions"], "19");
}

async fn nobody_who_withdrew_or_never_came_is_counted(db: Db) {
    load(&db).await;
    let rows = "enrolment n JOIN edition e ON e.id = n.edition WHERE e.slug = '2023'";
    let all = number(&db, &format!("SELECT count(DISTINCT n.person) FROM {rows}")).await;
    let in_all = published(&db).await.in_all(Rank::Director);
    assert_eq!((all, in_all.participants), (52 + 39 + 7, 52 + 39));
    assert!(
        countries(in_all.declared.len()) > 52,
        "declared is another figure"
    );
}

async fn measured_views_reach_the_figures(db: Db) {
    load(&db).await;
    let measured = year::of_all(&db, 2026, &zone(), NOW)
        .await
        .unwrap()
        .in_all(Rank::Director)
        .measured;
    let of_viewers = number(&db, "SELECT CAST(sum(views) AS bigint) FROM view_session").await;
    assert_eq!(measured.views, of_viewers);
    assert!(measured.views > 11_000, "{}", measured.views);
}

async fn two_who_load_at_once_load_it_once(db: Db) {
    let (one, other) = tokio::join!(load(&db), load(&db));
    assert!([one, other].contains(&Loaded::Now), "{one:?}, {other:?}");
    assert!(
        [one, other].contains(&Loaded::Before(NOW)),
        "{one:?}, {other:?}"
    );
    assert_eq!(figures(&db, BASE).await.participants, 52);
}
