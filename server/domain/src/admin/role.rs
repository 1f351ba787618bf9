//! Who is trusted with what: giving a role, taking it back, and the list of them.

use std::collections::{HashMap, HashSet};

use model::role::Scope;
use model::{EditionId, GrantId, Instant, Language, PersonId, Refusal, Role};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};

use super::one_country;
use super::scope_name::{self, ScopeName};
use crate::accounts::grant::{self, Column, Entity, Term};
use crate::accounts::shown_name::ShownName;
use crate::accounts::{Visitor, person};
use crate::catalogue::course;
use crate::schedule::session;
use crate::{Db, Result, audit};

/// Whether a visitor may give or take back a role in a scope: administrators any, coordinators trainers of their editions.
async fn may_give(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    role: Role,
    scope: Scope,
) -> Result<bool> {
    if visitor.is_administrator() {
        return Ok(true);
    }
    if role != Role::Trainer || visitor.coordinated_editions().is_empty() {
        return Ok(false);
    }
    let edition = grant::edition_of(db, scope).await?;
    Ok(edition.is_some_and(|edition| visitor.coordinates(edition)))
}

/// Gives a role. Given again in the same scope, it holds until the new end.
pub async fn give(
    db: &Db,
    visitor: &Visitor,
    to: PersonId,
    role: Role,
    scope: Scope,
    term: Term,
    now: Instant,
) -> Result<GrantId> {
    let actor = visitor.signed_in()?;
    db.write(async |tx| {
        if !may_give(tx, visitor, role, scope).await? {
            return Err(Refusal::NotAllowed.into());
        }
        grant::edition_of(tx, scope).await?;
        one_country::keep(tx, to, role, scope, now).await?;
        grant::write_for(tx, Some(actor), to, role, scope, term, now).await
    })
    .await
}

/// Takes a grant back. The last administrator stays.
pub async fn revoke(db: &Db, visitor: &Visitor, which: GrantId, now: Instant) -> Result<()> {
    let actor = visitor.signed_in()?;
    db.write(async |tx| {
        let role = not_revoked(which)
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?
            .role;
        let administrators = grant::lock_administrators(tx, role, now).await?;
        let held = not_revoked(which)
            .lock(LockType::NoKeyUpdate)
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        if !may_give(tx, visitor, held.role, held.scope()).await? {
            return Err(Refusal::NotAllowed.into());
        }
        if grant::is_last(&administrators, held.id) {
            return Err(Refusal::LastAdministrator.into());
        }
        let (person, role) = (held.person, held.role);
        grant::take_back(tx, held, Some(actor), now).await?;
        let subject = person.0;
        audit::note(
            tx,
            Some(actor),
            "revoke_role",
            "person",
            subject,
            role.as_str(),
            now,
        )
        .await
    })
    .await
}

fn not_revoked(which: GrantId) -> Select<Entity> {
    Entity::find_by_id(which).filter(Column::RevokedAt.is_null())
}

/// A grant as a list shows it.
#[derive(Clone, Debug)]
pub struct Held {
    pub grant: grant::Model,
    pub person: ShownName,
    /// Not for auditors.
    pub email: Option<String>,
    pub place: ScopeName,
    /// None: the command line.
    pub granted_by: Option<ShownName>,
}

/// Which grants a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that hold now.
    Holding,
    /// Those that begin later.
    Coming,
    /// Those that were taken back or have run out; the last hundred.
    Over,
}

/// How many of those that are over are shown.
const OVER_SHOWN: u64 = 100;

impl Which {
    fn filter(self, now: Instant) -> Condition {
        match self {
            Self::Holding => grant::holds(now),
            Self::Coming => grant::not_over(now).add(Column::StartsAt.gt(now)),
            Self::Over => Condition::any()
                .add(Column::RevokedAt.is_not_null())
                .add(Column::EndsAt.lte(now)),
        }
    }
}

/// Grants, newest first: all of them for administrators and (without names) auditors, the trainers of their editions for coordinators.
pub async fn list(
    db: &Db,
    visitor: &Visitor,
    which: Which,
    language: Language,
    now: Instant,
) -> Result<Vec<Held>> {
    visitor.signed_in()?;
    let sees_all = visitor.is_administrator() || visitor.is_auditor();
    let editions = visitor.coordinated_editions();
    if !sees_all && editions.is_empty() {
        return Err(Refusal::NotAllowed.into());
    }
    let mut held = Entity::find()
        .filter(which.filter(now))
        .order_by_desc(Column::GrantedAt)
        .order_by_desc(Column::Id);
    if !sees_all {
        held = held.filter(trainers_of(&editions));
    }
    if which == Which::Over {
        held = held.limit(OVER_SHOWN);
    }
    let held = held.all(db.read()).await?;
    let masked = sees_all && !visitor.is_administrator();
    shown(db, held, masked, language).await
}

async fn shown(
    db: &Db,
    held: Vec<grant::Model>,
    masked: bool,
    language: Language,
) -> Result<Vec<Held>> {
    let people = people_in(db, &held).await?;
    let scopes: Vec<Scope> = held.iter().map(grant::Model::scope).collect();
    let places = scope_name::names(db.read(), &scopes, language).await?;
    Ok(held
        .into_iter()
        .filter_map(|grant| {
            let person = people.get(&grant.person)?;
            let by = grant.granted_by.and_then(|by| people.get(&by));
            Some(Held {
                person: ShownName::of(person, masked),
                email: person.email.clone().filter(|_| !masked),
                place: places.get(&grant.scope()).cloned().unwrap_or_default(),
                granted_by: by.map(|by| ShownName::of(by, masked)),
                grant,
            })
        })
        .collect())
}

/// Grants over a course or a session of these editions.
fn trainers_of(editions: &[EditionId]) -> Condition {
    let courses = course::Entity::find()
        .select_only()
        .column(course::Column::Id)
        .filter(course::Column::Edition.is_in(editions.iter().copied()))
        .into_query();
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::Edition.is_in(editions.iter().copied()))
        .into_query();
    Condition::any()
        .add(Column::Course.in_subquery(courses))
        .add(Column::Session.in_subquery(sessions))
}

async fn people_in(db: &Db, held: &[grant::Model]) -> Result<HashMap<PersonId, person::Model>> {
    let ids: HashSet<PersonId> = held
        .iter()
        .flat_map(|grant| [Some(grant.person), grant.granted_by])
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
