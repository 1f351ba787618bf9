//! Grants: person, role, scope, from, until. Read on every request.

use std::collections::{HashMap, HashSet};

use model::role::Scope;
use model::{
    Country, CourseId, EditionId, GrantId, Instant, Language, PersonId, Reason, Refusal, Role,
    SessionId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{Condition, IntoActiveModel, QueryOrder, QuerySelect, QueryTrait};

use super::scope_name::{self, ScopeName};
use super::shown_name::ShownName;
use super::{Visitor, person};
use crate::catalogue::{course, edition};
use crate::schedule::session;
use crate::{Db, Result, Tx, audit};

/// A grant's row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    pub person: PersonId,
    pub role: Role,
    pub edition: Option<EditionId>,
    pub course: Option<CourseId>,
    pub session: Option<SessionId>,
    pub country: Option<Country>,
    pub starts_at: Instant,
    pub ends_at: Option<Instant>,
    pub granted_by: Option<PersonId>,
    pub granted_at: Instant,
    pub revoked_at: Option<Instant>,
    pub revoked_by: Option<PersonId>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Where the role holds.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        match (self.session, self.course, self.edition, self.country) {
            (Some(session), ..) => Scope::Session(session),
            (_, Some(course), ..) => Scope::Course(course),
            (_, _, Some(edition), Some(country)) => Scope::CountryInEdition(country, edition),
            (_, _, Some(edition), None) => Scope::Edition(edition),
            _ => Scope::All,
        }
    }
}

/// A role and scope that fit together.
fn fit_together(role: Role, scope: Scope) -> bool {
    matches!(
        (role, scope),
        (Role::Administrator | Role::Auditor, Scope::All)
            | (Role::Coordinator, Scope::Edition(_))
            | (Role::Trainer, Scope::Course(_) | Scope::Session(_))
            | (Role::FocalPoint, Scope::CountryInEdition(..))
    )
}

/// The grants of a person that hold at `now`.
pub async fn holding(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: Instant,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Person.eq(person))
        .filter(holds(now))
        .all(db)
        .await?)
}

/// The grants of several people that hold at `now`.
pub(super) async fn of_people(
    db: &impl ConnectionTrait,
    people: impl Iterator<Item = PersonId>,
    now: Instant,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Person.is_in(people))
        .filter(holds(now))
        .order_by_asc(Column::GrantedAt)
        .all(db)
        .await?)
}

fn holds(now: Instant) -> Condition {
    Condition::all()
        .add(Column::RevokedAt.is_null())
        .add(Column::StartsAt.lte(now))
        .add(
            Condition::any()
                .add(Column::EndsAt.is_null())
                .add(Column::EndsAt.gt(now)),
        )
}

/// The edition that a scope lies in; none for [`Scope::All`]. What does not exist is no scope.
async fn edition_of(db: &impl ConnectionTrait, scope: Scope) -> Result<Option<EditionId>> {
    let edition = match scope {
        Scope::All => return Ok(None),
        Scope::Edition(edition) | Scope::CountryInEdition(_, edition) => {
            let edition = edition::Entity::find_by_id(edition).one(db).await?;
            edition.map(|edition| edition.id)
        }
        Scope::Course(course) => {
            let course = course::Entity::find_by_id(course).one(db).await?;
            course.map(|course| course.edition)
        }
        Scope::Session(session) => {
            let session = session::Entity::find_by_id(session).one(db).await?;
            session.map(|session| session.edition)
        }
    };
    edition.map(Some).ok_or_else(|| Refusal::NotFound.into())
}

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
    let edition = edition_of(db, scope).await?;
    Ok(edition.is_some_and(|edition| visitor.coordinates(edition)))
}

/// Gives a role. Given again in the same scope, it holds until the new end.
pub async fn give(
    db: &Db,
    visitor: &Visitor,
    to: PersonId,
    role: Role,
    scope: Scope,
    ends_at: Option<Instant>,
    now: Instant,
) -> Result<GrantId> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        if !may_give(tx, visitor, role, scope).await? {
            return Err(Refusal::NotAllowed.into());
        }
        edition_of(tx, scope).await?;
        write(tx, Some(actor), to, role, scope, ends_at, now).await
    })
    .await
}

