//! Who has arrived, as a coordinator noted.

use model::{ApplicationId, EditionId, EnrolmentId, Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{enrolment, permission};
use crate::accounts::Visitor;
use crate::{Db, Result, audit};

/// A row of `arrived`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "arrived")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    pub at: Instant,
    pub noted_by: PersonId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Notes that somebody is here, or takes the note back. Noted twice, the first time stays.
pub async fn note(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    is_here: bool,
    now: Instant,
) -> Result<EditionId> {
    let (known, actor) = permission::changeable(db, visitor, application).await?;
    db.write(async |tx| {
        let place = enrolment::of_application(tx, application)
            .await?
            .ok_or(Refusal::NotFound)?;
        let action = if is_here {
            let row = ActiveModel {
                enrolment: Set(place.id),
                at: Set(now),
                noted_by: Set(actor),
            };
            let first_stays = OnConflict::column(Column::Enrolment)
                .do_nothing()
                .to_owned();
            Entity::insert(row)
                .on_conflict(first_stays)
                .exec_without_returning(tx)
                .await?;
            "note_arrived"
        } else {
            Entity::delete_by_id(place.id).exec(tx).await?;
            "note_not_arrived"
        };
        audit::note(
            tx,
            Some(actor),
            action,
            "application",
            application.0,
            "",
            now,
        )
        .await?;
        Ok(known.edition)
    })
    .await
}
