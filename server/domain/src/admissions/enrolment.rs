//! An enrolment: an accepted place, with what was true then frozen in.

use model::accounts::{Rank, Sex};
use model::admissions::Standing;
use model::{ApplicationId, Country, EditionId, EnrolmentId, Instant, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::application;
use super::ladder::{self, By};
use crate::accounts::person;
use crate::outbox::{self, Letter};
use crate::{Result, Tx};

/// A row of `enrolment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrolmentId,
    pub application: ApplicationId,
    pub edition: EditionId,
    pub person: PersonId,
    pub delegation: Country,
    pub declared: Country,
    pub rank: Rank,
    pub organisation: String,
    pub sex: Sex,
    pub enrolled_at: Instant,
    pub withdrawn_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The place an application led to, unless it was given back.
pub(super) async fn of_application(
    db: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Application.eq(application))
        .filter(Column::WithdrawnAt.is_null())
        .one(db)
        .await?)
}

/// A place that was given, and the letter that says so: posted by whoever gives places, many at once.
pub(super) struct Given {
    pub place: EnrolmentId,
    pub letter: Letter,
    pub cause: String,
}

/// Gives a place whose seats were taken: the step, and the enrolment with what is true now.
pub(super) async fn place(
    tx: &Tx,
    application: &mut application::Model,
    person: &person::Model,
    by: By<'_>,
    now: Instant,
) -> Result<Given> {
    let from_waiting_list = application.standing == Standing::Waiting;
    ladder::step(tx, application, Standing::Accepted, by, now).await?;
    let id = EnrolmentId::new();
    let row = ActiveModel {
        id: Set(id),
        application: Set(application.id),
        edition: Set(application.edition),
        person: Set(person.id),
        delegation: Set(application.delegation),
        declared: Set(person.country),
        rank: Set(application.rank_of(person)),
        organisation: Set(application.organisation_of(person).to_owned()),
        sex: Set(application.sex_of(person)),
        enrolled_at: Set(now),
        withdrawn_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let letter = Letter::PlaceGiven {
        edition: application.edition,
        from_waiting_list,
    };
    Ok(Given {
        place: id,
        letter,
        cause: cause(application),
    })
}

/// One mail for each step of an application.
pub(super) async fn post(
    tx: &Tx,
    application: &application::Model,
    person: &person::Model,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    outbox::post(tx, person, letter, cause(application), now).await
}

/// What a mail about where an application now stands is written for.
pub(super) fn cause(application: &application::Model) -> String {
    format!("application:{}:{}", application.id, application.standing)
}