/// Writes a grant, whoever gives it (none: the command line), in place of one that says the same with another end.
pub async fn write(
    tx: &Tx,
    actor: Option<PersonId>,
    to: PersonId,
    role: Role,
    scope: Scope,
    ends_at: Option<Instant>,
    now: Instant,
) -> Result<GrantId> {
    if !fit_together(role, scope) {
        return Err(Refusal::NotAllowed.into());
    }
    if ends_at.is_some_and(|end| end <= now) {
        return Err(Refusal::field("until", Reason::EndsBeforeStart).into());
    }
    let (edition, course, session, country) = match scope {
        Scope::All => (None, None, None, None),
        Scope::Edition(edition) => (Some(edition), None, None, None),
        Scope::Course(course) => (None, Some(course), None, None),
        Scope::Session(session) => (None, None, Some(session), None),
        Scope::CountryInEdition(country, edition) => (Some(edition), None, None, Some(country)),
    };
    let administrators = lock_administrators(tx, role, now).await?;
    // Two who give the same role at once wait for each other here.
    person::Entity::find_by_id(to)
        .filter(person::Column::DeletedAt.is_null())
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let same = holding(tx, to, now).await?;
    let same = same
        .into_iter()
        .filter(|held| held.role == role && held.scope() == scope);
    for held in same {
        if held.ends_at == ends_at {
            return Ok(held.id);
        }
        if ends_at.is_some() && is_last(&administrators, held.id) {
            return Err(Refusal::LastAdministrator.into());
        }
        take_back(tx, held, actor, now).await?;
    }
    let id = GrantId::new();
    let row = ActiveModel {
        id: Set(id),
        person: Set(to),
        role: Set(role),
        edition: Set(edition),
        course: Set(course),
        session: Set(session),
        country: Set(country),
        starts_at: Set(now),
        ends_at: Set(ends_at),
        granted_by: Set(actor),
        granted_at: Set(now),
        revoked_at: Set(None),
        revoked_by: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    audit::note(tx, actor, "give_role", "person", to.0, role.as_str(), now).await?;
    Ok(id)
}

/// Takes a grant back. The last administrator stays.
pub async fn revoke(db: &Db, visitor: &Visitor, grant: GrantId, now: Instant) -> Result<()> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let role = not_revoked(grant)
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?
            .role;
        let administrators = lock_administrators(tx, role, now).await?;
        let held = not_revoked(grant)
            .lock(LockType::NoKeyUpdate)
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        if !may_give(tx, visitor, held.role, held.scope()).await? {
            return Err(Refusal::NotAllowed.into());
        }
        if is_last(&administrators, held.id) {
            return Err(Refusal::LastAdministrator.into());
        }
        let (person, role) = (held.person, held.role);
        take_back(tx, held, Some(actor), now).await?;
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

fn not_revoked(grant: GrantId) -> Select<Entity> {
    Entity::find_by_id(grant).filter(Column::RevokedAt.is_null())
}

async fn take_back(tx: &Tx, held: Model, actor: Option<PersonId>, now: Instant) -> Result<()> {
    let mut row = held.into_active_model();
    row.revoked_at = Set(Some(now));
    row.revoked_by = Set(actor);
    row.update(tx).await?;
    Ok(())
}

/// The grants by which there is an administrator: of people who are not deleted, without an end.
///
/// Locked in the order of their ids before one of them changes, so that the last two cannot take each other away.
async fn lock_administrators(tx: &Tx, role: Role, now: Instant) -> Result<Vec<GrantId>> {
    if role != Role::Administrator {
        return Ok(Vec::new());
    }
    let locked = Entity::find()
        .filter(Column::Role.eq(Role::Administrator))
        .filter(holds(now))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    let deleted: Vec<PersonId> = person::Entity::find()
        .filter(person::Column::Id.is_in(locked.iter().map(|held| held.person)))
        .filter(person::Column::DeletedAt.is_not_null())
        .all(tx)
        .await?
        .into_iter()
        .map(|person| person.id)
        .collect();
    Ok(locked
        .into_iter()
        .filter(|held| held.ends_at.is_none() && !deleted.contains(&held.person))
        .map(|held| held.id)
        .collect())
}

/// Whether nobody would be administrator for good without this grant.
fn is_last(administrators: &[GrantId], grant: GrantId) -> bool {
    administrators == [grant]
}

/// A grant that holds, as a list shows it.
#[derive(Clone, Debug)]
pub struct Held {
    pub grant: Model,
    pub person: ShownName,
    /// Not for auditors.
    pub email: Option<String>,
    pub place: ScopeName,
    /// None: the command line.
    pub granted_by: Option<ShownName>,
}

/// The grants that hold now, newest first: all of them for administrators and (without names) auditors,
/// the trainers of their editions for coordinators.
pub async fn list(
    db: &Db,
    visitor: &Visitor,
    language: Language,
    now: Instant,
) -> Result<Vec<Held>> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let sees_all = visitor.is_administrator() || visitor.is_auditor();
    let editions = visitor.coordinated_editions();
    if !sees_all && editions.is_empty() {
        return Err(Refusal::NotAllowed.into());
    }
    let mut held = Entity::find().filter(holds(now));
    if !sees_all {
        held = held.filter(trainers_of(&editions));
    }
    let held = held
        .order_by_desc(Column::GrantedAt)
        .order_by_desc(Column::Id)
        .all(db.read())
        .await?;
    let masked = sees_all && !visitor.is_administrator();
    let people = people_in(db, &held).await?;
    let scopes: Vec<Scope> = held.iter().map(Model::scope).collect();
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

async fn people_in(db: &Db, held: &[Model]) -> Result<HashMap<PersonId, person::Model>> {
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
