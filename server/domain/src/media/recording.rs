//! A recording or stream of a session; at most one is current.

use std::collections::{BTreeMap, BTreeSet};

use model::media::RecordingKind;
use model::{Instant, PersonId, Reason, RecordingId, Refusal, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{IntoActiveModel, QuerySelect};

use super::audience;
use crate::accounts::Visitor;
use crate::schedule::session;
use crate::typed::{self, Form};
use crate::{Db, Result, Tx, audit};

/// A row of `recording`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recording")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecordingId,
    pub session: SessionId,
    pub kind: RecordingKind,
    /// object key of a file, or a web address
    pub address: String,
    pub content_type: String,
    pub bytes: i64,
    pub duration_ms: Option<i64>,
    pub added_at: Instant,
    pub added_by: Option<PersonId>,
    pub removed_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whether a player on our page shows it.
    #[must_use]
    pub const fn plays_here(&self) -> bool {
        matches!(self.kind, RecordingKind::File | RecordingKind::Hls)
    }
}

/// A file that was stored, whole and of a kind we take.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Also the recording's.
    pub id: RecordingId,
    /// The key under which the store keeps it.
    pub key: String,
    pub bytes: i64,
    pub duration_ms: Option<i64>,
}

/// The current recording of a session.
pub async fn current(db: &impl ConnectionTrait, session: SessionId) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Session.eq(session))
        .filter(Column::RemovedAt.is_null())
        .one(db)
        .await?)
}

/// How long the current recordings of sessions are, where that is known.
pub(super) async fn lengths(
    tx: &Tx,
    sessions: &BTreeSet<SessionId>,
) -> Result<BTreeMap<SessionId, i64>> {
    let lengths: Vec<(SessionId, i64)> = Entity::find()
        .select_only()
        .column(Column::Session)
        .column(Column::DurationMs)
        .filter(Column::Session.is_in(sessions.iter().copied()))
        .filter(Column::RemovedAt.is_null())
        .filter(Column::DurationMs.is_not_null())
        .into_tuple()
        .all(tx)
        .await?;
    Ok(lengths.into_iter().collect())
}

/// A current recording that the visitor may watch; asked for every piece of a file that is served.
pub async fn watchable(db: &Db, visitor: &Visitor, id: RecordingId) -> Result<Model> {
    let recording = Entity::find_by_id(id)
        .filter(Column::RemovedAt.is_null())
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    audience::admit(db, visitor, recording.session).await?;
    Ok(recording)
}

/// The session and its recording, for whoever may change them: its trainers, the edition's coordinators, administrators.
pub async fn edited(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
) -> Result<(session::Model, Option<Model>)> {
    let row = session::Entity::find_by_id(session).one(db.read()).await?;
    let session = run_by(visitor, row)?;
    let recording = current(db.read(), session.id).await?;
    Ok((session, recording))
}

/// Makes a stored file the session's recording, in place of what was there.
pub async fn set_file(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    file: StoredFile,
    now: Instant,
) -> Result<()> {
    let row = Model {
        id: file.id,
        session,
        kind: RecordingKind::File,
        address: file.key,
        content_type: "video/mp4".to_owned(),
        bytes: file.bytes,
        duration_ms: file.duration_ms,
        added_at: now,
        added_by: visitor.person_id(),
        removed_at: None,
    };
    replace(db, visitor, row, now).await
}

/// Makes an address the session's recording: an HLS stream (https only, as the page's policy asks) or a page elsewhere.
pub async fn set_address(
    db: &Db,
    visitor: &Visitor,
    session: SessionId,
    typed_kind: &str,
    typed_address: &str,
    now: Instant,
) -> Result<()> {
    let mut form = Form::new();
    let kind = form.choice::<RecordingKind>("kind", typed_kind);
    if kind == Some(RecordingKind::File) {
        form.refuse("kind", Reason::NotAChoice);
    }
    let address = form.take("address", typed::link(typed_address));
    let plain = address
        .as_deref()
        .is_some_and(|address| address.starts_with("http://"));
    if kind == Some(RecordingKind::Hls) && plain {
        form.refuse("address", Reason::NotALink);
    }
    let (kind, address) = form.finish(kind.zip(address))?;
    let content_type = match kind {
        RecordingKind::Hls => "application/vnd.apple.mpegurl",
        _ => "",
    };
    let row = Model {
        id: RecordingId::new(),
        session,
        kind,
        address,
        content_type: content_type.to_owned(),
        bytes: 0,
        duration_ms: None,
        added_at: now,
        added_by: visitor.person_id(),
        removed_at: None,
    };
    replace(db, visitor, row, now).await
}

/// Takes the session's recording away.
pub async fn remove(db: &Db, visitor: &Visitor, session: SessionId, now: Instant) -> Result<()> {
    db.write(async |tx| {
        may_edit(tx, visitor, session).await?;
        if take_away(tx, session, now).await? == 0 {
            return Err(Refusal::NotFound.into());
        }
        note(tx, visitor, "remove_recording", session, now).await
    })
    .await
}

async fn replace(db: &Db, visitor: &Visitor, row: Model, now: Instant) -> Result<()> {
    let session = row.session;
    db.write(async |tx| {
        // Two who set a recording at once: the second waits here and replaces the first one's.
        may_edit(tx, visitor, session).await?;
        take_away(tx, session, now).await?;
        Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(tx)
            .await?;
        note(tx, visitor, "set_recording", session, now).await
    })
    .await
}

async fn take_away(tx: &Tx, session: SessionId, now: Instant) -> Result<u64> {
    let taken = Entity::update_many()
        .col_expr(Column::RemovedAt, Expr::value(now))
        .filter(Column::Session.eq(session))
        .filter(Column::RemovedAt.is_null())
        .exec(tx)
        .await?;
    Ok(taken.rows_affected)
}

async fn note(
    tx: &Tx,
    visitor: &Visitor,
    action: &str,
    session: SessionId,
    now: Instant,
) -> Result<()> {
    audit::note(
        tx,
        visitor.person_id(),
        action,
        "session",
        session.0,
        "recording",
        now,
    )
    .await
}

/// The session, locked. Whoever does not run it does not learn whether it exists.
async fn may_edit(tx: &Tx, visitor: &Visitor, session: SessionId) -> Result<session::Model> {
    let row = session::Entity::find_by_id(session)
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?;
    run_by(visitor, row)
}

fn run_by(visitor: &Visitor, session: Option<session::Model>) -> Result<session::Model> {
    if visitor.person().is_none() {
        return Err(Refusal::SignInFirst.into());
    }
    session
        .filter(|session| audience::runs(visitor, session))
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Files of recordings that were taken away; see [`forget_file`].
pub async fn left_files(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Kind.eq(RecordingKind::File))
        .filter(Column::RemovedAt.is_not_null())
        .filter(Column::Address.ne(""))
        .all(db)
        .await?)
}

/// Notes that the file of a recording that was taken away is deleted.
pub async fn forget_file(db: &Db, recording: RecordingId) -> Result<()> {
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(Column::Address, Expr::value(""))
            .filter(Column::Id.eq(recording))
            .filter(Column::RemovedAt.is_not_null())
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}
