//! Evidence: something that shows a person was there, from-to. Append-only.

use model::attendance::EvidenceSource;
use model::{EnrolmentId, EvidenceId, Instant, PersonId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::presence::Stretch;
use crate::{Result, Tx};

/// A row of `evidence`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvidenceId,
    pub session: SessionId,
    pub enrolment: EnrolmentId,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub source: EvidenceSource,
    pub recorded_by: Option<PersonId>,
    pub recorded_at: Instant,
    pub idempotency_key: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// From when until when.
    #[must_use]
    pub const fn stretch(&self) -> Stretch {
        Stretch {
            from: self.starts_at,
            until: self.ends_at,
        }
    }
}

/// Evidence to be recorded.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    pub session: SessionId,
    pub enrolment: EnrolmentId,
    pub stretch: Stretch,
    pub source: EvidenceSource,
    /// none: Egret itself
    pub recorded_by: Option<PersonId>,
    /// names what was seen; the same thing told again is not recorded again
    pub idempotency_key: String,
}

/// Writes a piece of evidence; says whether it was new.
pub(super) async fn write(tx: &Tx, piece: &NewEvidence, now: Instant) -> Result<bool> {
    let row = ActiveModel {
        id: Set(EvidenceId::new()),
        session: Set(piece.session),
        enrolment: Set(piece.enrolment),
        starts_at: Set(piece.stretch.from),
        ends_at: Set(piece.stretch.until),
        source: Set(piece.source),
        recorded_by: Set(piece.recorded_by),
        recorded_at: Set(now),
        idempotency_key: Set(piece.idempotency_key.clone()),
    };
    let written = Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::IdempotencyKey)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(written > 0)
}
