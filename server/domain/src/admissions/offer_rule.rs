//! For how long an edition's offers are open.

use model::{EditionId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{edition_lock, permission};
use crate::accounts::Visitor;
use crate::typed::Form;
use crate::{Db, Result, audit};

/// A row of `offer_rule`: an edition without one makes offers for [`HOURS`].
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    pub hours: i32,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// For how many hours an offer is open, where nobody said otherwise.
pub const HOURS: i32 = 48;
/// The most hours: a month.
pub const MOST_HOURS: i32 = 720;

/// For how many hours an edition's offers are open.
pub async fn hours(db: &impl ConnectionTrait, edition: EditionId) -> Result<i32> {
    let rule = Entity::find_by_id(edition).one(db).await?;
    Ok(rule.map_or(HOURS, |rule| rule.hours))
}

/// Says for how many hours an edition's offers are open; those that were made keep theirs.
pub async fn set_hours(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    hours: &str,
    now: Instant,
) -> Result<()> {
    let actor = permission::may_change(visitor, edition)?;
    let mut form = Form::new();
    let hours = form
        .number("hours", hours, 1, MOST_HOURS.into())
        .and_then(|hours| i32::try_from(hours).ok());
    let hours = form.finish(hours)?;
    db.write(async |tx| {
        edition_lock::lock(tx, edition).await?;
        let row = ActiveModel {
            edition: Set(edition),
            hours: Set(hours),
        };
        let anew = OnConflict::column(Column::Edition)
            .update_column(Column::Hours)
            .to_owned();
        Entity::insert(row)
            .on_conflict(anew)
            .exec_without_returning(tx)
            .await?;
        let (subject, said) = (edition.0, hours.to_string());
        audit::note(
            tx,
            Some(actor),
            "set_offer_hours",
            "edition",
            subject,
            &said,
            now,
        )
        .await
    })
    .await
}
