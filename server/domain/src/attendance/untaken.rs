//! Rolls that are still to be taken.

use std::collections::HashSet;

use model::attendance::Mark;
use model::schedule::SessionKind;
use model::{EditionId, EnrolmentId, Instant, Language, PersonId, SessionId};
use sea_orm::entity::prelude::*;

use super::expected::Expected;
use super::roll_mark;
use crate::accounts::Visitor;
use crate::admissions::enrolment;
use crate::catalogue::desk::{NextSession, my_past_sessions};
use crate::schedule::session;
use crate::{Db, Result};

/// For so many days after its end a session's roll stays on the desk.
pub const DAYS: i64 = 14;

/// Sessions that somebody runs or trains, that ended within a fortnight, and in which somebody whom they are for
/// has no mark yet. An online session is counted by who watches.
pub async fn rolls_to_take(
    db: &Db,
    visitor: &Visitor,
    language: Language,
    now: Instant,
) -> Result<Vec<NextSession>> {
    let db = db.read();
    let since = now.plus_days(-DAYS);
    let past = my_past_sessions(db, visitor, language, since, now).await?;
    let sessions = session::Entity::find()
        .filter(session::Column::Id.is_in(past.iter().map(|session| session.id)))
        .filter(session::Column::Kind.ne(SessionKind::Online))
        .all(db)
        .await?;
    let editions: HashSet<EditionId> = sessions.iter().map(|session| session.edition).collect();
    let expected = Expected::in_editions(db, editions.iter().copied()).await?;
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.is_in(editions))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db)
        .await?;
    let marked = marked(db, &sessions).await?;
    let asker = visitor.person_id();
    let untaken: HashSet<SessionId> = sessions
        .iter()
        .filter(|session| {
            places.iter().any(|place| {
                place.edition == session.edition
                    && !is(asker, place.person)
                    && expected.is_for(session, place.id)
                    && !marked.contains(&(session.id, place.id))
            })
        })
        .map(|session| session.id)
        .collect();
    Ok(past
        .into_iter()
        .filter(|session| untaken.contains(&session.id))
        .collect())
}

/// Nobody marks themselves.
fn is(asker: Option<PersonId>, person: PersonId) -> bool {
    asker == Some(person)
}

async fn marked(
    db: &impl ConnectionTrait,
    sessions: &[session::Model],
) -> Result<HashSet<(SessionId, EnrolmentId)>> {
    let marks = roll_mark::Entity::find()
        .filter(roll_mark::Column::Session.is_in(sessions.iter().map(|session| session.id)));
    let mut marked = HashSet::new();
    for mark in roll_mark::in_order(marks).all(db).await? {
        let of = (mark.session, mark.enrolment);
        if mark.mark == Mark::Unmarked {
            marked.remove(&of);
        } else {
            marked.insert(of);
        }
    }
    Ok(marked)
}
