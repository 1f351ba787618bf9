//! A count that another platform reports; always a layer of its own.

use std::str::FromStr;

use jiff::civil::Date;
use model::{Country, EditionId, Instant, Language, PersonId, Reason, Refusal};
use model::{ReportedViewId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{Condition, ExprTrait, FromQueryResult, IntoActiveModel, JoinType};
use sea_orm::{QueryOrder, QuerySelect, RelationDef};

use super::seen::{Seen, not_seen};
use super::{EditionLine, ground, names};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::schedule::session;
use crate::{Db, Result, Tx, audit, typed};

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

/// The most views one report may hold; a larger number is a slip of the hand.
const MOST_VIEWS: i64 = 1_000_000_000_000;

/// A report as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedReport {
    pub session: String,
    /// may be empty: not given
    pub country: String,
    pub platform: String,
    pub period_from: String,
    pub period_until: String,
    pub views: String,
    pub definition: String,
    pub proof: String,
}

struct Report {
    session: SessionId,
    country: Option<Country>,
    platform: String,
    from: Date,
    until: Date,
    views: i64,
    definition: String,
    proof: String,
}

impl TypedReport {
    fn read(&self) -> Result<Report, Refusal> {
        let mut form = typed::Form::new();
        let session = SessionId::from_str(&self.session).map_err(|_| Reason::NotAChoice);
        let session = form.take("session", session);
        let country = match self.country.as_str() {
            "" => Some(None),
            code => form.country("country", code).map(Some),
        };
        let platform = form.text("platform", &self.platform, 80);
        let from = form.date("period_from", &self.period_from);
        let until = form.date("period_until", &self.period_until);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            form.refuse("period_until", Reason::EndsBeforeStart);
        }
        let views = form.number("views", &self.views, 0, MOST_VIEWS);
        let definition = form.text("definition", &self.definition, 500);
        let proof = form.optional_link("proof", &self.proof);
        let read = || {
            Some(Report {
                session: session?,
                country: country?,
                platform: platform?,
                from: from?,
                until: until?,
                views: views?,
                definition: definition?,
                proof: proof?,
            })
        };
        let read = read();
        form.finish(read)
    }
}

/// Writes down what another platform reports. For administrators and the coordinators of the session's edition.
///
/// One report a session, country, platform and period: a second one is refused until the first is withdrawn.
pub async fn record(
    db: &Db,
    visitor: &Visitor,
    typed: &TypedReport,
    now: Instant,
) -> Result<EditionId> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let report = typed.read()?;
    db.write(async |tx| {
        let edition = edition_of(tx, visitor, report.session).await?;
        let session = report.session;
        let detail = format!("{} {}–{}", report.platform, report.from, report.until);
        let written = Entity::insert(row(report, actor, now))
            .on_conflict(taking_the_place_of_a_withdrawn_one())
            .exec_without_returning(tx)
            .await?;
        if written == 0 {
            return Err(Refusal::field("platform", Reason::Taken).into());
        }
        audit::note(
            tx,
            Some(actor),
            "record_reported_view",
            "session",
            session.0,
            &detail,
            now,
        )
        .await?;
        Ok(edition)
    })
    .await
}

fn row(report: Report, actor: PersonId, now: Instant) -> ActiveModel {
    ActiveModel {
        id: Set(ReportedViewId::new()),
        session: Set(report.session),
        country: Set(report
            .country
            .map_or_else(String::new, |country| country.code().to_owned())),
        platform: Set(report.platform),
        period_from: Set(report.from.to_string()),
        period_until: Set(report.until.to_string()),
        views: Set(report.views),
        definition: Set(report.definition),
        proof: Set(report.proof),
        recorded_by: Set(Some(actor)),
        recorded_at: Set(now),
        withdrawn_at: Set(None),
    }
}

