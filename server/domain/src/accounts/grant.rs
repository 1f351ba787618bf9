//! Grants: person, role, scope, from, until. Read on every request.

use model::role::Scope;
use model::{Country, CourseId, EditionId, GrantId, Instant, PersonId, Refusal, Role, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, IntoActiveModel, QueryOrder};

use super::{Visitor, person};
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

/// Who may give a role in a scope: administrators any, coordinators trainers of their editions (`edition` is the one that the scope lies in).
fn may_give(visitor: &Visitor, role: Role, edition: Option<EditionId>) -> bool {
    visitor.is_administrator()
        || (role == Role::Trainer && edition.is_some_and(|edition| visitor.coordinates(edition)))
}

/// Gives a role. `edition` is the edition in which a course or session lies.
pub async fn give(
    db: &Db,
    visitor: &Visitor,
    to: PersonId,
    role: Role,
    scope: Scope,
    edition: Option<EditionId>,
    ends_at: Option<Instant>,
    now: Instant,
) -> Result<GrantId> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if !may_give(visitor, role, edition) {
        return Err(Refusal::NotAllowed.into());
    }
    db.write(async |tx| {
        person::find(tx, to).await?;
        write(tx, Some(actor), to, role, scope, ends_at, now).await
    })
    .await
}

/// Writes a grant, whoever gives it (none: the command line).
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
    let (edition, course, session, country) = match scope {
        Scope::All => (None, None, None, None),
        Scope::Edition(edition) => (Some(edition), None, None, None),
        Scope::Course(course) => (None, Some(course), None, None),
        Scope::Session(session) => (None, None, Some(session), None),
        Scope::CountryInEdition(country, edition) => (Some(edition), None, None, Some(country)),
    };
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
pub async fn revoke(
    db: &Db,
    visitor: &Visitor,
    grant: GrantId,
    edition: Option<EditionId>,
    now: Instant,
) -> Result<()> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let row = Entity::find_by_id(grant)
            .filter(Column::RevokedAt.is_null())
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        if !may_give(visitor, row.role, edition) {
            return Err(Refusal::NotAllowed.into());
        }
        if row.role == Role::Administrator && administrators(tx, now).await? <= 1 {
            return Err(Refusal::LastAdministrator.into());
        }
        let person = row.person;
        let role = row.role;
        let mut row = row.into_active_model();
        row.revoked_at = Set(Some(now));
        row.revoked_by = Set(Some(actor));
        row.update(tx).await?;
        audit::note(
            tx,
            Some(actor),
            "revoke_role",
            "person",
            person.0,
            role.as_str(),
            now,
        )
        .await
    })
    .await
}

async fn administrators(tx: &Tx, now: Instant) -> Result<u64> {
    use sea_orm::PaginatorTrait;
    Ok(Entity::find()
        .filter(Column::Role.eq(Role::Administrator))
        .filter(holds(now))
        .count(tx)
        .await?)
}

/// Every grant that was not taken back, with its person, newest first.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<(Model, Option<person::Model>)>> {
    let grants = Entity::find()
        .filter(Column::RevokedAt.is_null())
        .order_by_desc(Column::GrantedAt)
        .all(db)
        .await?;
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(grants.iter().map(|grant| grant.person)))
        .all(db)
        .await?;
    Ok(grants
        .into_iter()
        .map(|grant| {
            let person = people
                .iter()
                .find(|person| person.id == grant.person)
                .cloned();
            (grant, person)
        })
        .collect())
}
