//! Grants: person, role, scope, from, until. Read on every request.

use model::role::Scope;
use model::{
    Country, CourseId, EditionId, GrantId, Instant, PersonId, Reason, Refusal, Role, SessionId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{Condition, IntoActiveModel, QueryOrder, QuerySelect};

use super::person;
use crate::catalogue::{course, edition};
use crate::schedule::session;
use crate::{Result, Tx, audit};

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
pub(crate) async fn of_people(
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

/// The grants that hold at `now`.
pub(crate) fn holds(now: Instant) -> Condition {
    not_over(now).add(Column::StartsAt.lte(now))
}

/// The grants that hold at `now` or will.
pub(crate) fn not_over(now: Instant) -> Condition {
    Condition::all().add(Column::RevokedAt.is_null()).add(
        Condition::any()
            .add(Column::EndsAt.is_null())
            .add(Column::EndsAt.gt(now)),
    )
}

/// The edition that a scope lies in; none for [`Scope::All`]. What does not exist is no scope.
pub(crate) async fn edition_of(
    db: &impl ConnectionTrait,
    scope: Scope,
) -> Result<Option<EditionId>> {
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

/// From when until when a role holds.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub from: Instant,
    /// None: until it is taken back.
    pub until: Option<Instant>,
}

/// Writes a grant that holds from now on, whoever gives it (none: the command line).
pub async fn write(
    tx: &Tx,
    actor: Option<PersonId>,
    to: PersonId,
    role: Role,
    scope: Scope,
    ends_at: Option<Instant>,
    now: Instant,
) -> Result<GrantId> {
    let term = Term {
        from: now,
        until: ends_at,
    };
    write_for(tx, actor, to, role, scope, term, now).await
}

/// Writes a grant for a term, in place of what says the same for another. It ends no later than the grant by which it is given.
pub async fn write_for(
    tx: &Tx,
    actor: Option<PersonId>,
    to: PersonId,
    role: Role,
    scope: Scope,
    term: Term,
    now: Instant,
) -> Result<GrantId> {
    if !fit_together(role, scope) {
        return Err(Refusal::NotAllowed.into());
    }
    let ends_at = match actor {
        Some(actor) => sooner(term.until, end_of_giver(tx, actor, scope, now).await?),
        None => term.until,
    };
    if ends_at.is_some_and(|end| end <= term.from.max(now)) {
        return Err(Refusal::field("until", Reason::EndsBeforeStart).into());
    }
    let administrators = lock_administrators(tx, role, now).await?;
    // Two who give the same role at once wait for each other here.
    person::locked(tx, to).await?;
    for held in replaced(tx, to, role, scope, term, now).await? {
        if held.ends_at == ends_at && held.starts_at <= term.from {
            return Ok(held.id);
        }
        if ends_at.is_some() && is_last(&administrators, held.id) {
            return Err(Refusal::LastAdministrator.into());
        }
        take_back(tx, held, actor, now).await?;
    }
    let id = GrantId::new();
    let row = row(id, actor, to, (role, scope), (term.from, ends_at), now);
    Entity::insert(row).exec_without_returning(tx).await?;
    audit::note(tx, actor, "give_role", "person", to.0, role.as_str(), now).await?;
    Ok(id)
}

/// What a new term takes the place of: one that begins now, of every other that has not ended; one that begins later, of those
/// that begin later too, since what holds today goes on until then.
async fn replaced(
    tx: &Tx,
    to: PersonId,
    role: Role,
    scope: Scope,
    term: Term,
    now: Instant,
) -> Result<Vec<Model>> {
    let mut same = Entity::find()
        .filter(Column::Person.eq(to))
        .filter(Column::Role.eq(role))
        .filter(not_over(now));
    if term.from > now {
        same = same.filter(Column::StartsAt.gt(now));
    }
    let same = same.all(tx).await?.into_iter();
    Ok(same.filter(|held| held.scope() == scope).collect())
}

fn row(
    id: GrantId,
    actor: Option<PersonId>,
    to: PersonId,
    (role, scope): (Role, Scope),
    (starts_at, ends_at): (Instant, Option<Instant>),
    now: Instant,
) -> ActiveModel {
    let (edition, course, session, country) = match scope {
        Scope::All => (None, None, None, None),
        Scope::Edition(edition) => (Some(edition), None, None, None),
        Scope::Course(course) => (None, Some(course), None, None),
        Scope::Session(session) => (None, None, Some(session), None),
        Scope::CountryInEdition(country, edition) => (Some(edition), None, None, Some(country)),
    };
    ActiveModel {
        id: Set(id),
        person: Set(to),
        role: Set(role),
        edition: Set(edition),
        course: Set(course),
        session: Set(session),
        country: Set(country),
        starts_at: Set(starts_at),
        ends_at: Set(ends_at),
        granted_by: Set(actor),
        granted_at: Set(now),
        revoked_at: Set(None),
        revoked_by: Set(None),
    }
}

/// When what `giver` may give in a scope ends: with the grant by which they give it. None: it does not end.
///
/// Otherwise whoever runs an edition until December could make themselves its trainer for good.
async fn end_of_giver(
    tx: &Tx,
    giver: PersonId,
    scope: Scope,
    now: Instant,
) -> Result<Option<Instant>> {
    let edition = edition_of(tx, scope).await?;
    let by = holding(tx, giver, now).await?.into_iter().filter(|held| {
        held.role == Role::Administrator
            || (held.role == Role::Coordinator && held.edition == edition)
    });
    let ends: Vec<Option<Instant>> = by.map(|held| held.ends_at).collect();
    if ends.contains(&None) {
        return Ok(None);
    }
    Ok(ends.into_iter().flatten().max())
}

fn sooner(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    [one, other].into_iter().flatten().min()
}

/// Notes that a grant holds no more.
pub(crate) async fn take_back(
    tx: &Tx,
    held: Model,
    actor: Option<PersonId>,
    now: Instant,
) -> Result<()> {
    let mut row = held.into_active_model();
    row.revoked_at = Set(Some(now));
    row.revoked_by = Set(actor);
    row.update(tx).await?;
    Ok(())
}

/// The grants by which there is an administrator: of people who are not deleted, without an end.
///
/// Locked in the order of their ids before one of them changes, so that the last two cannot take each other away.
pub(crate) async fn lock_administrators(tx: &Tx, role: Role, now: Instant) -> Result<Vec<GrantId>> {
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
pub(crate) fn is_last(administrators: &[GrantId], grant: GrantId) -> bool {
    administrators == [grant]
}
