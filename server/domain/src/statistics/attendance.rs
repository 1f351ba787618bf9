//! Attendance: of those who had to attend, how many did. Who was not recorded has not attended, as in completion.

use std::collections::HashMap;

use model::{EditionId, Instant, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{Condition, ExprTrait, FromQueryResult, JoinType, QuerySelect, RelationDef};

use super::Ground;
use crate::Result;
use crate::admissions::{course_place, enrolment};
use crate::attendance::verdict;
use crate::catalogue::course;
use crate::schedule::session;

/// The attendance of one session that was held, over places that were not withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attendance {
    pub session: SessionId,
    pub edition: EditionId,
    pub verdicts: i64,
    pub attended: i64,
    /// Need not have attended.
    pub excused: i64,
    /// Had to attend, and nobody recorded whether they did.
    pub unrecorded: i64,
}

impl Attendance {
    /// Who was to attend: recorded or not, without the excused.
    #[must_use]
    pub const fn due(&self) -> i64 {
        self.verdicts + self.unrecorded - self.excused
    }
}

#[derive(FromQueryResult)]
struct Recorded {
    session: SessionId,
    edition: EditionId,
    verdicts: i64,
    attended: i64,
    excused: i64,
}

#[derive(FromQueryResult)]
struct Unrecorded {
    session: SessionId,
    people: i64,
}

/// The attendance of each session held in which somebody was recorded.
pub(super) async fn attendance(
    db: &DatabaseConnection,
    ground: &Ground,
    now: Instant,
) -> Result<Vec<Attendance>> {
    let (recorded, unrecorded) =
        tokio::try_join!(recorded(db, ground, now), unrecorded(db, ground, now))?;
    Ok(recorded
        .into_iter()
        .map(|row| Attendance {
            session: row.session,
            edition: row.edition,
            verdicts: row.verdicts,
            attended: row.attended,
            excused: row.excused,
            unrecorded: unrecorded.get(&row.session).copied().unwrap_or(0),
        })
        .collect())
}

async fn recorded(
    db: &impl ConnectionTrait,
    ground: &Ground,
    now: Instant,
) -> Result<Vec<Recorded>> {
    let to_session: RelationDef = verdict::Entity::belongs_to(session::Entity)
        .from(verdict::Column::Session)
        .to(session::Column::Id)
        .into();
    let to_enrolment: RelationDef = verdict::Entity::belongs_to(enrolment::Entity)
        .from(verdict::Column::Enrolment)
        .to(enrolment::Column::Id)
        .into();
    let how_many = |column: verdict::Column| {
        Expr::case(column.eq(true), 1)
            .finally(0)
            .sum()
            .cast_as("bigint")
    };
    Ok(verdict::Entity::find()
        .select_only()
        .column(verdict::Column::Session)
        .column(session::Column::Edition)
        .column_as(ColumnTrait::count(&verdict::Column::Enrolment), "verdicts")
        .column_as(how_many(verdict::Column::Attended), "attended")
        .column_as(how_many(verdict::Column::Excused), "excused")
        .join(JoinType::InnerJoin, to_session)
        .join(JoinType::InnerJoin, to_enrolment)
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .filter(ground.held(now))
        .group_by(verdict::Column::Session)
        .group_by(session::Column::Edition)
        .into_model::<Recorded>()
        .all(db)
        .await?)
}

/// People without a verdict in sessions held that were required of them.
async fn unrecorded(
    db: &impl ConnectionTrait,
    ground: &Ground,
    now: Instant,
) -> Result<HashMap<SessionId, i64>> {
    let to_places: RelationDef = session::Entity::belongs_to(enrolment::Entity)
        .from(session::Column::Edition)
        .to(enrolment::Column::Edition)
        .into();
    let to_course: RelationDef = session::Entity::belongs_to(course::Entity)
        .from(session::Column::Course)
        .to(course::Column::Id)
        .into();
    let has_verdict = Query::select()
        .expr(Expr::value(1))
        .from(verdict::Entity)
        .and_where(
            Expr::col((verdict::Entity, verdict::Column::Session))
                .equals((session::Entity, session::Column::Id)),
        )
        .and_where(
            Expr::col((verdict::Entity, verdict::Column::Enrolment))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .to_owned();
    let rows = session::Entity::find()
        .select_only()
        .column_as(session::Column::Id, "session")
        .column_as(ColumnTrait::count(&enrolment::Column::Id), "people")
        .join(JoinType::InnerJoin, to_places)
        .join(JoinType::LeftJoin, to_course)
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .filter(session::Column::Required.eq(true))
        .filter(ground.held(now))
        .filter(is_for_them())
        .filter(Expr::exists(has_verdict).not())
        .group_by(session::Column::Id)
        .into_model::<Unrecorded>()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.session, row.people))
        .collect())
}

/// Sessions of no course are for everybody, those of a course that takes place for who must or chose to take it.
fn is_for_them() -> Condition {
    let chose_it = Query::select()
        .expr(Expr::value(1))
        .from(course_place::Entity)
        .and_where(
            Expr::col((course_place::Entity, course_place::Column::Course))
                .equals((course::Entity, course::Column::Id)),
        )
        .and_where(
            Expr::col((course_place::Entity, course_place::Column::Enrolment))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .to_owned();
    let takes_it = Condition::any()
        .add(course::Column::Required.eq(true))
        .add(Expr::exists(chose_it));
    Condition::any().add(session::Column::Course.is_null()).add(
        Condition::all()
            .add(course::Column::CancelledAt.is_null())
            .add(takes_it),
    )
}
