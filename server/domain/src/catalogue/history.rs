//! Who changed what in an edition, for its staff.

use std::collections::BTreeMap;

use model::{EditionId, Instant, PersonId};
use sea_orm::ConnectionTrait;
use sea_orm::entity::prelude::*;

use super::edition;
use crate::accounts::{Visitor, person};
use crate::{Result, audit};

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    pub at: Instant,
    /// None: Egret itself, or somebody whose name the reader may not see.
    pub who: Option<String>,
    pub action: String,
    /// Names of fields, a language, a course's slug or a host's name.
    pub detail: String,
}

/// The edition's changes, newest first. Auditors read them without names.
pub async fn history(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: EditionId,
) -> Result<Vec<Change>> {
    edition::for_staff(db, visitor, id).await?;
    let changes = audit::history(db, "edition", id.0).await?;
    let names = if visitor.coordinates(id) {
        names(db, changes.iter().filter_map(|change| change.actor)).await?
    } else {
        BTreeMap::new()
    };
    Ok(changes
        .into_iter()
        .map(|change| Change {
            at: change.at,
            who: change.actor.and_then(|actor| names.get(&actor).cloned()),
            action: change.action,
            detail: change.detail,
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
