//! Sessions with their words and trainers.

use domain::schedule::{session, session_text, session_trainer};
use domain::{Error, Result};
use model::schedule::SessionState;
use model::{Language, PersonId, SessionId};

use super::editions::{course_id, edition_id};
use super::name::id_of;
use super::people::trainer_id;
use super::plan::{Edition, Programme, Session};
use super::venues::{host_id, venue_id};
use super::when::When;

/// Rows of sessions and what hangs on them.
#[derive(Default)]
pub struct Sessions {
    pub sessions: Vec<session::Model>,
    pub texts: Vec<session_text::Model>,
    pub trainers: Vec<session_trainer::Model>,
}

impl Sessions {
    /// Who runs a session.
    #[must_use]
    pub fn trainer_of(&self, session: SessionId) -> Option<PersonId> {
        self.trainers
            .iter()
            .find(|row| row.session == session)
            .map(|row| row.person)
    }
}

/// The id of a session by the slugs above it and its number.
#[must_use]
pub fn session_id(programme: &str, edition: &str, number: i32) -> SessionId {
    SessionId(id_of("session", &format!("{programme}/{edition}/{number}")))
}

/// All sessions of these programmes.
pub fn sessions(programmes: &[Programme], when: &When) -> Result<Sessions> {
    let mut rows = Sessions::default();
    for programme in programmes {
        for edition in &programme.editions {
            for (session, number) in edition.sessions.iter().zip(1..) {
                add(&mut rows, &programme.slug, edition, session, number, when)?;
            }
        }
    }
    Ok(rows)
}

fn add(
    rows: &mut Sessions,
    programme: &str,
    edition: &Edition,
    plan: &Session,
    number: i32,
    when: &When,
) -> Result<()> {
    let session = meeting(programme, edition, plan, number, when)?;
    let id = session.id;
    rows.sessions.push(session);
    for (language, title, description) in [
        (Language::English, &plan.en, &plan.about_en),
        (Language::Chinese, &plan.zh, &plan.about_zh),
    ] {
        rows.texts.push(session_text::Model {
            session: id,
            language,
            title: title.clone(),
            description: description.clone(),
        });
    }
    if let Some(number) = trainer(edition, plan)? {
        rows.trainers.push(session_trainer::Model {
            session: id,
            person: trainer_id(number),
        });
    }
    Ok(())
}

fn meeting(
    programme: &str,
    edition: &Edition,
    plan: &Session,
    number: i32,
    when: &When,
) -> Result<session::Model> {
    let first = when.day(&edition.starts)?;
    let wall = when.wall(first, plan.day, &plan.at)?;
    let starts_at = when.instant(wall)?;
    Ok(session::Model {
        id: session_id(programme, &edition.slug, number),
        edition: edition_id(programme, &edition.slug),
        course: plan
            .course
            .as_deref()
            .map(|course| course_id(programme, &edition.slug, course)),
        number,
        kind: plan.kind,
        audience: plan.audience,
        state: if plan.cancelled {
            SessionState::Cancelled
        } else {
            SessionState::Planned
        },
        required: !plan.optional,
        wall_start: wall.strftime("%Y-%m-%dT%H:%M").to_string(),
        zone: when.zone.clone(),
        starts_at,
        ends_at: starts_at.plus_minutes(plan.minutes.into()),
        planned_minutes: plan.minutes,
        effective_starts_at: None,
        effective_ends_at: None,
        effective_reason: String::new(),
        venue: plan.venue.as_deref().map(venue_id),
        host: plan.host.as_deref().map(host_id),
        link: plan.link.clone(),
        calendar_sequence: 0,
        version: 1,
        created_at: starts_at.min(when.now).plus_days(-30),
    })
}

/// Who runs a session: whoever it names, else whoever teaches its course.
fn trainer(edition: &Edition, session: &Session) -> Result<Option<usize>> {
    let Some(course) = &session.course else {
        return Ok(session.trainer);
    };
    let taught_by = edition
        .courses
        .iter()
        .find(|known| known.slug == *course)
        .ok_or_else(|| Error::Fault(format!("no course is called {course}")))?
        .trainer;
    Ok(session.trainer.or(Some(taught_by)))
}
