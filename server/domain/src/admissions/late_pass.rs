//! Letting somebody in after the deadline, for a reason. A pass is for an address: whether it has an account is not told.

use jiff::ToSpan;
use model::{EditionId, Instant, Language, PersonId, Reason, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};

use super::edition_title::titles;
use super::withdrawal::LONGEST_REASON;
use super::{admission, admission_rule, edition_lock, permission};
use crate::accounts::{Visitor, person};
use crate::catalogue::admission_window::AdmissionWindow;
use crate::catalogue::edition;
use crate::outbox::{self, Letter};
use crate::typed::Form;
use crate::{Db, Result, audit, clock, typed};

/// A row of `late_pass`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "late_pass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    /// lower case
    #[sea_orm(primary_key, auto_increment = false)]
    pub email: String,
    pub until: Instant,
    pub reason: String,
    pub given_by: PersonId,
    pub given_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A pass as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedPass {
    pub email: String,
    /// The last day, in the edition's zone.
    pub until: String,
    pub reason: String,
}

impl TypedPass {
    fn parse(
        &self,
        edition: &edition::Model,
        now: Instant,
    ) -> Result<(String, Instant, String), Refusal> {
        let mut form = Form::new();
        let email = form.take("email", typed::email(&self.email));
        let until = form.date("until", &self.until).map(|day| {
            let next = day.saturating_add(1.day());
            clock::day_begins(next, &edition.zone)
        });
        if until.is_some_and(|until| until <= now || until > edition.ends_at) {
            form.refuse("until", Reason::NotAhead);
        }
        let reason = form.text("reason", &self.reason, LONGEST_REASON);
        form.finish((|| Some((email?, until?, reason?)))())
    }
}

/// Lets an address in late, until the end of a day. A second pass takes the place of the first.
pub async fn give(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed: &TypedPass,
    now: Instant,
) -> Result<()> {
    let actor = permission::may_change(visitor, edition)?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        admission_rule::may_be_late(&edition, now)?;
        let (email, until, reason) = typed.parse(&edition, now)?;
        let row = ActiveModel {
            edition: Set(edition.id),
            email: Set(email.clone()),
            until: Set(until),
            reason: Set(reason),
            given_by: Set(actor),
            given_at: Set(now),
        };
        let anew = OnConflict::columns([Column::Edition, Column::Email])
            .update_columns([
                Column::Until,
                Column::Reason,
                Column::GivenBy,
                Column::GivenAt,
            ])
            .to_owned();
        Entity::insert(row)
            .on_conflict(anew)
            .exec_without_returning(tx)
            .await?;
        if let Some(person) = person::find_confirmed(tx, &email).await? {
            if person.id == actor {
                return Err(Refusal::NotOneself.into());
            }
            let letter = Letter::LetInLate {
                edition: edition.id,
                until,
            };
            let cause = format!("let_in_late:{}:{}:{}", edition.id, person.id, now.0);
            outbox::post(tx, &person, &letter, cause, now).await?;
        }
        let subject = edition.id.0;
        audit::note(tx, Some(actor), "let_in_late", "edition", subject, "", now).await
    })
    .await
}

/// Ends a pass; what was sent by it stays, and so does the pass with its reason.
pub async fn take_back(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    email: &str,
    now: Instant,
) -> Result<()> {
    let actor = permission::may_change(visitor, edition)?;
    db.write(async |tx| {
        edition_lock::lock(tx, edition).await?;
        let ended = Entity::update_many()
            .col_expr(Column::Until, Expr::value(now))
            .filter(Column::Edition.eq(edition))
            .filter(Column::Email.eq(email.to_lowercase()))
            .filter(Column::GivenAt.lt(now))
            .filter(Column::Until.gt(now))
            .exec(tx)
            .await?;
        if ended.rows_affected == 0 {
            return Err(Refusal::NotFound.into());
        }
        audit::note(
            tx,
            Some(actor),
            "take_back_late",
            "edition",
            edition.0,
            "",
            now,
        )
        .await
    })
    .await
}

/// An edition's passes, for those who give them.
#[derive(Clone, Debug)]
pub struct Passes {
    pub edition: edition::Model,
    pub title: String,
    /// The latest first.
    pub list: Vec<Model>,
}

/// The passes of an edition.
pub async fn passes(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<Passes> {
    permission::may_change(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    let list = Entity::find()
        .filter(Column::Edition.eq(edition.id))
        .order_by_desc(Column::GivenAt)
        .order_by_asc(Column::Email)
        .all(db.read())
        .await?;
    Ok(Passes {
        title: titles.remove(&edition.id).unwrap_or_default(),
        list,
        edition,
    })
}

/// Until when somebody is let in late; none where nobody said so, or where that is over.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    edition: &edition::Model,
    who: PersonId,
    now: Instant,
) -> Result<Option<Instant>> {
    // While the door is open nobody needs one: most who ask cost no query.
    let is_shut = edition.admission(now) == AdmissionWindow::Closed;
    if !is_shut || admission_rule::may_be_late(edition, now).is_err() {
        return Ok(None);
    }
    let person = person::find(db, who).await?;
    let Some(email) = person.email.filter(|_| person.email_confirmed_at.is_some()) else {
        return Ok(None);
    };
    let pass = Entity::find_by_id((edition.id, email.to_lowercase()))
        .one(db)
        .await?;
    Ok(pass.map(|pass| pass.until).filter(|until| now < *until))
}
