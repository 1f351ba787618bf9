//! Who changed what, and when: a row in the same transaction as the change.

use model::{AuditId, Instant, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::{Result, Tx};

/// A row of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditId,
    pub at: Instant,
    pub actor: Option<PersonId>,
    pub action: String,
    pub subject_kind: String,
    pub subject: Option<Uuid>,
    pub detail: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Notes that `actor` (none: Egret itself) did `action` to a thing. `detail` names fields or says
/// why, as those concerned were told; never personal data.
pub async fn note(
    tx: &Tx,
    actor: Option<PersonId>,
    action: &str,
    subject_kind: &str,
    subject: Uuid,
    detail: &str,
    now: Instant,
) -> Result<()> {
    let row = ActiveModel {
        id: Set(AuditId::new()),
        at: Set(now),
        actor: Set(actor),
        action: Set(action.to_owned()),
        subject_kind: Set(subject_kind.to_owned()),
        subject: Set(Some(subject)),
        detail: Set(detail.to_owned()),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The history of one thing, newest first.
pub async fn history(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject: Uuid,
) -> Result<Vec<Model>> {
    use sea_orm::QueryOrder;
    Ok(Entity::find()
        .filter(Column::SubjectKind.eq(subject_kind))
        .filter(Column::Subject.eq(subject))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .all(db)
        .await?)
}
