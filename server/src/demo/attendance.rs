//! Rolls that trainers took, and the verdicts they amount to.

use domain::admissions::enrolment;
use domain::attendance::presence::effective;
use domain::attendance::verdict::rule_1;
use domain::attendance::{roll_mark, verdict};
use domain::catalogue::edition;
use domain::schedule::session;
use model::attendance::Mark;
use model::catalogue::Mode;
use model::schedule::{SessionKind, SessionState};
use model::{Instant, PersonId, RollMarkId};

use super::cohorts::{Asking, Fate};
use super::dice::Dice;
use super::name::id_of;

const MINUTE: i64 = 60_000;

/// Rows of attendance.
#[derive(Default)]
pub struct Attendance {
    pub marks: Vec<roll_mark::Model>,
    pub verdicts: Vec<verdict::Model>,
}

/// What a roll is taken of.
pub struct Roll<'a> {
    pub editions: &'a [edition::Model],
    pub sessions: &'a [session::Model],
    pub enrolments: &'a [enrolment::Model],
    pub asking: &'a [Asking],
    pub now: Instant,
}

impl Roll<'_> {
    /// Marks everybody in every session that has begun; where it began within a day, the roll is only half taken.
    #[must_use]
    pub fn take(&self, marked_by: impl Fn(&session::Model) -> Option<PersonId>) -> Attendance {
        let mut rows = Attendance::default();
        for edition in self
            .editions
            .iter()
            .filter(|edition| edition.mode != Mode::Online)
        {
            let sessions = self.begun(edition);
            for (turn, session) in sessions.iter().enumerate() {
                let open = session.starts_at.plus_days(1) > self.now;
                let trainer = marked_by(session);
                for (place, enrolment) in self.there(edition, session).enumerate() {
                    if open && place % 5 > 2 {
                        continue;
                    }
                    let mark = self.mark(enrolment, session, turn == 0);
                    rows.verdicts.push(verdict_of(&mark, session, edition));
                    rows.marks.push(roll_mark::Model {
                        marked_by: trainer,
                        ..mark
                    });
                }
            }
        }
        rows
    }

    /// On-site sessions and lectures that took place, in the order in which they began.
    fn begun(&self, edition: &edition::Model) -> Vec<&session::Model> {
        let mut begun: Vec<_> = self
            .sessions
            .iter()
            .filter(|session| {
                session.edition == edition.id
                    && session.state == SessionState::Planned
                    && session.kind != SessionKind::Online
                    && session.starts_at <= self.now
            })
            .collect();
        begun.sort_by_key(|session| session.starts_at);
        begun
    }

    /// Who had a place when the session began.
    fn there(
        &self,
        edition: &edition::Model,
        session: &session::Model,
    ) -> impl Iterator<Item = &enrolment::Model> {
        self.enrolments.iter().filter(move |enrolment| {
            enrolment.edition == edition.id
                && enrolment
                    .withdrawn_at
                    .is_none_or(|left| left > session.starts_at)
        })
    }

    fn mark(
        &self,
        enrolment: &enrolment::Model,
        session: &session::Model,
        first: bool,
    ) -> roll_mark::Model {
        let name = format!("{}/{}", session.id, enrolment.id);
        let mut dice = Dice::new(&name);
        let fate = self
            .asking
            .iter()
            .find(|asks| asks.edition == enrolment.edition && asks.person.id == enrolment.person)
            .map_or(Fate::Comes, |asks| asks.fate);
        let (mark, late_minutes, reason) = match fate {
            Fate::NeverComes => (Mark::Absent, None, ""),
            Fate::Excused => (Mark::Excused, None, "In hospital from the day of arrival."),
            // Everybody who comes at all is there when it begins.
            _ if first => (Mark::Present, None, ""),
            _ => drawn(&mut dice),
        };
        roll_mark::Model {
            id: RollMarkId(id_of("mark", &name)),
            session: session.id,
            enrolment: enrolment.id,
            mark,
            late_minutes,
            reason: reason.to_owned(),
            marked_at: session
                .starts_at
                .plus_ms(dice.between(5, 12) * MINUTE)
                .min(self.now),
            marked_by: None,
        }
    }
}

fn drawn(dice: &mut Dice) -> (Mark, Option<i32>, &'static str) {
    match dice.below(100) {
        0..=90 => (Mark::Present, None, ""),
        91..=94 => (
            Mark::Late,
            i32::try_from(dice.between(1, 5) * 5).ok().or(Some(5)),
            "",
        ),
        95..=97 => (Mark::Absent, None, ""),
        _ => (Mark::Excused, None, "At their embassy, with a letter."),
    }
}

/// What a mark amounts to under the first version of the rule.
fn verdict_of(
    mark: &roll_mark::Model,
    session: &session::Model,
    edition: &edition::Model,
) -> verdict::Model {
    let planned = effective(session);
    let reached = rule_1(
        edition.attendance_threshold,
        planned,
        Some(&mark.said()),
        &[],
    );
    verdict::Model {
        session: session.id,
        enrolment: mark.enrolment,
        rule_version: edition.rule_version,
        present_ms: reached.present_ms,
        length_ms: reached.length_ms,
        attended: reached.attended,
        excused: reached.excused,
        reached_at: mark.marked_at,
    }
}
