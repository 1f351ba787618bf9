//! Who changed what in the catalogue, for those who run it.

use std::collections::BTreeMap;

use model::{EditionId, Instant, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::programme::administrator;
use super::{edition, rows};
use crate::Result;
use crate::accounts::{Visitor, person};

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    pub at: Instant,
    /// None: Egret itself, or somebody whose name the reader may not see.
    pub who: Option<String>,
    pub action: String,
    /// Names of fields, a language, a course's slug, a host's name, or a reason.
    pub detail: String,
    /// The number of the session that was added or cancelled.
    pub session: Option<i32>,
}

#[derive(FromQueryResult)]
struct Row {
    at: Instant,
    actor: Option<PersonId>,
    action: String,
    detail: String,
    session: Option<i32>,
}

/// What happened to sessions that an edition's history tells; the rest is in the log.
pub const OF_SESSIONS: [&str; 2] = ["add_session", "cancel_session"];

/// The edition's changes and its sessions' coming and going, newest first. Auditors read them without names.
pub async fn history(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: EditionId,
) -> Result<Vec<Change>> {
    edition::for_staff(db, visitor, id).await?;
    let [added, cancelled] = OF_SESSIONS;
    let sql = format!(
        "SELECT a.id, a.at, a.actor, a.action, a.detail, CAST(NULL AS integer) AS session FROM audit a \
         WHERE a.subject_kind = 'edition' AND a.subject = $1 \
         UNION ALL SELECT a.id, a.at, a.actor, a.action, a.detail, s.number AS session \
         FROM session s JOIN audit a ON a.subject_kind = 'session' AND a.subject = s.id \
         WHERE s.edition = $1 AND a.action IN ('{added}', '{cancelled}') ORDER BY at DESC, id DESC"
    );
    let rows: Vec<Row> = rows::all(db, &sql, vec![id.into()]).await?;
    told(db, rows, visitor.coordinates(id)).await
}

/// The changes of something that administrators write: a `portfolio`, `programme`, `host` or `venue`.
pub async fn of_thing(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    kind: &str,
    id: Uuid,
) -> Result<Vec<Change>> {
    administrator(visitor)?;
    let sql = "SELECT a.at, a.actor, a.action, a.detail, CAST(NULL AS integer) AS session FROM audit a \
               WHERE a.subject_kind = $1 AND a.subject = $2 ORDER BY a.at DESC, a.id DESC";
    let rows: Vec<Row> = rows::all(db, sql, vec![kind.into(), id.into()]).await?;
    told(db, rows, true).await
}

async fn told(db: &impl ConnectionTrait, rows: Vec<Row>, by_name: bool) -> Result<Vec<Change>> {
    let names = if by_name {
        names(db, rows.iter().filter_map(|row| row.actor)).await?
    } else {
        BTreeMap::new()
    };
    Ok(rows
        .into_iter()
        .map(|row| Change {
            at: row.at,
            who: row.actor.and_then(|actor| names.get(&actor).cloned()),
            action: row.action,
            detail: row.detail,
            session: row.session,
        })
        .collect())
}

async fn names(
    db: &impl ConnectionTrait,
    people: impl Iterator<Item = PersonId>,
) -> Result<BTreeMap<PersonId, String>> {
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(people))
        .all(db)
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person.printed_name))
        .collect())
}
