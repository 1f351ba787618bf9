//! How far somebody's visa has come, as they say.

use model::dossier::VisaStanding;
use model::{ApplicationId, EnrolmentId, Instant, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::dossier;
use crate::typed::Form;
use crate::{Db, Result};

/// A row of `visa`; none: nobody has said anything yet.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visa")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    pub standing: VisaStanding,
    pub changed_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The person says how far it has come.
pub async fn save(
    db: &Db,
    who: PersonId,
    application: ApplicationId,
    standing: &str,
    now: Instant,
) -> Result<()> {
    let mut form = Form::new();
    let standing = form.choice("standing", standing);
    db.write(async |tx| {
        let (place, _) = dossier::own(tx, who, application, now).await?;
        let row = ActiveModel {
            enrolment: Set(place.id),
            standing: Set(form.finish(standing)?),
            changed_at: Set(now),
        };
        let again = OnConflict::column(Column::Enrolment)
            .update_columns([Column::Standing, Column::ChangedAt])
            .to_owned();
        Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
}
