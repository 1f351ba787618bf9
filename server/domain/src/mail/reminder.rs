//! Reminders of sessions that start within a day, at a humane hour of the reader's own clock.

use std::collections::{BTreeMap, BTreeSet};

use model::catalogue::Publication;
use model::schedule::SessionState;
use model::{EditionId, EnrolmentId, Instant, PersonId, Zone};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, QueryTrait};

use crate::accounts::person;
use crate::admissions::enrolment;
use crate::attendance::expected::Expected;
use crate::catalogue::edition;
use crate::catalogue::visible::in_a_known_programme;
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

/// Reminds everybody enrolled, once per session, start and person, where it is day for them; gives how many.
pub async fn remind(db: &Db, now: Instant) -> Result<u64> {
    let sessions = soon(db, now).await?;
    if sessions.is_empty() {
        return Ok(0);
    }
    let editions = sessions.iter().map(|session| session.edition);
    let expected = Expected::in_editions(db.read(), editions).await?;
    let enrolled = enrolled(db, &sessions).await?;
    let reminded = reminded(db, now).await?;

    let mut letters = Vec::new();
    for session in &sessions {
        for (enrolment, person) in enrolled.get(&session.edition).into_iter().flatten() {
            let attends = expected.is_for(session, *enrolment);
            let cause = cause(session, person.id);
            if attends && is_humane(now, &person.zone) && !reminded.contains(&cause) {
                let letter = Letter::SessionReminder {
                    session: session.id,
                    starts_at: Some(session.starts_at),
                };
                letters.push((letter, person, cause));
            }
        }
    }
    if letters.is_empty() {
        return Ok(0);
    }
    let many = letters.len() as u64;
    db.write(async |tx| {
        let letters: Vec<_> = letters
            .iter()
            .map(|(letter, person, cause)| (*person, letter, cause.clone()))
            .collect();
        outbox::post_all(tx, &letters, now).await?;
        Ok(many)
    })
    .await
}

/// A session that is moved is another occasion.
fn cause(session: &session::Model, person: PersonId) -> String {
    format!(
        "{}:{}:{}:{person}",
        Letter::REMINDER,
        session.id,
        session.starts_at.0
    )
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

/// The causes of the reminders of the last two days: nothing older can be about a session to come.
async fn reminded(db: &Db, now: Instant) -> Result<BTreeSet<String>> {
    Ok(outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Cause)
        .filter(outbox::Column::Kind.eq(Letter::REMINDER))
        .filter(outbox::Column::CreatedAt.gt(now.plus_days(-2)))
        .into_tuple()
        .all(db.read())
        .await?
        .into_iter()
        .collect())
}
