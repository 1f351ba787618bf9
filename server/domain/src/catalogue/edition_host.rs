//! An organisation that hosts an edition.

use model::{EditionId, HostId, Instant, Reason, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::edition::to_edit;
use super::{edition_text, host};
use crate::accounts::Visitor;
use crate::typed::Form;
use crate::{Db, Result, audit};

/// A row of `edition_host`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_host")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub host: HostId,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Names an organisation as a host of an edition.
pub async fn add(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed_host: &str,
    now: Instant,
) -> Result<()> {
    db.write(async |tx| {
        let (actor, edition) = to_edit(tx, visitor, edition, None).await?;
        let mut form = Form::new();
        let host = form.choice::<HostId>("host", typed_host);
        let host = form.finish(host)?;
        let known = host::Entity::find_by_id(host).one(tx).await?;
        let known = known.ok_or_else(|| Refusal::field("host", Reason::NotAChoice))?;
        let row = ActiveModel {
            edition: Set(edition.id),
            host: Set(known.id),
        };
        let added = Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::Edition, Column::Host])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
        if added == 0 {
            return Err(Refusal::field("host", Reason::Taken).into());
        }
        edition_text::fold_again(tx, edition.id).await?;
        audit::note(
            tx,
            Some(actor),
            "add_host",
            "edition",
            edition.id.0,
            &known.name,
            now,
        )
        .await
    })
    .await
}

/// Takes a host off an edition.
pub async fn remove(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    host: HostId,
    now: Instant,
) -> Result<()> {
    db.write(async |tx| {
        let (actor, edition) = to_edit(tx, visitor, edition, None).await?;
        let gone = Entity::delete_by_id((edition.id, host)).exec(tx).await?;
        if gone.rows_affected == 0 {
            return Err(Refusal::NotFound.into());
        }
        edition_text::fold_again(tx, edition.id).await?;
        let name = host::Entity::find_by_id(host)
            .one(tx)
            .await?
            .map_or_else(String::new, |host| host.name);
        audit::note(
            tx,
            Some(actor),
            "remove_host",
            "edition",
            edition.id.0,
            &name,
            now,
        )
        .await
    })
    .await
}
