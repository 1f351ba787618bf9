//! Engaged viewers, who watched at least half; and the most who watched at once.

use model::SessionId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Func, IntoCondition};
use sea_orm::{ExprTrait, FromQueryResult, JoinType, QuerySelect, RelationDef};

use super::{Ground, concurrent_bin};
use crate::media::{recording, view_session};
use crate::schedule::session;
use crate::{Db, Result};

/// A count of one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OfSession {
    pub session: SessionId,
    pub viewers: i64,
}

/// Viewers who watched at least half of the recording or, without one of known length, of the session's effective length.
///
/// Reads one row a viewer: for an edition, not for a year.
pub async fn engaged(db: &Db, ground: &Ground) -> Result<Vec<OfSession>> {
    let to_session: RelationDef = view_session::Entity::belongs_to(session::Entity)
        .from(view_session::Column::Session)
        .to(session::Column::Id)
        .into();
    let to_recording: RelationDef = view_session::Entity::belongs_to(recording::Entity)
        .from(view_session::Column::Session)
        .to(recording::Column::Session)
        .on_condition(|_, recording| {
            Expr::col((recording, recording::Column::RemovedAt))
                .is_null()
                .into_condition()
        })
        .into();
    let col = |column: session::Column| Expr::col((session::Entity, column));
    let effective =
        col(session::Column::EffectiveEndsAt).sub(col(session::Column::EffectiveStartsAt));
    let planned = col(session::Column::EndsAt).sub(col(session::Column::StartsAt));
    let length = Expr::expr(Func::coalesce([
        Expr::col((recording::Entity, recording::Column::DurationMs)),
        effective,
        planned,
    ]));
    let watched = Expr::col((view_session::Entity, view_session::Column::WatchedMs));
    Ok(view_session::Entity::find()
        .select_only()
        .column(view_session::Column::Session)
        .column_as(
            ColumnTrait::count(&view_session::Column::VisitorKey),
            "viewers",
        )
        .join(JoinType::InnerJoin, to_session)
        .join(JoinType::LeftJoin, to_recording)
        .filter(ground.all_sessions())
        .filter(watched.mul(2).gte(length))
        .filter(view_session::Column::Views.gt(0))
        .group_by(view_session::Column::Session)
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
