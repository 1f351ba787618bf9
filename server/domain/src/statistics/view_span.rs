//! Sums of view bins over all countries, in quarters of an hour, hours and days of UTC: of each session and of each edition.
//!
//! Any stretch of time is a few days, a few hours and a few quarters, so that a day or a month of any zone is exact and
//! costs the same however much was watched.

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::Ground;
use crate::Result;
use crate::schedule::session;

/// How many bins an hour and a day have.
const HOUR: i64 = 4;
pub(super) const DAY: i64 = 96;
/// The lengths in which sums are kept, in bins, the longest first.
pub(super) const LENGTHS: [i64; 3] = [DAY, HOUR, 1];

/// A row of `view_span`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "view_span")]
pub struct Model {
    /// a session's or an edition's id
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: Uuid,
    /// length in bins
    #[sea_orm(primary_key, auto_increment = false)]
    pub bins: i64,
    /// its first bin
    #[sea_orm(primary_key, auto_increment = false)]
    pub begins: i64,
    pub views: i64,
    pub edition_uniques: i64,
    pub watched_ms: i64,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Spans of one length, from a bin on and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) bins: i64,
    pub(super) from: i64,
    pub(super) until: i64,
}

/// The fewest runs that make up a stretch of time.
pub(super) fn runs(from: i64, until: i64) -> Vec<Run> {
    let mut runs = Vec::new();
    fill(&mut runs, from, until, &LENGTHS);
    runs
}

fn fill(runs: &mut Vec<Run>, from: i64, until: i64, lengths: &[i64]) {
    let Some((bins, shorter)) = lengths.split_first() else {
        return;
    };
    if from >= until {
        return;
    }
    let whole_from = from + (-from).rem_euclid(*bins);
    let whole_until = until - until.rem_euclid(*bins);
    if whole_from >= whole_until {
        return fill(runs, from, until, shorter);
    }
    fill(runs, from, whole_from, shorter);
    runs.push(Run {
        bins: *bins,
        from: whole_from,
        until: whole_until,
    });
    fill(runs, whole_until, until, shorter);
}

/// The scopes that make up a ground: its editions, of which it holds all sessions, else the sessions it holds.
async fn scopes(db: &impl ConnectionTrait, ground: &Ground) -> Result<Vec<Uuid>> {
    if let Some(sessions) = &ground.sessions {
        return Ok(sessions.iter().map(|session| session.0).collect());
    }
    let Some((from, until)) = ground.between else {
        return Ok(ground.ids().map(|edition| edition.0).collect());
    };
    let sessions = session::Entity::find()
        .select_only()
        .columns([
            session::Column::Edition,
            session::Column::Id,
            session::Column::StartsAt,
        ])
        .filter(session::Column::Edition.is_in(ground.ids()))
        .into_tuple::<(model::EditionId, model::SessionId, model::Instant)>()
        .all(db)
        .await?;
    let mut scopes = Vec::new();
    for edition in ground.ids() {
        let (inside, outside): (Vec<_>, Vec<_>) = sessions
            .iter()
            .filter(|(of, ..)| *of == edition)
            .partition(|(.., starts_at)| (from..until).contains(starts_at));
        if outside.is_empty() {
            scopes.push(edition.0);
        } else {
            scopes.extend(inside.iter().map(|(_, session, _)| session.0));
        }
    }
    Ok(scopes)
}

/// Scopes a statement.
const SCOPES_A_STATEMENT: usize = 1_000;

/// The scopes of a ground in which somebody watched: most editions have no recording, and need not be asked again.
pub(super) async fn watched_scopes(
    db: &impl ConnectionTrait,
    ground: &Ground,
) -> Result<Vec<Uuid>> {
    let mut watched = Vec::new();
    for some in scopes(db, ground).await?.chunks(SCOPES_A_STATEMENT) {
        let found: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::Scope)
            .filter(Column::Scope.is_in(some.iter().copied()))
            .filter(Column::Bins.eq(DAY))
            .group_by(Column::Scope)
            .into_tuple()
            .all(db)
            .await?;
        watched.extend(found);
    }
    Ok(watched)
}

#[cfg(test)]
mod tests {
    use super::{Run, runs};

    #[test]
    fn a_stretch_is_a_few_days_hours_and_quarters() {
        let run = |bins, from, until| Run { bins, from, until };
        assert_eq!(runs(96, 288), [run(96, 96, 288)]);
        // From half past ten to a quarter past one on the day after next.
        assert_eq!(
            runs(42, 197),
            [
                run(1, 42, 44),
                run(4, 44, 96),
                run(96, 96, 192),
                run(4, 192, 196),
                run(1, 196, 197)
            ]
        );
        assert_eq!(runs(5, 7), [run(1, 5, 7)]);
        assert_eq!(runs(-3, 4), [run(1, -3, 0), run(4, 0, 4)]);
        assert_eq!(runs(7, 7), []);
        assert_eq!(runs(8, 7), []);
    }

    #[test]
    fn whatever_the_stretch_nothing_is_missing_and_nothing_is_twice() {
        for from in 0..200 {
            for until in from..400 {
                let mut reached = from;
                for run in runs(from, until) {
                    assert_eq!(
                        (run.from, run.from % run.bins, run.until % run.bins),
                        (reached, 0, 0)
                    );
                    reached = run.until;
                }
                assert_eq!(reached, until);
            }
        }
    }
}
