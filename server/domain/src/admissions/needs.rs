//! What somebody eats and what they need to get about. Read only by who needs it.

use std::collections::HashMap;

use model::{ApplicationId, EditionId, EnrolmentId, Instant, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{JoinType, OnConflict};

use super::{dossier, enrolment};
use crate::typed::Form;
use crate::{Db, Result};

/// A row of `needs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "needs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    /// For who runs the edition.
    pub diet: String,
    /// For who runs the edition and for trainers.
    pub access: String,
    pub changed_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The longest answer, in characters.
const LONGEST: u32 = 1_000;

/// The person says what they need; with nothing in both, nothing is kept.
pub async fn save(
    db: &Db,
    who: PersonId,
    application: ApplicationId,
    diet: &str,
    access: &str,
    now: Instant,
) -> Result<()> {
    let mut form = Form::new();
    let diet = form.optional_text("diet", diet, LONGEST);
    let access = form.optional_text("access", access, LONGEST);
    db.write(async |tx| {
        let (place, _) = dossier::own(tx, who, application, now).await?;
        let (diet, access) = form.finish(diet.zip(access))?;
        if diet.is_empty() && access.is_empty() {
            Entity::delete_by_id(place.id).exec(tx).await?;
            return Ok(());
        }
        let row = ActiveModel {
            enrolment: Set(place.id),
            diet: Set(diet),
            access: Set(access),
            changed_at: Set(now),
        };
        let again = OnConflict::column(Column::Enrolment)
            .update_columns([Column::Diet, Column::Access, Column::ChangedAt])
            .to_owned();
        Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
}

/// What people of an edition need to get about; whoever asks has shown that they may know.
pub(crate) async fn access_in(
    db: &impl ConnectionTrait,
    edition: EditionId,
) -> Result<HashMap<EnrolmentId, String>> {
    let rows: Vec<(EnrolmentId, String)> = Entity::find()
        .join(
            JoinType::InnerJoin,
            Entity::belongs_to(enrolment::Entity)
                .from(Column::Enrolment)
                .to(enrolment::Column::Id)
                .into(),
        )
        .select_only()
        .column(Column::Enrolment)
        .column(Column::Access)
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(Column::Access.ne(""))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
