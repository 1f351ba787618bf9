//! The nightly check of what must always be true.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::{NOW, administrator, country, edition, grant, person, programme, seats, visitor};
use domain::admissions::check::Check;
use domain::admissions::invariant_check::{self, Overview, check_due, check_now, overview, red};
use domain::admissions::invariants::{Broken, invariants};
use domain::admissions::{enrol, seat_counter, withdraw};
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::{Expr, ExprTrait};
use domain::{Db, Error};
use futures::future::join_all;
use model::role::Scope;
use model::{EditionId, Language, PersonId, Refusal, Role, Zone};

on_both! {
    everything_is_looked_at_once_a_night,
    what_is_broken_is_kept_with_its_edition_until_it_is_mended,
    only_administrators_check_and_auditors_read,
    nothing_half_done_is_seen_while_people_come_and_go,
}

fn centre() -> Zone {
    "Asia/Shanghai".parse().unwrap()
}

async fn limited(db: &Db, size: i32) -> EditionId {
    let programme = programme(db, "marine-economy").await;
    let edition = edition(db, programme, "2026").await;
    seats(db, edition, size).await;
    edition
}

async fn seen_by(db: &Db, who: PersonId) -> domain::Result<Overview> {
    let visitor = visitor(db, who).await;
    overview(db, &visitor, Language::English).await
}

async fn count_one_more(db: &Db, more: i32) {
    let change = seat_counter::Entity::update_many().col_expr(
        seat_counter::Column::Taken,
        Expr::col(seat_counter::Column::Taken).add(more),
    );
    db.write(async |tx| {
        change.exec(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
}

async fn everything_is_looked_at_once_a_night(db: Db) {
    let grace = administrator(&db).await;
    let before = seen_by(&db, grace).await.unwrap();
    assert!(before.checks.iter().all(|looked| looked.last.is_none()));
    let all = u64::try_from(Check::ALL.len()).unwrap();
    // It is five in the afternoon in Shanghai: the next night's check begins ten hours later.
    let tonight = NOW.plus_minutes(600);
    assert_eq!(check_due(&db, &centre(), NOW).await.unwrap(), all);
    assert_eq!(check_due(&db, &centre(), NOW).await.unwrap(), 0);
    let early = check_due(&db, &centre(), tonight.plus_ms(-1)).await;
    assert_eq!(early.unwrap(), 0);
    assert_eq!(check_due(&db, &centre(), tonight).await.unwrap(), all);
    let after = seen_by(&db, grace).await.unwrap();
    for looked in after.checks {
        let last = looked.last.unwrap();
        assert_eq!((last.checked_at, last.found), (tonight, 0));
        assert_eq!(looked.findings, []);
    }
    assert_eq!(red(&db).await.unwrap(), 0);
}

async fn what_is_broken_is_kept_with_its_edition_until_it_is_mended(db: Db) {
    let edition = limited(&db, 3).await;
    let grace = administrator(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    enrol(&db, amina, edition, country("KE"), NOW)
        .await
        .unwrap();
    count_one_more(&db, 1).await;
    let administrator = visitor(&db, grace).await;
    check_now(&db, &administrator, NOW).await.unwrap();
    assert_eq!(red(&db).await.unwrap(), 1);
    let broken = seen_by(&db, grace).await.unwrap();
    let counts = &broken.checks[0];
    assert_eq!(counts.check, Check::Counts);
    assert_eq!(counts.last.as_ref().unwrap().found, 1);
    assert!(matches!(
        counts.findings[..],
        [invariant_check::Finding {
            edition: Some(where_it_is),
            broken: Broken::WrongCount {
                taken: 2,
                claims: 1,
                ..
            },
        }] if where_it_is == edition
    ));
    assert_eq!(broken.titles[&edition], "Edition 2026");
    count_one_more(&db, -1).await;
    check_now(&db, &administrator, NOW.plus_minutes(1))
        .await
        .unwrap();
    assert_eq!(red(&db).await.unwrap(), 0);
    assert_eq!(seen_by(&db, grace).await.unwrap().checks[0].findings, []);
}

async fn only_administrators_check_and_auditors_read(db: Db) {
    let edition = limited(&db, 3).await;
    let aisha = person(&db, "Aisha", "NG").await;
    grant(&db, aisha, Role::Auditor, Scope::All).await;
    let carlos = person(&db, "Carlos", "PE").await;
    grant(&db, carlos, Role::Coordinator, Scope::Edition(edition)).await;
    let amina = person(&db, "Amina", "KE").await;
    assert!(seen_by(&db, aisha).await.is_ok());
    for who in [carlos, amina] {
        let answer = seen_by(&db, who).await;
        assert!(matches!(answer, Err(Error::Refused(Refusal::NotAllowed))));
    }
    for who in [aisha, carlos, amina] {
        let visitor = visitor(&db, who).await;
        let answer = check_now(&db, &visitor, NOW).await;
        assert!(matches!(answer, Err(Error::Refused(Refusal::NotAllowed))));
    }
    let after = seen_by(&db, aisha).await.unwrap();
    assert!(after.checks.iter().all(|looked| looked.last.is_none()));
}

/// Each check reads twice what one write changes together.
async fn nothing_half_done_is_seen_while_people_come_and_go(db: Db) {
    let edition = limited(&db, 4).await;
    let mut people = Vec::new();
    for number in 0..12 {
        people.push(person(&db, &format!("Person {number}"), "KE").await);
    }
    let db = &db;
    let come_and_go = people.iter().map(|who| async move {
        for _ in 0..6 {
            enrol(db, *who, edition, country("KE"), NOW).await.unwrap();
            withdraw(db, *who, edition, NOW).await.unwrap();
        }
    });
    let look = async {
        for _ in 0..40 {
            assert_eq!(invariants(db, NOW).await.unwrap(), []);
        }
    };
    futures::join!(join_all(come_and_go), look);
}
