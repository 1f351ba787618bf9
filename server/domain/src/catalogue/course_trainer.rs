//! Who teaches a course, as printed; what they may do is a grant.

use model::role::Scope;
use model::{CourseId, Instant, PersonId, Reason, Refusal, Role};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::course;
use super::edition::to_edit;
use crate::accounts::{Visitor, grant, person};
use crate::{Db, Result, audit, typed};

/// A row of `course_trainer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_trainer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub course: CourseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person: PersonId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who teaches a course, with what staff need to tell them apart.
pub async fn of(db: &impl ConnectionTrait, course: CourseId) -> Result<Vec<person::Model>> {
    let people = Entity::find()
        .filter(Column::Course.eq(course))
        .all(db)
        .await?;
    Ok(person::Entity::find()
        .filter(person::Column::Id.is_in(people.iter().map(|row| row.person)))
        .order_by_asc(person::Column::PrintedName)
        .all(db)
        .await?)
}

/// Names somebody as a trainer of a course: printed with it, and granted its sessions and rolls.
pub async fn assign(
    db: &Db,
    visitor: &Visitor,
    course: CourseId,
    typed_email: &str,
    now: Instant,
) -> Result<()> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let course = course::find(tx, course).await?;
        let (actor, edition) = to_edit(tx, visitor, course.edition, None).await?;
        let email = typed::email(typed_email).map_err(|reason| Refusal::field("email", reason))?;
        let person = person::find_confirmed(tx, &email)
            .await?
            .ok_or_else(|| Refusal::field("email", Reason::NobodyKnown))?;
        let row = ActiveModel {
            course: Set(course.id),
            person: Set(person.id),
        };
        let added = Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::Course, Column::Person])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
        if added == 0 {
            return Err(Refusal::field("email", Reason::Taken).into());
        }
        let scope = Scope::Course(course.id);
        grant::write(tx, Some(actor), person.id, Role::Trainer, scope, None, now).await?;
        let subject = edition.id.0;
        audit::note(
            tx,
            Some(actor),
            "assign_trainer",
            "edition",
            subject,
            course.slug.as_str(),
            now,
        )
        .await
    })
    .await
}

/// Takes a trainer off a course; what they were granted with it ends at once.
pub async fn remove(
    db: &Db,
    visitor: &Visitor,
    course: CourseId,
    trainer: PersonId,
    now: Instant,
) -> Result<()> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let course = course::find(tx, course).await?;
        let (actor, edition) = to_edit(tx, visitor, course.edition, None).await?;
        let gone = Entity::delete_by_id((course.id, trainer)).exec(tx).await?;
        if gone.rows_affected == 0 {
            return Err(Refusal::NotFound.into());
        }
        grant::Entity::update_many()
            .col_expr(grant::Column::RevokedAt, Expr::value(now))
            .col_expr(grant::Column::RevokedBy, Expr::value(actor))
            .filter(grant::Column::Person.eq(trainer))
            .filter(grant::Column::Role.eq(Role::Trainer))
            .filter(grant::Column::Course.eq(course.id))
            .filter(grant::Column::RevokedAt.is_null())
            .exec(tx)
            .await?;
        let role = Role::Trainer.as_str();
        audit::note(
            tx,
            Some(actor),
            "revoke_role",
            "person",
            trainer.0,
            role,
            now,
        )
        .await?;
        let subject = edition.id.0;
        audit::note(
            tx,
            Some(actor),
            "remove_trainer",
            "edition",
            subject,
            course.slug.as_str(),
            now,
        )
        .await
    })
    .await
}
