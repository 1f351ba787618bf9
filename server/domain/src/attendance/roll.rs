//! The roll of a session: everybody enrolled, and what trainers say of them.

use std::collections::{HashMap, HashSet};

use model::attendance::Mark;
use model::schedule::SessionState;
use model::{
    Country, CourseId, EnrolmentId, Instant, Language, PersonId, Reason, Refusal, RollMarkId,
    SessionId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::enrolled::enrolled;
use super::presence::{Stretch, effective};
use super::roll_mark::{self, LONGEST_REASON, Said};
use super::{session_title, verdict};
use crate::accounts::shown_name::ShownName;
use crate::accounts::{Visitor, person};
use crate::admissions::{course_place, enrolment};
use crate::catalogue::visible::turned_away;
use crate::catalogue::{course, edition};
use crate::schedule::session;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// So many minutes before the start the roll opens: people arrive early.
pub const OPENS_MINUTES_BEFORE: i64 = 60;

/// How much of the people on a roll somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    /// Coordinators and administrators.
    Everything,
    /// Trainers.
    NameAndCountry,
    /// Auditors.
    Masked,
}

/// A roll as one visitor sees it.
#[derive(Clone, Debug)]
pub struct Roll {
    pub session: session::Model,
    pub title: String,
    pub edition_title: String,
    /// By name; those who chose another elective last.
    pub people: Vec<Line>,
    /// Whether the visitor may mark at all.
    pub may_mark: bool,
    /// Whether it is open: not for a session that is cancelled or far ahead.
    pub is_open: bool,
    /// Whether the visitor may open the edition's staff pages.
    pub coordinates: bool,
}

/// One person on a roll.
#[derive(Clone, Debug)]
pub struct Line {
    pub enrolment: EnrolmentId,
    pub name: ShownName,
    /// Empty for trainers and auditors.
    pub native_name: String,
    /// The delegation.
    pub country: Country,
    /// Empty for trainers and auditors.
    pub organisation: String,
    /// Whether the session is for them: not when it belongs to an elective that they did not choose.
    pub is_expected: bool,
    /// Nobody marks themselves.
    pub is_oneself: bool,
    pub mark: Option<roll_mark::Model>,
    pub marked_by: Option<ShownName>,
    pub verdict: Option<verdict::Model>,
}

/// The roll of a session, for those who take it and for auditors, who see it without names.
pub async fn roll(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    language: Language,
    now: Instant,
) -> Result<Roll> {
    let asker = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let db = db.read();
    let session = session::Entity::find_by_id(session)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let sight = sight(db, visitor, &session).await?;
    let marks = roll_mark::latest(roll_mark::of_session(db, session.id).await?);
    let markers = markers(db, &marks).await?;
    let mut verdicts = verdicts(db, session.id).await?;
    let expected = Expected::of(db, &session).await?;
    let mut people: Vec<Line> = enrolled(db, session.edition)
        .await?
        .into_iter()
        .map(|(enrolment, person)| {
            let mark = marks.get(&enrolment.id).cloned();
            let marked_by = mark.as_ref().and_then(|mark| markers.get(&mark.marked_by?));
            Line {
                is_expected: expected.includes(enrolment.id),
                is_oneself: person.id == asker,
                marked_by: marked_by.map(|by| ShownName::of(by, sight == Sight::Masked)),
                verdict: verdicts.remove(&enrolment.id),
                mark,
                ..line(enrolment, person, sight)
            }
        })
        .collect();
    people.sort_by_cached_key(|line| (!line.is_expected, line.name.key()));
    Ok(Roll {
        title: session_title::of(db, session.id, language).await?,
        edition_title: session_title::edition_title(db, session.edition, language).await?,
        may_mark: sight != Sight::Masked,
        is_open: is_open(&session, now),
        coordinates: visitor.coordinates(session.edition),
        people,
        session,
    })
}

fn line(enrolment: enrolment::Model, person: person::Model, sight: Sight) -> Line {
    let everything = sight == Sight::Everything;
    let shown = |text: String| if everything { text } else { String::new() };
    Line {
        enrolment: enrolment.id,
        name: ShownName::of(&person, sight == Sight::Masked),
        native_name: shown(person.native_name),
        country: enrolment.delegation,
        organisation: shown(enrolment.organisation),
        is_expected: true,
        is_oneself: false,
        mark: None,
        marked_by: None,
        verdict: None,
    }
}

/// What the visitor may see of the roll, or why nothing: a draft's sessions are not known to others.
async fn sight(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    session: &session::Model,
) -> Result<Sight> {
    if visitor.coordinates(session.edition) {
        return Ok(Sight::Everything);
    }
    if visitor.trains(session.id, session.course) {
        return Ok(Sight::NameAndCountry);
    }
    if visitor.is_auditor() {
        return Ok(Sight::Masked);
    }
    let edition = edition::Entity::find_by_id(session.edition).one(db).await?;
    match edition {
        Some(edition) => Err(turned_away(db, &edition).await?.into()),
        None => Err(Refusal::NotFound.into()),
    }
}

fn is_open(session: &session::Model, now: Instant) -> bool {
    let opens = effective(session).from.plus_minutes(-OPENS_MINUTES_BEFORE);
    session.state != SessionState::Cancelled && opens <= now
}

