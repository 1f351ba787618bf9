//! A count that another platform reports; always a layer of its own.

mod clash;
mod list;
mod typed_report;

use model::{EditionId, Instant, PersonId, Refusal, ReportedViewId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QuerySelect};

pub use list::{ReportLine, Reports, list, page};
pub use typed_report::{TypedReport, TypedTable};

use crate::accounts::Visitor;
use crate::catalogue::fold::folded;
use crate::schedule::session;
use crate::{Db, Result, Tx, audit, typed};
use clash::Clash;
use typed_report::{Report, Source};

/// A row of `reported_view`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reported_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportedViewId,
    pub session: SessionId,
    /// two letters; empty: not given
    pub country: String,
    pub platform: String,
    /// first day, `YYYY-MM-DD`
    pub period_from: String,
    /// last day
    pub period_until: String,
    pub views: i64,
    /// what the platform counts
    pub definition: String,
    pub proof: String,
    pub recorded_by: Option<PersonId>,
    pub recorded_at: Instant,
    pub withdrawn_at: Option<Instant>,
    pub withdrawn_by: Option<PersonId>,
    pub withdrawn_because: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// From reports to their session.
pub(super) fn to_session() -> RelationDef {
    Entity::belongs_to(session::Entity)
        .from(Column::Session)
        .to(session::Column::Id)
        .into()
}

/// Writes down what another platform reports. For administrators and the coordinators of the session's edition.
///
/// Nothing is counted twice: what stands already for these days is refused until it is withdrawn.
pub async fn record(
    db: &Db,
    visitor: &Visitor,
    typed: &TypedReport,
    now: Instant,
) -> Result<EditionId> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let (source, report) = typed.read()?;
    write(
        db,
        visitor,
        source,
        vec![report],
        actor,
        now,
        Clash::beside_field,
    )
    .await
}

/// Writes down a whole table of one platform, session and period: every line of it, or none.
pub async fn record_table(
    db: &Db,
    visitor: &Visitor,
    typed: &TypedTable,
    now: Instant,
) -> Result<EditionId> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let (source, reports) = typed.read()?;
    write(db, visitor, source, reports, actor, now, Clash::in_line).await
}

async fn write(
    db: &Db,
    visitor: &Visitor,
    mut source: Source,
    reports: Vec<Report>,
    actor: PersonId,
    now: Instant,
    told: fn(&Clash) -> model::refusal::FieldRefusal,
) -> Result<EditionId> {
    db.write(async |tx| {
        let edition = edition_of(tx, visitor, source.session).await?;
        source.platform = known_spelling(tx, source.platform).await?;
        let clashes = clash::clashes(&standing(tx, source.session).await?, &source, &reports);
        if !clashes.is_empty() {
            return Err(Refusal::Fields(clashes.iter().map(told).collect()).into());
        }
        let lines: Vec<String> = reports.iter().map(Report::said).collect();
        let detail = format!(
            "{} {}–{}: {}",
            source.platform,
            source.from,
            source.until,
            lines.join(", ")
        );
        let rows = reports
            .iter()
            .map(|report| row(&source, report, actor, now));
        Entity::insert_many(rows).exec_without_returning(tx).await?;
        note(
            tx,
            actor,
            "record_reported_view",
            source.session,
            &detail,
            now,
        )
        .await?;
        Ok(edition)
    })
    .await
}

/// The reports of a session that are not withdrawn.
async fn standing(tx: &Tx, session: SessionId) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Session.eq(session))
        .filter(Column::WithdrawnAt.is_null())
        .all(tx)
        .await?)
}

/// A platform's name as it was first written: `youtube` and `YouTube` are one.
async fn known_spelling(tx: &Tx, typed: String) -> Result<String> {
    let known: Vec<String> = Entity::find()
        .select_only()
        .distinct()
        .column(Column::Platform)
        .into_tuple()
        .all(tx)
        .await?;
    let known = known.into_iter().min_by_key(|known| {
        (
            folded(known) != folded(&typed),
            *known != typed,
            known.clone(),
        )
    });
    Ok(known
        .filter(|known| folded(known) == folded(&typed))
        .unwrap_or(typed))
}

fn row(source: &Source, report: &Report, actor: PersonId, now: Instant) -> ActiveModel {
    ActiveModel {
        id: Set(ReportedViewId::new()),
        session: Set(source.session),
        country: Set(report.code().to_owned()),
        platform: Set(source.platform.clone()),
        period_from: Set(source.from.to_string()),
        period_until: Set(source.until.to_string()),
        views: Set(report.views),
        definition: Set(source.definition.clone()),
        proof: Set(source.proof.clone()),
        recorded_by: Set(Some(actor)),
        recorded_at: Set(now),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        withdrawn_because: Set(String::new()),
    }
}

/// Takes a report out of all figures; the row stays, with who withdrew it, when and why.
pub async fn withdraw(
    db: &Db,
    visitor: &Visitor,
    id: ReportedViewId,
    because: &str,
    now: Instant,
) -> Result<EditionId> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let row = Entity::find_by_id(id)
            .filter(Column::WithdrawnAt.is_null())
            .lock_exclusive()
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        let edition = edition_of(tx, visitor, row.session).await?;
        let mut form = typed::Form::new();
        let because = form.text("because", because, 500);
        let because = form.finish(because)?;
        let session = row.session;
        let detail = format!(
            "{} {}–{}: {}",
            row.platform,
            row.period_from,
            row.period_until,
            typed_report::said(&row.country, row.views)
        );
        let mut row = row.into_active_model();
        row.withdrawn_at = Set(Some(now));
        row.withdrawn_by = Set(Some(actor));
        row.withdrawn_because = Set(because);
        row.update(tx).await?;
        note(tx, actor, "withdraw_reported_view", session, &detail, now).await?;
        Ok(edition)
    })
    .await
}

async fn note(
    tx: &Tx,
    actor: PersonId,
    action: &str,
    session: SessionId,
    detail: &str,
    now: Instant,
) -> Result<()> {
    audit::note(tx, Some(actor), action, "session", session.0, detail, now).await
}

/// The edition of a session that the visitor may write reports for; others are not told whether it exists.
/// Holds the session's row, so that two people cannot record the same views at once.
async fn edition_of(tx: &Tx, visitor: &Visitor, id: SessionId) -> Result<EditionId> {
    let row = session::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?;
    row.map(|row| row.edition)
        .filter(|edition| visitor.coordinates(*edition))
        .ok_or_else(|| Refusal::NotFound.into())
}
