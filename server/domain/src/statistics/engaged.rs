//! Engaged viewers, who watched at least half; and the most who watched at once.

use model::SessionId;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QuerySelect, RelationDef};

use super::measured::sum;
use super::{Ground, concurrent_bin};
use crate::media::engaged_bin;
use crate::schedule::session;
use crate::{Db, Result};

/// A count of one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OfSession {
    pub session: SessionId,
    pub viewers: i64,
}

/// Viewers who watched at least half, as they were settled when their session was over.
pub async fn engaged(db: &Db, ground: &Ground) -> Result<Vec<OfSession>> {
    let to_session: RelationDef = engaged_bin::Entity::belongs_to(session::Entity)
        .from(engaged_bin::Column::Session)
        .to(session::Column::Id)
        .into();
    Ok(engaged_bin::Entity::find()
        .select_only()
        .column(engaged_bin::Column::Session)
        .column_as(sum(engaged_bin::Column::Viewers), "viewers")
        .join(JoinType::InnerJoin, to_session)
        .filter(ground.all_sessions())
        .group_by(engaged_bin::Column::Session)
        .into_model::<OfSession>()
        .all(db.read())
        .await?)
}

/// The most viewers with a beat in one minute, by session.
pub async fn peaks(db: &Db, ground: &Ground) -> Result<Vec<OfSession>> {
    let to_session: RelationDef = concurrent_bin::Entity::belongs_to(session::Entity)
        .from(concurrent_bin::Column::Session)
        .to(session::Column::Id)
        .into();
    Ok(concurrent_bin::Entity::find()
        .select_only()
        .column(concurrent_bin::Column::Session)
        .column_as(
            ColumnTrait::max(&concurrent_bin::Column::Viewers),
            "viewers",
        )
        .join(JoinType::InnerJoin, to_session)
        .filter(ground.all_sessions())
        .group_by(concurrent_bin::Column::Session)
        .into_model::<OfSession>()
        .all(db.read())
        .await?)
}
