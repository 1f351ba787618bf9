//! What figures are computed over: some editions, and all or some of their sessions.

use model::catalogue::{Mode, Publication};
use model::schedule::SessionState;
use model::{EditionId, Instant, PortfolioId, ProgrammeId, SessionId, Slug, Zone};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, FromQueryResult, JoinType, QueryOrder, QuerySelect, Select};

use super::left_out;
use crate::Result;
use crate::catalogue::visible::in_a_known_programme;
use crate::catalogue::{edition, portfolio, programme};
use crate::schedule::session;

/// An edition and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct EditionLine {
    pub id: EditionId,
    pub slug: Slug,
    pub mode: Mode,
    pub zone: Zone,
    pub starts_at: Instant,
    pub publication: Publication,
    pub programme: ProgrammeId,
    pub programme_slug: Slug,
    pub programme_publication: Publication,
    pub portfolio: PortfolioId,
    pub portfolio_slug: Slug,
}

/// The editions and sessions that somebody may see figures of.
#[derive(Clone, Debug)]
pub struct Ground {
    pub editions: Vec<EditionLine>,
    /// Only sessions that start from the first instant on and before the second.
    pub between: Option<(Instant, Instant)>,
    /// Only these sessions: the ones a trainer runs.
    pub sessions: Option<Vec<SessionId>>,
    /// There are other editions that the asker does not see.
    pub partial: bool,
    /// Drafts and cancelled editions, which do not count here.
    pub left_out: left_out::Editions,
}

impl Ground {
    /// All sessions of some editions.
    pub(super) fn of(editions: Vec<EditionLine>) -> Self {
        Self {
            editions,
            between: None,
            sessions: None,
            partial: false,
            left_out: left_out::Editions::default(),
        }
    }

    /// The editions' ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = EditionId> {
        self.editions.iter().map(|edition| edition.id)
    }

    /// Which rows of `session` lie in it.
    pub(super) fn all_sessions(&self) -> Condition {
        Condition::all()
            .add(session::Column::Edition.is_in(self.ids()))
            .add_option(
                self.between
                    .map(|(from, _)| session::Column::StartsAt.gte(from)),
            )
            .add_option(
                self.between
                    .map(|(_, until)| session::Column::StartsAt.lt(until)),
            )
            .add_option(
                self.sessions
                    .as_ref()
                    .map(|sessions| session::Column::Id.is_in(sessions.iter().copied())),
            )
    }

    /// Which of them were held by `now`: not cancelled and ended.
    pub(super) fn held(&self, now: Instant) -> Condition {
        self.all_sessions().add(held(now))
    }
}

/// Not cancelled and ended.
pub(super) fn held(now: Instant) -> Condition {
    let ended = Condition::any()
        .add(session::Column::EffectiveEndsAt.lte(now))
        .add(
            Condition::all()
                .add(session::Column::EffectiveEndsAt.is_null())
                .add(session::Column::EndsAt.lte(now)),
        );
    Condition::all()
        .add(session::Column::State.eq(SessionState::Planned))
        .add(ended)
}

/// Cancelled, or not ended. Spelt out: the negation of [`held`] is unknown where there is no effective end.
pub(super) fn not_held(now: Instant) -> Condition {
    let not_ended = Condition::any()
        .add(session::Column::EffectiveEndsAt.gt(now))
        .add(
            Condition::all()
                .add(session::Column::EffectiveEndsAt.is_null())
                .add(session::Column::EndsAt.gt(now)),
        );
    Condition::any()
        .add(session::Column::State.ne(SessionState::Planned))
        .add(not_ended)
}

/// Editions that count in figures wider than one edition: neither drafts, nor of a draft programme, nor cancelled.
pub(super) fn counting() -> Condition {
    Condition::all()
        .add(edition::Column::Publication.is_in([Publication::Published, Publication::Archived]))
        .add(in_a_known_programme())
}

/// Editions with their programme and portfolio; the last to begin first.
pub(super) async fn editions(
    db: &impl ConnectionTrait,
    which: Condition,
) -> Result<Vec<EditionLine>> {
    Ok(lines()
        .filter(which)
        .order_by_asc(portfolio::Column::Place)
        .order_by_asc(portfolio::Column::Slug)
        .order_by_desc(edition::Column::StartsAt)
        .order_by_asc(edition::Column::Id)
        .into_model::<EditionLine>()
        .all(db)
        .await?)
}

fn lines() -> Select<edition::Entity> {
    let to_programme = edition::Entity::belongs_to(programme::Entity)
        .from(edition::Column::Programme)
        .to(programme::Column::Id)
        .into();
    let to_portfolio = programme::Entity::belongs_to(portfolio::Entity)
        .from(programme::Column::Portfolio)
        .to(portfolio::Column::Id)
        .into();
    edition::Entity::find()
        .select_only()
        .columns([
            edition::Column::Id,
            edition::Column::Slug,
            edition::Column::Mode,
            edition::Column::Zone,
            edition::Column::StartsAt,
            edition::Column::Publication,
            edition::Column::Programme,
        ])
        .column_as(programme::Column::Slug, "programme_slug")
        .column_as(programme::Column::Publication, "programme_publication")
        .column_as(programme::Column::Portfolio, "portfolio")
        .column_as(portfolio::Column::Slug, "portfolio_slug")
        .join(JoinType::InnerJoin, to_programme)
        .join(JoinType::InnerJoin, to_portfolio)
}
