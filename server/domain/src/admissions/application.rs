//! An application: a person asking for a place in an edition.

use model::accounts::{Rank, Sex};
use model::admissions::{DeclineReason, Standing};
use model::{ApplicationId, Country, EditionId, Instant, PersonId, Refusal};
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::enrolment;
use super::ladder::{self, By};
use crate::accounts::person;
use crate::{Result, Tx};

/// A row of `application`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    pub edition: EditionId,
    pub person: PersonId,
    pub standing: Standing,
    pub delegation: Country,
    /// its order on the waiting list; exactly while waiting
    pub queue_number: Option<i64>,
    pub created_at: Instant,
    /// as corrected; none: as the profile says
    pub organisation: Option<String>,
    /// as corrected; none: as the profile says
    pub rank: Option<Rank>,
    /// as corrected; none: as the profile says
    pub sex: Option<Sex>,
    /// until when an offer is open; exactly while offered
    pub offer_expires_at: Option<Instant>,
    /// why it was declined; only where it was
    pub decline_reason: Option<DeclineReason>,
}

impl Model {
    /// The person's organisation, as far as this application goes.
    #[must_use]
    pub fn organisation_of<'a>(&'a self, person: &'a person::Model) -> &'a str {
        self.organisation.as_deref().unwrap_or(&person.organisation)
    }

    /// The person's rank, as far as this application goes.
    #[must_use]
    pub fn rank_of(&self, person: &person::Model) -> Rank {
        self.rank.unwrap_or(person.rank)
    }

    /// The person's sex, as far as this application goes.
    #[must_use]
    pub fn sex_of(&self, person: &person::Model) -> Sex {
        self.sex.unwrap_or(person.sex)
    }
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// From an application to who asks.
pub(super) fn its_person() -> RelationDef {
    Entity::belongs_to(person::Entity)
        .from(Column::Person)
        .to(person::Column::Id)
        .into()
}

/// From an application to the place it led to, given back or not: one at most.
pub(super) fn its_place() -> RelationDef {
    Entity::belongs_to(enrolment::Entity)
        .from(Column::Id)
        .to(enrolment::Column::Application)
        .into()
}

/// The application by its id.
pub(super) async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Model> {
    Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// A person's one application in an edition that is not over.
pub(super) async fn active(
    db: &impl ConnectionTrait,
    edition: EditionId,
    person: PersonId,
) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Edition.eq(edition))
        .filter(Column::Person.eq(person))
        .filter(Column::Standing.is_not_in(over()))
        .one(db)
        .await?)
}

/// Whether anybody asks for a place in an edition or has one; drafts count.
pub(crate) async fn are_any(db: &impl ConnectionTrait, edition: EditionId) -> Result<bool> {
    let any = Entity::find()
        .filter(Column::Edition.eq(edition))
        .filter(Column::Standing.is_not_in(over()))
        .one(db)
        .await?;
    Ok(any.is_some())
}

fn over() -> impl Iterator<Item = Standing> {
    let all = Standing::ALL.iter().copied();
    all.filter(|standing| standing.is_over())
}

/// Begins an application, with its first step.
pub(super) async fn begin(
    tx: &Tx,
    edition: EditionId,
    person: PersonId,
    standing: Standing,
    delegation: Country,
    by: By<'_>,
    now: Instant,
) -> Result<Model> {
    let application = Model {
        id: ApplicationId::new(),
        edition,
        person,
        standing,
        delegation,
        queue_number: None,
        created_at: now,
        organisation: None,
        rank: None,
        sex: None,
        offer_expires_at: None,
        decline_reason: None,
    };
    Entity::insert(application.clone().into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    ladder::begin(tx, &application, by, now).await?;
    Ok(application)
}
