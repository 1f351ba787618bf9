//! A cancellation of a session: who, when and why, until it is taken up again.

use model::{Instant, PersonId, SessionId};
use sea_orm::entity::prelude::*;

use crate::Result;

/// A row of `session_cancellation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_cancellation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session: SessionId,
    /// never empty
    pub reason: String,
    pub cancelled_at: Instant,
    pub cancelled_by: PersonId,
    pub taken_up_at: Option<Instant>,
    pub taken_up_by: Option<PersonId>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Why a session is cancelled now; nothing where no reason was kept, or where it takes place.
pub async fn reason(db: &impl ConnectionTrait, session: SessionId) -> Result<Option<String>> {
    Ok(Entity::find()
        .filter(Column::Session.eq(session))
        .filter(Column::TakenUpAt.is_null())
        .one(db)
        .await?
        .map(|row| row.reason))
}
