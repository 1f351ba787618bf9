//! The list of reports, with what they belong to.

use model::{EditionId, Language, SessionId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef, Select};

use super::{Column, Entity, Model};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::schedule::session;
use crate::statistics::seen::{Seen, not_seen};
use crate::statistics::{EditionLine, ground, names};
use crate::{Db, Result};

/// Reports on a page.
const ON_A_PAGE: u64 = 50;

/// A report with the words of what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    pub report: Model,
    pub edition: EditionId,
    pub edition_title: String,
    pub session_number: i32,
    pub session_title: String,
    /// Whether the asker may withdraw it.
    pub can_withdraw: bool,
}

/// Reports and what new ones may be written for.
#[derive(Clone, Debug)]
pub struct Reports {
    pub lines: Vec<ReportLine>,
    /// Pages that there are; one when all are loaded.
    pub pages: u64,
    /// Editions to choose from, with their titles.
    pub editions: Vec<(EditionLine, String)>,
    /// Sessions of the chosen edition, with their titles; empty where the asker may not write.
    pub sessions: Vec<(session::Model, String)>,
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    report: Model,
    edition: EditionId,
    number: i32,
}

/// All reports, of one edition or of all that the visitor sees, newest first; the withdrawn ones say so.
pub async fn list(
    db: &Db,
    visitor: &Visitor,
    chosen: Option<EditionId>,
    language: Language,
) -> Result<Reports> {
    load(db, visitor, chosen, None, language).await
}

/// One page of them, counted from 1.
pub async fn page(
    db: &Db,
    visitor: &Visitor,
    chosen: Option<EditionId>,
    number: u64,
    language: Language,
) -> Result<Reports> {
    load(db, visitor, chosen, Some(number), language).await
}

async fn load(
    db: &Db,
    visitor: &Visitor,
    chosen: Option<EditionId>,
    number: Option<u64>,
    language: Language,
) -> Result<Reports> {
    let seen = Seen::by(visitor)?;
    let editions = ground::editions(db.read(), seen.editions()).await?;
    if chosen.is_some_and(|chosen| editions.iter().all(|edition| edition.id != chosen)) {
        return Err(not_seen(visitor, Some(model::catalogue::Publication::Draft)).into());
    }
    let ((rows, pages), sessions, titles) = tokio::try_join!(
        rows(db, seen.editions(), chosen, number),
        writable(db, visitor, chosen),
        names::editions(db, editions.iter().map(|edition| edition.id), language),
    )?;
    let named = rows.iter().map(|row| row.report.session);
    let named = named.chain(sessions.iter().map(|session| session.id));
    let session_titles = names::sessions(db, named, language).await?;
    let title = |id: &SessionId| session_titles.get(id).cloned().unwrap_or_default();
    Ok(Reports {
        pages,
        lines: rows
            .into_iter()
            .map(|row| ReportLine {
                edition: row.edition,
                edition_title: titles.get(&row.edition).cloned().unwrap_or_default(),
                session_number: row.number,
                session_title: title(&row.report.session),
                can_withdraw: row.report.withdrawn_at.is_none() && visitor.coordinates(row.edition),
                report: row.report,
            })
            .collect(),
        sessions: sessions
            .into_iter()
            .map(|session| {
                let title = title(&session.id);
                (session, title)
            })
            .collect(),
        editions: editions
            .into_iter()
            .map(|edition| {
                let title = titles.get(&edition.id).cloned().unwrap_or_default();
                (edition, title)
            })
            .collect(),
    })
}

/// The rows, and of how many pages.
async fn rows(
    db: &Db,
    seen: Condition,
    chosen: Option<EditionId>,
    number: Option<u64>,
) -> Result<(Vec<Row>, u64)> {
    let all = seen_rows(seen, chosen);
    let Some(number) = number else {
        let rows = all.into_model::<Row>().all(db.read()).await?;
        return Ok((rows, 1));
    };
    let pages = all.clone().count(db.read()).await?.div_ceil(ON_A_PAGE);
    let rows = all
        .limit(ON_A_PAGE)
        .offset(
            number
                .saturating_sub(1)
                .saturating_mul(ON_A_PAGE)
                .min(i64::MAX.unsigned_abs()),
        )
        .into_model::<Row>()
        .all(db.read())
        .await?;
    Ok((rows, pages))
}

fn seen_rows(seen: Condition, chosen: Option<EditionId>) -> Select<Entity> {
    let to_session: RelationDef = Entity::belongs_to(session::Entity)
        .from(Column::Session)
        .to(session::Column::Id)
        .into();
    let to_edition: RelationDef = session::Entity::belongs_to(edition::Entity)
        .from(session::Column::Edition)
        .to(edition::Column::Id)
        .into();
    let of_chosen = chosen.map(|chosen| session::Column::Edition.eq(chosen));
    Entity::find()
        .column(session::Column::Edition)
        .column(session::Column::Number)
        .join(JoinType::InnerJoin, to_session)
        .join(JoinType::InnerJoin, to_edition)
        .filter(seen.add_option(of_chosen))
        .order_by_desc(Column::RecordedAt)
        .order_by_asc(Column::Country)
        .order_by_asc(Column::Id)
}

async fn writable(
    db: &Db,
    visitor: &Visitor,
    chosen: Option<EditionId>,
) -> Result<Vec<session::Model>> {
    let Some(edition) = chosen.filter(|edition| visitor.coordinates(*edition)) else {
        return Ok(Vec::new());
    };
    Ok(session::Entity::find()
        .filter(session::Column::Edition.eq(edition))
        .order_by_asc(session::Column::Number)
        .all(db.read())
        .await?)
}
