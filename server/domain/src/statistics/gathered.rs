//! Everything that the figures of a ground are computed from, gathered in a few queries whose cost does not grow with views.

use model::catalogue::Mode;
use model::schedule::SessionKind;
use model::{Country, CourseId, EditionId, Instant, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QuerySelect, RelationDef, Select};

use super::{Attendance, EditionLine, Ground, Measured, Place};
use super::{attendance, left_out, measured, participants};
use super::{reported_view, view_total};
use crate::Result;
use crate::catalogue::course;
use crate::media::Whereabouts;
use crate::schedule::session;

/// Sessions of one kind that an edition held.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Held {
    pub(super) edition: EditionId,
    pub(super) kind: SessionKind,
    pub(super) sessions: i64,
}

/// A course that was taught.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Taught {
    pub(super) edition: EditionId,
    pub(super) course: CourseId,
}

/// What was measured in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Watched {
    pub session: SessionId,
    pub edition: EditionId,
    pub starts_at: Instant,
    #[sea_orm(nested)]
    pub measured: Measured,
}

/// The reported views of an edition that stand, by country and platform.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Reported {
    pub edition: EditionId,
    pub country: String,
    pub platform: String,
    pub views: i64,
}

/// The reported views of a session, with when it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ReportedOfSession {
    pub session: SessionId,
    pub starts_at: Instant,
    pub views: i64,
}

impl Reported {
    /// The country, where the platform gave one.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        Country::parse(&self.country)
    }
}

/// The rows behind the figures of a ground.
#[derive(Clone, Debug)]
pub struct Gathered {
    pub ground: Ground,
    pub places: Vec<Place>,
    pub(super) held: Vec<Held>,
    pub(super) taught: Vec<Taught>,
    pub attendance: Vec<Attendance>,
    pub watched: Vec<Watched>,
    /// By detected country.
    pub measured_by_country: Vec<(Whereabouts, Measured)>,
    pub reported: Vec<Reported>,
    pub reported_by_session: Vec<ReportedOfSession>,
    pub(super) left_out: left_out::Rows,
}

impl Gathered {
    /// Gathers it all.
    pub async fn on(db: &DatabaseConnection, ground: Ground, now: Instant) -> Result<Self> {
        let (
            places,
            held,
            taught,
            attendance,
            watched,
            measured_by_country,
            reported,
            reported_by_session,
            left_out,
        ) = tokio::try_join!(
            participants::places(db, &ground),
            held(db, &ground, now),
            taught(db, &ground, now),
            attendance::attendance(db, &ground, now),
            watched(db, &ground),
            measured::by_country(db, &ground),
            reported(db, &ground),
            reported_by_session(db, &ground),
            left_out::rows(db, &ground, now),
        )?;
        Ok(Self {
            ground,
            places,
            held,
            taught,
            attendance,
            watched,
            measured_by_country,
            reported,
            reported_by_session,
            left_out,
        })
    }

    /// Whether there is nothing at all to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
            && self.held.is_empty()
            && self.watched.is_empty()
            && self.reported.is_empty()
    }

    /// The line of an edition.
    #[must_use]
    pub fn edition(&self, id: EditionId) -> Option<&EditionLine> {
        self.ground.editions.iter().find(|edition| edition.id == id)
    }

    /// The editions of one portfolio and mode.
    pub(super) fn editions_of(&self, portfolio: &str, mode: Mode) -> Vec<EditionId> {
        self.ground
            .editions
            .iter()
            .filter(|edition| edition.portfolio_slug.as_str() == portfolio && edition.mode == mode)
            .map(|edition| edition.id)
            .collect()
    }
}

async fn held(db: &impl ConnectionTrait, ground: &Ground, now: Instant) -> Result<Vec<Held>> {
    Ok(session::Entity::find()
        .select_only()
        .column(session::Column::Edition)
        .column(session::Column::Kind)
        .column_as(ColumnTrait::count(&session::Column::Id), "sessions")
        .filter(ground.held(now))
        .group_by(session::Column::Edition)
        .group_by(session::Column::Kind)
        .into_model::<Held>()
        .all(db)
        .await?)
}

async fn taught(db: &impl ConnectionTrait, ground: &Ground, now: Instant) -> Result<Vec<Taught>> {
    let to_course: RelationDef = session::Entity::belongs_to(course::Entity)
        .from(session::Column::Course)
        .to(course::Column::Id)
        .into();
    Ok(session::Entity::find()
        .select_only()
        .distinct()
        .column(session::Column::Edition)
        .column(session::Column::Course)
        .join(JoinType::InnerJoin, to_course)
        .filter(course::Column::CancelledAt.is_null())
        .filter(ground.held(now))
        .into_model::<Taught>()
        .all(db)
        .await?)
}

async fn watched(db: &impl ConnectionTrait, ground: &Ground) -> Result<Vec<Watched>> {
    let select = view_total::Entity::find()
        .select_only()
        .column(view_total::Column::Session)
        .column(session::Column::Edition)
        .column(session::Column::StartsAt);
    Ok(measured::sums(select)
        .join(JoinType::InnerJoin, view_total::to_session())
        .filter(ground.all_sessions())
        .group_by(view_total::Column::Session)
        .group_by(session::Column::Edition)
        .group_by(session::Column::StartsAt)
        .into_model::<Watched>()
        .all(db)
        .await?)
}

async fn reported(db: &impl ConnectionTrait, ground: &Ground) -> Result<Vec<Reported>> {
    use reported_view::Column;
    Ok(standing(ground)
        .column(session::Column::Edition)
        .columns([Column::Country, Column::Platform])
        .group_by(session::Column::Edition)
        .group_by(Column::Country)
        .group_by(Column::Platform)
        .into_model::<Reported>()
        .all(db)
        .await?)
}

async fn reported_by_session(
    db: &impl ConnectionTrait,
    ground: &Ground,
) -> Result<Vec<ReportedOfSession>> {
    Ok(standing(ground)
        .column(reported_view::Column::Session)
        .column(session::Column::StartsAt)
        .group_by(reported_view::Column::Session)
        .group_by(session::Column::StartsAt)
        .into_model::<ReportedOfSession>()
        .all(db)
        .await?)
}

/// Sums of the reports of a ground that were not withdrawn.
fn standing(ground: &Ground) -> Select<reported_view::Entity> {
    reported_view::Entity::find()
        .select_only()
        .column_as(measured::sum(reported_view::Column::Views), "views")
        .join(JoinType::InnerJoin, reported_view::to_session())
        .filter(reported_view::Column::WithdrawnAt.is_null())
        .filter(ground.all_sessions())
}
