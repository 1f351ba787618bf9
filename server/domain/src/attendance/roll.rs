//! The roll of a session: everybody enrolled, and what trainers say of them.

use std::collections::{HashMap, HashSet};

use model::attendance::Mark;
use model::catalogue::Publication;
use model::schedule::SessionState;
use model::{Country, EnrolmentId, Instant, Language, PersonId, Refusal, SessionId};
use sea_orm::entity::prelude::*;

use super::enrolled::enrolled;
use super::expected::Expected;
use super::presence::effective;
use super::roll_mark;
use super::{session_title, verdict};
use crate::accounts::shown_name::ShownName;
use crate::accounts::{Visitor, person};
use crate::admissions::{enrolment, needs};
use crate::catalogue::edition;
use crate::catalogue::visible::turned_away;
use crate::schedule::session;
use crate::{Db, Result};

/// So many minutes before the start the roll opens: people arrive early.
pub const OPENS_MINUTES_BEFORE: i64 = 60;

/// How much of the people on a roll somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
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
    /// Called off by itself, or with its edition.
    pub is_cancelled: bool,
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
    /// What they need to get about; empty for auditors.
    pub access_needs: String,
    /// Whether the session is for them: not when it belongs to an elective that they did not choose.
    pub is_expected: bool,
    /// Nobody marks themselves.
    pub is_oneself: bool,
    /// What counts.
    pub mark: Option<SignedMark>,
    /// What was said before and counts no longer, the latest first.
    pub earlier: Vec<SignedMark>,
    pub verdict: Option<verdict::Model>,
}

/// A mark with the name of who gave it.
#[derive(Clone, Debug)]
pub struct SignedMark {
    pub mark: roll_mark::Model,
    pub by: Option<ShownName>,
}

/// All that was said of one person.
#[derive(Default)]
struct Said {
    counts: Option<SignedMark>,
    earlier: Vec<SignedMark>,
}

impl Said {
    /// By person, of marks that come with the last ones last.
    fn of(
        marks: Vec<roll_mark::Model>,
        name: impl Fn(&PersonId) -> Option<ShownName>,
    ) -> HashMap<EnrolmentId, Self> {
        let mut all: HashMap<EnrolmentId, Self> = HashMap::new();
        for mark in marks {
            let of = all.entry(mark.enrolment).or_default();
            let by = mark.marked_by.as_ref().and_then(&name);
            of.earlier.insert(0, SignedMark { mark, by });
        }
        for of in all.values_mut() {
            // A mark that was taken back is a part of what was said, and nothing counts.
            let stands = of.earlier.first();
            if stands.is_some_and(|last| last.mark.mark != Mark::Unmarked) {
                of.counts = Some(of.earlier.remove(0));
            }
        }
        all
    }
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
    let edition = edition::find(db, session.edition).await?;
    let marks = roll_mark::of_session(db, session.id).await?;
    let markers = markers(db, &marks).await?;
    let mut marks = Said::of(marks, |by| {
        let by = markers.get(by)?;
        Some(ShownName::of(by, sight == Sight::Masked))
    });
    let mut verdicts = verdicts(db, session.id).await?;
    let expected = Expected::in_editions(db, [session.edition]).await?;
    let mut access = match sight {
        Sight::Everything | Sight::NameAndCountry => needs::access_in(db, session.edition).await?,
        Sight::Masked => HashMap::new(),
    };
    let mut people: Vec<Line> = enrolled(db, session.edition)
        .await?
        .into_iter()
        .map(|(enrolment, person)| {
            let said = marks.remove(&enrolment.id).unwrap_or_default();
            Line {
                is_expected: expected.is_for(&session, enrolment.id),
                is_oneself: person.id == asker,
                verdict: verdicts.remove(&enrolment.id),
                access_needs: access.remove(&enrolment.id).unwrap_or_default(),
                mark: said.counts,
                earlier: said.earlier,
                ..line(enrolment, person, sight)
            }
        })
        .collect();
    people.sort_by_cached_key(|line| (!line.is_expected, line.name.key()));
    Ok(Roll {
        title: session_title::of(db, session.id, language).await?,
        edition_title: session_title::edition_title(db, session.edition, language).await?,
        may_mark: sight != Sight::Masked,
        is_cancelled: is_cancelled(&session, &edition),
        is_open: is_open(&session, &edition, now),
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
        access_needs: String::new(),
        is_expected: true,
        is_oneself: false,
        mark: None,
        earlier: Vec::new(),
        verdict: None,
    }
}

/// What the visitor may see of the roll, or why nothing: a draft's sessions are not known to others.
pub(super) async fn sight(
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

/// Whether marks are taken: from an hour before the start on, of what takes place.
pub(super) fn is_open(session: &session::Model, edition: &edition::Model, now: Instant) -> bool {
    let opens = effective(session).from.plus_minutes(-OPENS_MINUTES_BEFORE);
    !is_cancelled(session, edition) && opens <= now
}

/// Called off by itself, or with its edition.
fn is_cancelled(session: &session::Model, edition: &edition::Model) -> bool {
    session.state == SessionState::Cancelled || edition.publication == Publication::Cancelled
}

async fn markers(
    db: &impl ConnectionTrait,
    marks: &[roll_mark::Model],
) -> Result<HashMap<PersonId, person::Model>> {
    let ids: HashSet<PersonId> = marks.iter().filter_map(|mark| mark.marked_by).collect();
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