fn taking_the_place_of_a_withdrawn_one() -> OnConflict {
    let key = [
        Column::Session,
        Column::Country,
        Column::Platform,
        Column::PeriodFrom,
        Column::PeriodUntil,
    ];
    OnConflict::columns(key)
        .update_columns([
            Column::Views,
            Column::Definition,
            Column::Proof,
            Column::RecordedBy,
            Column::RecordedAt,
            Column::WithdrawnAt,
        ])
        .action_and_where(Expr::col((Entity, Column::WithdrawnAt)).is_not_null())
        .to_owned()
}

/// Takes a report out of all figures; the row stays.
pub async fn withdraw(db: &Db, visitor: &Visitor, id: ReportedViewId, now: Instant) -> Result<()> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let row = Entity::find_by_id(id)
            .filter(Column::WithdrawnAt.is_null())
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        edition_of(tx, visitor, row.session).await?;
        let session = row.session;
        let detail = format!("{} {}–{}", row.platform, row.period_from, row.period_until);
        let mut row = row.into_active_model();
        row.withdrawn_at = Set(Some(now));
        row.update(tx).await?;
        audit::note(
            tx,
            Some(actor),
            "withdraw_reported_view",
            "session",
            session.0,
            &detail,
            now,
        )
        .await
    })
    .await
}

/// The edition of a session that the visitor may write reports for; others are not told whether it exists.
async fn edition_of(tx: &Tx, visitor: &Visitor, id: SessionId) -> Result<EditionId> {
    let row = session::Entity::find_by_id(id).one(tx).await?;
    row.map(|row| row.edition)
        .filter(|edition| visitor.coordinates(*edition))
        .ok_or_else(|| Refusal::NotFound.into())
}

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

/// The reports that stand, of one edition or of all that the visitor sees, newest first.
pub async fn list(
    db: &Db,
    visitor: &Visitor,
    chosen: Option<EditionId>,
    language: Language,
) -> Result<Reports> {
    let seen = Seen::by(visitor)?;
    let editions = ground::editions(db.read(), seen.editions()).await?;
    if chosen.is_some_and(|chosen| editions.iter().all(|edition| edition.id != chosen)) {
        return Err(not_seen(visitor, Some(model::catalogue::Publication::Draft)).into());
    }
    let (rows, sessions, titles) = tokio::try_join!(
        standing(db, seen.editions(), chosen),
        writable(db, visitor, chosen),
        names::editions(db, editions.iter().map(|edition| edition.id), language),
    )?;
    let named = rows.iter().map(|row| row.report.session);
    let named = named.chain(sessions.iter().map(|session| session.id));
    let session_titles = names::sessions(db, named, language).await?;
    let title = |id: &SessionId| session_titles.get(id).cloned().unwrap_or_default();
    Ok(Reports {
        lines: rows
            .into_iter()
            .map(|row| ReportLine {
                edition: row.edition,
                edition_title: titles.get(&row.edition).cloned().unwrap_or_default(),
                session_number: row.number,
                session_title: title(&row.report.session),
                can_withdraw: visitor.coordinates(row.edition),
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

async fn standing(db: &Db, seen: Condition, chosen: Option<EditionId>) -> Result<Vec<Row>> {
    let to_session: RelationDef = Entity::belongs_to(session::Entity)
        .from(Column::Session)
        .to(session::Column::Id)
        .into();
    let to_edition: RelationDef = session::Entity::belongs_to(edition::Entity)
        .from(session::Column::Edition)
        .to(edition::Column::Id)
        .into();
    let condition = seen
        .add(Column::WithdrawnAt.is_null())
        .add_option(chosen.map(|chosen| session::Column::Edition.eq(chosen)));
    Ok(Entity::find()
        .column(session::Column::Edition)
        .column(session::Column::Number)
        .join(JoinType::InnerJoin, to_session)
        .join(JoinType::InnerJoin, to_edition)
        .filter(condition)
        .order_by_desc(Column::RecordedAt)
        .order_by_asc(Column::Country)
        .into_model::<Row>()
        .all(db.read())
        .await?)
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
