//! The few figures of the start page, counted by the database instead of loaded.

use model::Instant;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ExprTrait, FromQueryResult, JoinType, QuerySelect};

use super::measured::sum;
use super::{Ground, participants, reported_view, view_total};
use crate::Result;
use crate::schedule::session;

/// What a year amounts to at a glance; each figure by the definition that the figures of the year have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    pub participants: i64,
    /// Countries of their delegations.
    pub delegations: i64,
    /// Sessions held.
    pub sessions: i64,
    pub measured_views: i64,
    /// Never added to the measured ones.
    pub reported_views: i64,
    pub reported_countries: i64,
}

impl Glance {
    pub(super) async fn at(db: &DatabaseConnection, ground: &Ground, now: Instant) -> Result<Self> {
        let (people, sessions, measured, reported) = tokio::try_join!(
            participants::how_many(db, ground),
            held(db, ground, now),
            measured_views(db, ground),
            reported(db, ground),
        )?;
        Ok(Self {
            participants: people.participants,
            delegations: people.delegations,
            sessions,
            measured_views: measured,
            reported_views: reported.views.unwrap_or_default(),
            reported_countries: reported.countries,
        })
    }
}

async fn held(db: &DatabaseConnection, ground: &Ground, now: Instant) -> Result<i64> {
    let held: Option<i64> = session::Entity::find()
        .select_only()
        .expr(ColumnTrait::count(&session::Column::Id))
        .filter(ground.held(now))
        .into_tuple()
        .one(db)
        .await?;
    Ok(held.unwrap_or_default())
}

async fn measured_views(db: &DatabaseConnection, ground: &Ground) -> Result<i64> {
    let views: Option<Option<i64>> = view_total::Entity::find()
        .select_only()
        .expr(sum(view_total::Column::Views))
        .join(JoinType::InnerJoin, view_total::to_session())
        .filter(ground.all_sessions())
        .into_tuple()
        .one(db)
        .await?;
    Ok(views.flatten().unwrap_or_default())
}

#[derive(Default, FromQueryResult)]
struct Reported {
    views: Option<i64>,
    countries: i64,
}

async fn reported(db: &DatabaseConnection, ground: &Ground) -> Result<Reported> {
    use reported_view::Column;
    let counts = Column::Views.gt(0).and(Column::Country.ne(""));
    let country = Expr::case(counts, Expr::col((reported_view::Entity, Column::Country)));
    let reported = reported_view::Entity::find()
        .select_only()
        .column_as(sum(Column::Views), "views")
        .column_as(Expr::expr(country).count_distinct(), "countries")
        .join(JoinType::InnerJoin, reported_view::to_session())
        .filter(Column::WithdrawnAt.is_null())
        .filter(ground.all_sessions())
        .into_model::<Reported>()
        .one(db)
        .await?;
    Ok(reported.unwrap_or_default())
}
