//! The audit log as administrators and (without names) auditors read it.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan;
use jiff::civil::Date;
use model::{PersonId, Refusal, Zone};
use sea_orm::entity::prelude::*;
use sea_orm::{PaginatorTrait, QueryOrder, QuerySelect};

use crate::accounts::shown_name::ShownName;
use crate::accounts::{Visitor, person};
use crate::{Db, Result, audit, clock};

/// Entries on a page.
pub const ON_A_PAGE: u64 = 100;

/// What to look for; empty finds everything.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub action: String,
    /// First day, in the centre's zone.
    pub from: Option<Date>,
    /// Last day, in the centre's zone.
    pub until: Option<Date>,
    /// From 1.
    pub page: u64,
}

/// A page of the log, newest first.
#[derive(Clone, Debug)]
pub struct Log {
    pub entries: Vec<Entry>,
    /// Every action there is, to choose from.
    pub actions: Vec<String>,
    pub found: u64,
    pub page: u64,
    pub pages: u64,
}

/// One thing that was done.
#[derive(Clone, Debug)]
pub struct Entry {
    pub row: audit::Model,
    /// None: Egret itself.
    pub actor: Option<ShownName>,
    /// The person it was done to, if it was one.
    pub subject: Option<ShownName>,
}

/// The log. For administrators and, masked, for auditors.
pub async fn log(db: &Db, visitor: &Visitor, wanted: &Wanted, zone: &Zone) -> Result<Log> {
    visitor.signed_in()?;
    let masked = !visitor.is_administrator();
    if masked && !visitor.is_auditor() {
        return Err(Refusal::NotAllowed.into());
    }
    let rows = filtered(wanted, zone);
    let found = rows.clone().count(db.read()).await?;
    let pages = found.div_ceil(ON_A_PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let rows = rows
        .order_by_desc(audit::Column::At)
        .order_by_desc(audit::Column::Id)
        .offset((page - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
        .all(db.read())
        .await?;
    let people = people(db, &rows).await?;
    let name = |id: PersonId| match people.get(&id) {
        Some(person) => ShownName::of(person, masked),
        None => ShownName::mask(id),
    };
    let entries = rows
        .into_iter()
        .map(|row| Entry {
            actor: row.actor.map(name),
            subject: subject_person(&row).map(name),
            row,
        })
        .collect();
    Ok(Log {
        entries,
        actions: actions(db).await?,
        found,
        page,
        pages,
    })
}

fn filtered(wanted: &Wanted, zone: &Zone) -> Select<audit::Entity> {
    let mut rows = audit::Entity::find();
    if !wanted.action.is_empty() {
        rows = rows.filter(audit::Column::Action.eq(wanted.action.as_str()));
    }
    if let Some(from) = wanted.from {
        rows = rows.filter(audit::Column::At.gte(clock::day_begins(from, zone)));
    }
    if let Some(next) = wanted.until.and_then(|day| day.checked_add(1.day()).ok()) {
        rows = rows.filter(audit::Column::At.lt(clock::day_begins(next, zone)));
    }
    rows
}

fn subject_person(row: &audit::Model) -> Option<PersonId> {
    row.subject
        .filter(|_| row.subject_kind == "person")
        .map(PersonId)
}

async fn people(db: &Db, rows: &[audit::Model]) -> Result<HashMap<PersonId, person::Model>> {
    let ids: HashSet<PersonId> = rows
        .iter()
        .flat_map(|row| [row.actor, subject_person(row)])
        .flatten()
        .collect();
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(ids))
        .all(db.read())
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person))
        .collect())
}

async fn actions(db: &Db) -> Result<Vec<String>> {
    Ok(audit::Entity::find()
        .select_only()
        .column(audit::Column::Action)
        .distinct()
        .order_by_asc(audit::Column::Action)
        .into_tuple()
        .all(db.read())
        .await?)
}
