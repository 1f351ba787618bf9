//! Marking: what trainers tap on a roll becomes roll marks and verdicts, all of it or nothing.

use std::collections::HashMap;

use model::attendance::Mark;
use model::{EnrolmentId, Instant, PersonId, Reason, Refusal, RollMarkId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::expected::Expected;
use super::presence::{Stretch, effective};
use super::roll::{Sight, is_open, sight};
use super::roll_mark::{self, LONGEST_REASON, Said};
use super::settlement;
use crate::accounts::Visitor;
use crate::admissions::enrolment;
use crate::catalogue::edition;
use crate::schedule::session;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// The name of a person's field in the roll's form: `mark[of-ID]`.
#[must_use]
pub fn field(name: &str, of: EnrolmentId) -> String {
    // A key that begins with a digit, as ids may, would be read as a place in a list.
    format!("{name}[of-{of}]")
}

/// Whose field it is that has this key between its brackets.
pub fn whose(key: &str) -> Result<EnrolmentId, Refusal> {
    let id = key.strip_prefix("of-").and_then(|id| id.parse().ok());
    id.ok_or(Refusal::NotFound)
}

/// What was tapped and typed for one person. An empty mark says nothing.
#[derive(Clone, Debug)]
pub struct TypedMark {
    pub enrolment: EnrolmentId,
    pub mark: String,
    /// Minutes late; empty: as late as it is now.
    pub late: String,
    pub reason: String,
    /// The mark that the page showed; what was only shown is not said again over somebody else's newer mark.
    pub shown: Option<RollMarkId>,
}

/// Writes what was tapped: a row for each mark that changed, and the verdicts, in one transaction.
///
/// Refused fields are named by [`field`]: `mark`, `late`, `reason`. Somebody who withdrew meanwhile is passed over.
pub async fn mark(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    typed: &[TypedMark],
    now: Instant,
) -> Result<()> {
    db.write(async |tx| {
        let mut sheet = Sheet::open(tx, visitor, session, now).await?;
        sheet.take(typed)?;
        sheet.save(tx).await
    })
    .await
}

/// The same, and everybody who was expected and is still unmarked is present.
pub async fn mark_and_rest_present(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    typed: &[TypedMark],
    now: Instant,
) -> Result<()> {
    db.write(async |tx| {
        let mut sheet = Sheet::open(tx, visitor, session, now).await?;
        sheet.take(typed)?;
        sheet.rest_present();
        sheet.save(tx).await
    })
    .await
}

/// A roll while it is being marked.
struct Sheet {
    actor: PersonId,
    now: Instant,
    /// Later than every mark before: on several machines the clocks differ, and the last save counts.
    marked_at: Instant,
    session: session::Model,
    length: Stretch,
    /// Everybody of the edition; none of other editions.
    people: HashMap<EnrolmentId, enrolment::Model>,
    expected: Expected,
    shown: HashMap<RollMarkId, Said>,
    latest: HashMap<EnrolmentId, Said>,
    changes: Vec<(EnrolmentId, Said)>,
}

impl Sheet {
    /// The roll for somebody who may mark, while it is open.
    async fn open(tx: &Tx, visitor: &Visitor, session: SessionId, now: Instant) -> Result<Self> {
        let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
        let session = settlement::lock(tx, session).await?;
        if sight(tx, visitor, &session).await? == Sight::Masked {
            return Err(Refusal::NotAllowed.into());
        }
        let edition = edition::find(tx, session.edition).await?;
        if !is_open(&session, &edition, now) {
            return Err(Refusal::NotNow.into());
        }
        let people = enrolment::Entity::find()
            .filter(enrolment::Column::Edition.eq(session.edition))
            .all(tx)
            .await?;
        let marks = roll_mark::of_session(tx, session.id).await?;
        Ok(Self {
            actor,
            now,
            marked_at: after_the_last(&marks, now),
            length: effective(&session),
            people: people.into_iter().map(|row| (row.id, row)).collect(),
            expected: Expected::in_editions(tx, [session.edition]).await?,
            shown: marks.iter().map(|mark| (mark.id, mark.said())).collect(),
            latest: marks
                .iter()
                .map(|mark| (mark.enrolment, mark.said()))
                .collect(),
            changes: Vec::new(),
            session,
        })
    }

    /// Takes every mark that differs from what was shown and from what counts.
    fn take(&mut self, typed: &[TypedMark]) -> Result<()> {
        let mut form = Form::new();
        for typed in typed {
            let row = self.people.get(&typed.enrolment).ok_or(Refusal::NotFound)?;
            let oneself = row.person == self.actor;
            if row.withdrawn_at.is_some() {
                continue;
            }
            let Some(said) = self.read(&mut form, typed) else {
                continue;
            };
            let shown = typed.shown.and_then(|shown| self.shown.get(&shown));
            let counts = self.latest.get(&typed.enrolment);
            if shown == Some(&said) || counts == Some(&said) {
                continue;
            }
            if oneself {
                return Err(Refusal::NotOneself.into());
            }
            self.change(typed.enrolment, said);
        }
        Ok(form.done()?)
    }

    /// Whether there is a mark that counts.
    fn is_marked(&self, enrolment: EnrolmentId) -> bool {
        let latest = self.latest.get(&enrolment);
        latest.is_some_and(|said| said.mark != Mark::Unmarked)
    }

    /// What was typed for one person; nothing where nothing was tapped or a field is refused.
    fn read(&self, form: &mut Form, typed: &TypedMark) -> Option<Said> {
        if typed.mark.is_empty() {
            return None;
        }
        let field = |name: &str| field(name, typed.enrolment);
        let mark: Mark = form.choice(&field("mark"), &typed.mark)?;
        if mark == Mark::Unmarked && (typed.shown.is_none() || !self.is_marked(typed.enrolment)) {
            // The page showed no mark: nothing is taken back.
            return None;
        }
        let late_minutes = match mark {
            Mark::Late => Some(self.late_minutes(form, &field("late"), &typed.late)?),
            _ => None,
        };
        let reason = match mark {
            Mark::Excused => form.text(&field("reason"), &typed.reason, LONGEST_REASON)?,
            _ => String::new(),
        };
        Some(Said {
            mark,
            late_minutes,
            reason,
        })
    }

    /// The minutes typed, else those of the tap; they lie within the session.
    fn late_minutes(&self, form: &mut Form, field: &str, typed: &str) -> Option<i32> {
        let (least, most) = (1, self.length.minutes().max(1));
        let minutes = if typed.trim().is_empty() {
            let tapped = self.now.since(self.length.from).div_euclid(60_000);
            let parsed = Some(tapped)
                .filter(|minutes| (least..=most).contains(minutes))
                .ok_or(Reason::NotANumber { least, most });
            form.take(field, parsed)
        } else {
            form.number(field, typed, least, most)
        };
        minutes.and_then(|minutes| i32::try_from(minutes).ok())
    }

    fn change(&mut self, enrolment: EnrolmentId, said: Said) {
        self.latest.insert(enrolment, said.clone());
        self.changes.push((enrolment, said));
    }

    /// Everybody expected and unmarked is present, but for oneself.
    fn rest_present(&mut self) {
        let rest: Vec<EnrolmentId> = self
            .people
            .values()
            .filter(|row| row.withdrawn_at.is_none() && row.person != self.actor)
            .map(|row| row.id)
            .filter(|id| self.expected.is_for(&self.session, *id) && !self.is_marked(*id))
            .collect();
        for enrolment in rest {
            self.change(enrolment, Said::present());
        }
    }

    async fn save(self, tx: &Tx) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let changed: Vec<EnrolmentId> = self.changes.iter().map(|(id, _)| *id).collect();
        let rows: Vec<roll_mark::ActiveModel> = self
            .changes
            .into_iter()
            .map(|(enrolment, said)| roll_mark::ActiveModel {
                id: Set(RollMarkId::new()),
                session: Set(self.session.id),
                enrolment: Set(enrolment),
                mark: Set(said.mark),
                late_minutes: Set(said.late_minutes),
                reason: Set(said.reason),
                marked_at: Set(self.marked_at),
                marked_by: Set(Some(self.actor)),
            })
            .collect();
        // Each row has eight values, and SQLite takes 32,766 of them in a statement.
        for batch in rows.chunks(1_000) {
            roll_mark::Entity::insert_many(batch.to_vec())
                .exec_without_returning(tx)
                .await?;
        }
        settlement::settle(tx, self.session.id, Some(&changed), self.now).await?;
        let detail = format!("{} marks", changed.len());
        let (actor, subject) = (Some(self.actor), self.session.id.0);
        audit::note(
            tx,
            actor,
            "take_roll",
            "session",
            subject,
            &detail,
            self.now,
        )
        .await
    }
}

fn after_the_last(marks: &[roll_mark::Model], now: Instant) -> Instant {
    let last = marks.iter().map(|mark| mark.marked_at).max();
    last.map_or(now, |last| now.max(last.plus_ms(1)))
}
