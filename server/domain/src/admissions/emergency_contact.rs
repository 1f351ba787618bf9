//! Whom to call when something happens to somebody.

use model::{ApplicationId, EnrolmentId, Instant, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::dossier;
use crate::typed::Form;
use crate::{Db, Result};

/// A row of `emergency_contact`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "emergency_contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    pub name: String,
    pub relation: String,
    pub phone: String,
    pub changed_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A contact as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub name: String,
    pub relation: String,
    pub phone: String,
}

/// The person says whom to call.
pub async fn save(
    db: &Db,
    who: PersonId,
    application: ApplicationId,
    typed: &Typed,
    now: Instant,
) -> Result<()> {
    let mut form = Form::new();
    let name = form.text("contact_name", &typed.name, 200);
    let relation = form.optional_text("relation", &typed.relation, 100);
    let phone = form.text("phone", &typed.phone, 50);
    db.write(async |tx| {
        let (place, _) = dossier::own(tx, who, application, now).await?;
        let all = name.zip(relation).zip(phone);
        let ((name, relation), phone) = form.finish(all)?;
        let row = ActiveModel {
            enrolment: Set(place.id),
            name: Set(name),
            relation: Set(relation),
            phone: Set(phone),
            changed_at: Set(now),
        };
        let again = OnConflict::column(Column::Enrolment)
            .update_columns([
                Column::Name,
                Column::Relation,
                Column::Phone,
                Column::ChangedAt,
            ])
            .to_owned();
        Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
}