async fn markers(
    db: &impl ConnectionTrait,
    marks: &HashMap<EnrolmentId, roll_mark::Model>,
) -> Result<HashMap<PersonId, person::Model>> {
    let ids: HashSet<PersonId> = marks.values().filter_map(|mark| mark.marked_by).collect();
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person))
        .collect())
}

async fn verdicts(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<HashMap<EnrolmentId, verdict::Model>> {
    let verdicts = verdict::Entity::find()
        .filter(verdict::Column::Session.eq(session))
        .all(db)
        .await?;
    Ok(verdicts
        .into_iter()
        .map(|verdict| (verdict.enrolment, verdict))
        .collect())
}

/// Whom a session is for: everybody, or those who chose its elective course (everybody while nobody has chosen).
enum Expected {
    Everybody,
    Those(HashSet<EnrolmentId>),
}

impl Expected {
    async fn of(db: &impl ConnectionTrait, session: &session::Model) -> Result<Self> {
        let Some(course) = session.course else {
            return Ok(Self::Everybody);
        };
        if is_required(db, course).await? {
            return Ok(Self::Everybody);
        }
        let places = course_place::Entity::find()
            .filter(course_place::Column::Course.eq(course))
            .all(db)
            .await?;
        if places.is_empty() {
            return Ok(Self::Everybody);
        }
        Ok(Self::Those(
            places.into_iter().map(|place| place.enrolment).collect(),
        ))
    }

    fn includes(&self, enrolment: EnrolmentId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Those(those) => those.contains(&enrolment),
        }
    }
}

async fn is_required(db: &impl ConnectionTrait, course: CourseId) -> Result<bool> {
    let course = course::Entity::find_by_id(course).one(db).await?;
    Ok(course.is_some_and(|course| course.required))
}

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
/// With `rest_present` everybody who was expected and is still unmarked is present. Refused fields are named by
/// [`field`]: `mark`, `late`, `reason`. Somebody who withdrew meanwhile is passed over.
pub async fn mark(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    typed: &[TypedMark],
    rest_present: bool,
    now: Instant,
) -> Result<()> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let session = verdict::lock(tx, session).await?;
        if sight(tx, visitor, &session).await? == Sight::Masked {
            return Err(Refusal::NotAllowed.into());
        }
        if !is_open(&session, now) {
            return Err(Refusal::NotNow.into());
        }
        let mut sheet = Sheet::of(tx, &session, actor, now).await?;
        sheet.take(typed)?;
        if rest_present {
            sheet.rest_present();
        }
        sheet.save(tx, &session).await
    })
    .await
}

/// A roll while it is being marked.
struct Sheet {
    actor: PersonId,
    now: Instant,
    length: Stretch,
    /// Everybody of the edition; none of other editions.
    people: HashMap<EnrolmentId, enrolment::Model>,
    expected: Expected,
    shown: HashMap<RollMarkId, Said>,
    latest: HashMap<EnrolmentId, Said>,
    changes: Vec<(EnrolmentId, Said)>,
}

impl Sheet {
    async fn of(tx: &Tx, session: &session::Model, actor: PersonId, now: Instant) -> Result<Self> {
        let people = enrolment::Entity::find()
            .filter(enrolment::Column::Edition.eq(session.edition))
            .all(tx)
            .await?;
        let marks = roll_mark::of_session(tx, session.id).await?;
        Ok(Self {
            actor,
            now,
            length: effective(session),
            people: people.into_iter().map(|row| (row.id, row)).collect(),
            expected: Expected::of(tx, session).await?,
            shown: marks.iter().map(|mark| (mark.id, mark.said())).collect(),
            latest: marks
                .iter()
                .map(|mark| (mark.enrolment, mark.said()))
                .collect(),
            changes: Vec::new(),
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

    /// What was typed for one person; nothing where nothing was tapped or a field is refused.
    fn read(&self, form: &mut Form, typed: &TypedMark) -> Option<Said> {
        if typed.mark.is_empty() {
            return None;
        }
        let field = |name: &str| field(name, typed.enrolment);
        let mark: Mark = form.choice(&field("mark"), &typed.mark)?;
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
            .filter(|id| self.expected.includes(*id) && !self.latest.contains_key(id))
            .collect();
        for enrolment in rest {
            self.change(enrolment, Said::present());
        }
    }

    async fn save(self, tx: &Tx, session: &session::Model) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let changed: Vec<EnrolmentId> = self.changes.iter().map(|(id, _)| *id).collect();
        let rows: Vec<roll_mark::ActiveModel> = self
            .changes
            .into_iter()
            .map(|(enrolment, said)| roll_mark::ActiveModel {
                id: Set(RollMarkId::new()),
                session: Set(session.id),
                enrolment: Set(enrolment),
                mark: Set(said.mark),
                late_minutes: Set(said.late_minutes),
                reason: Set(said.reason),
                marked_at: Set(self.now),
                marked_by: Set(Some(self.actor)),
            })
            .collect();
        // Each row has eight values, and SQLite takes 32,766 of them in a statement.
        for batch in rows.chunks(1_000) {
            roll_mark::Entity::insert_many(batch.to_vec())
                .exec_without_returning(tx)
                .await?;
        }
        verdict::settle(tx, session.id, Some(&changed), self.now).await?;
        let detail = format!("{} marks", changed.len());
        let (actor, subject) = (Some(self.actor), session.id.0);
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
