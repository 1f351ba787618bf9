//! Reminders of sessions that start within a day, at a humane hour of the reader's own clock.

use std::collections::{BTreeMap, BTreeSet};

use model::catalogue::Publication;
use model::schedule::SessionState;
use model::{CourseId, EditionId, EnrolmentId, Instant, PersonId, SessionId, Zone};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, QueryTrait};

use crate::accounts::person;
use crate::admissions::{course_place, enrolment};
use crate::catalogue::visible::in_a_known_programme;
use crate::catalogue::{course, edition};
use crate::outbox::{self, Letter};
use crate::schedule::session;
use crate::{Db, Result, clock};

/// How long before a session its reminder may go out.
const HOURS_BEFORE: i64 = 24;
/// The hours of the reader's clock in which it may: every day before a session has some of them.
const HUMANE_HOURS: std::ops::Range<i8> = 8..20;

/// Whether the clocks of a zone show an hour at which a mail does not wake anybody.
#[must_use]
pub fn is_humane(now: Instant, zone: &Zone) -> bool {
    HUMANE_HOURS.contains(&clock::wall_of(now, zone).hour())
}

/// Reminds everybody enrolled, once per session and person, where it is day for them; gives how many.
pub async fn remind(db: &Db, now: Instant) -> Result<u64> {
    let sessions = soon(db, now).await?;
    if sessions.is_empty() {
        return Ok(0);
    }
    let electives = electives(db, &sessions).await?;
    let enrolled = enrolled(db, &sessions).await?;
    let places = course_places(db, &electives).await?;
    let reminded = reminded(db, now).await?;

    let mut letters = Vec::new();
    for session in &sessions {
        for (enrolment, person) in enrolled.get(&session.edition).into_iter().flatten() {
            let attends = match session.course {
                Some(course) if electives.contains(&course) => {
                    places.contains(&(*enrolment, course))
                }
                _ => true,
            };
            let cause = cause(session.id, person.id);
            if attends && is_humane(now, &person.zone) && !reminded.contains(&cause) {
                letters.push((session.id, person, cause));
            }
        }
    }
    if letters.is_empty() {
        return Ok(0);
    }
    let many = letters.len() as u64;
    db.write(async |tx| {
        for (session, person, cause) in letters {
            let letter = Letter::SessionReminder { session };
            outbox::post(tx, person, &letter, cause, now).await?;
        }
        Ok(many)
    })
    .await
}

fn cause(session: SessionId, person: PersonId) -> String {
    format!("session_reminder:{session}:{person}")
}

async fn soon(db: &Db, now: Instant) -> Result<Vec<session::Model>> {
    let sessions = session::Entity::find()
        .filter(session::Column::State.eq(SessionState::Planned))
        .filter(session::Column::StartsAt.gt(now))
        .filter(session::Column::StartsAt.lte(now.plus_minutes(HOURS_BEFORE * 60)))
        .all(db.read())
        .await?;
    let editions = sessions.iter().map(|session| session.edition);
    let published: BTreeSet<EditionId> = edition::Entity::find()
        .select_only()
        .column(edition::Column::Id)
        .filter(edition::Column::Id.is_in(editions))
        .filter(edition::Column::Publication.eq(Publication::Published))
        .filter(in_a_known_programme())
        .into_tuple()
        .all(db.read())
        .await?
        .into_iter()
        .collect();
    Ok(sessions
        .into_iter()
        .filter(|session| published.contains(&session.edition))
        .collect())
}

async fn electives(db: &Db, sessions: &[session::Model]) -> Result<BTreeSet<CourseId>> {
    let courses = sessions.iter().filter_map(|session| session.course);
    Ok(course::Entity::find()
        .select_only()
        .column(course::Column::Id)
        .filter(course::Column::Id.is_in(courses))
        .filter(course::Column::Required.eq(false))
        .into_tuple()
        .all(db.read())
        .await?
        .into_iter()
        .collect())
}

type Enrolled = BTreeMap<EditionId, Vec<(EnrolmentId, person::Model)>>;

async fn enrolled(db: &Db, sessions: &[session::Model]) -> Result<Enrolled> {
    let editions: BTreeSet<EditionId> = sessions.iter().map(|session| session.edition).collect();
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.is_in(editions.iter().copied()))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db.read())
        .await?;
    let these = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Person)
        .filter(enrolment::Column::Edition.is_in(editions))
        .filter(enrolment::Column::WithdrawnAt.is_null());
    let people: BTreeMap<PersonId, person::Model> = person::Entity::find()
        .filter(person::Column::Id.in_subquery(these.into_query()))
        .filter(person::Column::DeletedAt.is_null())
        .filter(person::Column::EmailConfirmedAt.is_not_null())
        .all(db.read())
        .await?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let mut enrolled = Enrolled::new();
    for enrolment in enrolments {
        if let Some(person) = people.get(&enrolment.person) {
            enrolled
                .entry(enrolment.edition)
                .or_default()
                .push((enrolment.id, person.clone()));
        }
    }
    Ok(enrolled)
}

async fn course_places(
    db: &Db,
    electives: &BTreeSet<CourseId>,
) -> Result<BTreeSet<(EnrolmentId, CourseId)>> {
    if electives.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(course_place::Entity::find()
        .filter(course_place::Column::Course.is_in(electives.iter().copied()))
        .all(db.read())
        .await?
        .into_iter()
        .map(|place| (place.enrolment, place.course))
        .collect())
}

/// The causes of the reminders of the last two days: nothing older can be about a session to come.
async fn reminded(db: &Db, now: Instant) -> Result<BTreeSet<String>> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Cause)
        .filter(outbox::Column::Kind.eq("session_reminder"))
        .filter(outbox::Column::CreatedAt.gt(now.plus_days(-2)))
        .into_tuple()
        .all(db.read())
        .await?
        .into_iter()
        .collect())
}
