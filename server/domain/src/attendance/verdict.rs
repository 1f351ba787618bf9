//! A verdict: what evidence and marks amount to under a versioned rule.

use model::attendance::Mark;
use model::{EnrolmentId, Instant, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::presence::{Stretch, covered_ms};
use super::roll_mark::Said;
use crate::{Result, Tx};

/// A row of `verdict`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verdict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session: SessionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    pub rule_version: i32,
    pub present_ms: i64,
    pub length_ms: i64,
    pub attended: bool,
    pub excused: bool,
    pub reached_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whole minutes of presence.
    #[must_use]
    pub const fn present_minutes(&self) -> i64 {
        self.present_ms / 60_000
    }

    /// Whole minutes of the session's effective length.
    #[must_use]
    pub const fn length_minutes(&self) -> i64 {
        self.length_ms / 60_000
    }

    /// Presence in whole per cent of the length, rounded down.
    #[must_use]
    pub const fn percent(&self) -> i64 {
        if self.length_ms == 0 {
            0
        } else {
            self.present_ms.saturating_mul(100) / self.length_ms
        }
    }
}

/// What a rule concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub present_ms: i64,
    pub length_ms: i64,
    pub attended: bool,
    pub excused: bool,
}

/// Rule 1: attended when presence covers at least `threshold` per cent of the effective length.
///
/// Presence is the union of the evidence within the session. A mark outweighs all evidence: present is the whole
/// length, late the length from its minute on, absent nothing; excused takes the session out of what is needed.
#[must_use]
pub fn rule_1(
    threshold: i32,
    effective: Stretch,
    said: Option<&Said>,
    evidence: &[Stretch],
) -> Reached {
    let length_ms = effective.length_ms();
    let present_ms = match said.map(|said| said.mark) {
        Some(Mark::Present) => length_ms,
        Some(Mark::Late) => {
            let minutes = said.and_then(|said| said.late_minutes).unwrap_or(0);
            (length_ms - i64::from(minutes) * 60_000).clamp(0, length_ms)
        }
        Some(Mark::Absent | Mark::Excused) => 0,
        Some(Mark::Unmarked) | None => covered_ms(evidence, effective),
    };
    let excused = said.is_some_and(|said| said.mark == Mark::Excused);
    let enough = present_ms.saturating_mul(100) >= i64::from(threshold).saturating_mul(length_ms);
    Reached {
        present_ms,
        length_ms,
        attended: !excused && enough,
        excused,
    }
}

/// Writes verdicts, each in place of the one before.
pub(super) async fn write(tx: &Tx, rows: Vec<ActiveModel>) -> Result<()> {
    let replace = OnConflict::columns([Column::Session, Column::Enrolment])
        .update_columns([
            Column::RuleVersion,
            Column::PresentMs,
            Column::LengthMs,
            Column::Attended,
            Column::Excused,
            Column::ReachedAt,
        ])
        .to_owned();
    Entity::insert_many(rows)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Reached, Said, Stretch, rule_1};
    use model::Instant;
    use model::attendance::Mark;

    const HOUR: Stretch = Stretch {
        from: Instant(0),
        until: Instant(3_600_000),
    };

    fn minutes(from: i64, until: i64) -> Stretch {
        Stretch {
            from: Instant(from * 60_000),
            until: Instant(until * 60_000),
        }
    }

    fn said(mark: Mark, late_minutes: Option<i32>) -> Said {
        Said {
            mark,
            late_minutes,
            reason: String::new(),
        }
    }

    fn present(reached: Reached) -> (i64, bool) {
        (reached.present_ms / 60_000, reached.attended)
    }

    #[test]
    fn exactly_the_threshold_is_enough_and_a_millisecond_less_is_not() {
        assert_eq!(
            present(rule_1(80, HOUR, None, &[minutes(0, 48)])),
            (48, true)
        );
        let short = Stretch {
            from: Instant(1),
            until: Instant(48 * 60_000),
        };
        assert_eq!(present(rule_1(80, HOUR, None, &[short])), (47, false));
        assert_eq!(present(rule_1(80, HOUR, None, &[])), (0, false));
    }

    #[test]
    fn a_mark_outweighs_evidence() {
        let all = [minutes(0, 60)];
        assert_eq!(
            present(rule_1(80, HOUR, Some(&said(Mark::Absent, None)), &all)),
            (0, false)
        );
        assert_eq!(
            present(rule_1(80, HOUR, Some(&said(Mark::Present, None)), &[])),
            (60, true)
        );
        assert_eq!(
            present(rule_1(80, HOUR, Some(&said(Mark::Late, Some(12))), &all)),
            (48, true)
        );
        assert_eq!(
            present(rule_1(80, HOUR, Some(&said(Mark::Late, Some(13))), &all)),
            (47, false)
        );
    }

    #[test]
    fn somebody_later_than_a_shortened_session_was_not_there() {
        let late = said(Mark::Late, Some(90));
        assert_eq!(present(rule_1(80, HOUR, Some(&late), &[])), (0, false));
    }

    #[test]
    fn the_excused_are_neither_there_nor_missing() {
        let reached = rule_1(
            80,
            HOUR,
            Some(&said(Mark::Excused, None)),
            &[minutes(0, 60)],
        );
        assert!(reached.excused && !reached.attended && reached.present_ms == 0);
    }
}
