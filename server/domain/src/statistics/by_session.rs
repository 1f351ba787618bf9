//! Figures of each session, in their order.

use model::{Instant, Language};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::{Attendance, Gathered, Measured, names, session_reach};
use crate::schedule::session;
use crate::{Db, Result};

/// One session and its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    pub session: session::Model,
    pub title: String,
    /// Not cancelled and ended.
    pub held: bool,
    pub attendance: Option<Attendance>,
    pub measured: Measured,
    pub engaged: i64,
    /// Most viewers at once.
    pub peak: i64,
    pub reported: i64,
}

/// The sessions of what was gathered, by their start.
pub async fn sessions(
    db: &Db,
    gathered: &Gathered,
    language: Language,
    now: Instant,
) -> Result<Vec<SessionLine>> {
    let ground = &gathered.ground;
    let rows = session::Entity::find()
        .filter(ground.all_sessions())
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Number)
        .all(db.read())
        .await?;
    let (titles, reached) = tokio::try_join!(
        names::sessions(db, rows.iter().map(|row| row.id), language),
        session_reach::of_ground(db, ground),
    )?;
    Ok(rows
        .into_iter()
        .map(|row| SessionLine {
            title: titles.get(&row.id).cloned().unwrap_or_default(),
            held: row.is_held(now),
            attendance: find(&gathered.attendance, |of| of.session == row.id).copied(),
            measured: find(&gathered.watched, |of| of.session == row.id)
                .map(|watched| watched.measured)
                .unwrap_or_default(),
            engaged: find(&reached, |of| of.session == row.id).map_or(0, |of| of.engaged),
            peak: find(&reached, |of| of.session == row.id).map_or(0, |of| of.peak),
            reported: find(&gathered.reported_by_session, |of| of.session == row.id)
                .map_or(0, |reported| reported.views),
            session: row,
        })
        .collect())
}

fn find<T>(rows: &[T], fits: impl Fn(&T) -> bool) -> Option<&T> {
    rows.iter().find(|row| fits(row))
}
