//! An enrolment: an accepted place, with what was true then frozen in.

use model::accounts::{Rank, Sex};
use model::admissions::Standing;
use model::{ApplicationId, Country, EditionId, EnrolmentId, Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::ladder::{self, By};
use super::{admission_rule, application, edition_lock, people, seat_pool, waiting_list};
use crate::accounts::{Visitor, person};
use crate::catalogue::visible::is_hidden;
use crate::catalogue::{edition, programme};
use crate::outbox::{self, Letter};
use crate::typed::Form;
use crate::{Db, Error, Result, Tx, audit};

/// A row of `enrolment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrolmentId,
    pub application: ApplicationId,
    pub edition: EditionId,
    pub person: PersonId,
    pub delegation: Country,
    pub declared: Country,
    pub rank: Rank,
    pub organisation: String,
    pub sex: Sex,
    pub enrolled_at: Instant,
    pub withdrawn_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What somebody got who asked for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// A place.
    Place(EnrolmentId),
    /// The waiting list.
    Waiting {
        /// From 1.
        position: u64,
    },
}

/// The longest reason, in characters.
pub const LONGEST_REASON: u32 = 500;

/// Enrols a person where admission is open: a place while seats last, else the waiting list, told at once.
///
/// `delegation` is the country given when applying. Whoever asks again gets the same answer again.
pub async fn enrol(
    db: &Db,
    who: PersonId,
    edition: EditionId,
    delegation: Country,
    now: Instant,
) -> Result<Placed> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        is_known(tx, &edition).await?;
        if let Some(present) = application::active(tx, edition.id, who).await? {
            return already_placed(tx, &present).await;
        }
        admission_rule::may_enter(&edition, now)?;
        let person = person::find(tx, who).await?;
        let by = By::person(who);
        let mut application = application::begin(tx, &edition, who, delegation, by, now).await?;
        if seat_pool::take(tx, &application).await? {
            let place = place(tx, &mut application, &person, by, now).await?;
            return Ok(Placed::Place(place));
        }
        queue(tx, &mut application, &person, by, now).await
    })
    .await
}

/// Drafts are unknown to those who may enrol, and so is what a draft programme holds.
async fn is_known(tx: &Tx, edition: &edition::Model) -> Result<()> {
    let programme = programme::Entity::find_by_id(edition.programme)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if is_hidden(edition.publication, programme.publication) {
        return Err(Refusal::NotFound.into());
    }
    Ok(())
}

async fn already_placed(tx: &Tx, application: &application::Model) -> Result<Placed> {
    if let Some(queue_number) = application.queue_number {
        let position = waiting_list::position(tx, application.edition, queue_number).await?;
        return Ok(Placed::Waiting { position });
    }
    let place = of_application(tx, application.id).await?;
    place
        .map(|place| Placed::Place(place.id))
        .ok_or_else(|| Refusal::AlreadyApplied.into())
}

/// The place an application led to, unless it was given back.
pub(super) async fn of_application(
    db: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Application.eq(application))
        .filter(Column::WithdrawnAt.is_null())
        .one(db)
        .await?)
}

/// Gives a place whose seats were taken: the step, the enrolment with what is true now, the mail.
pub(super) async fn place(
    tx: &Tx,
    application: &mut application::Model,
    person: &person::Model,
    by: By<'_>,
    now: Instant,
) -> Result<EnrolmentId> {
    let from_waiting_list = application.standing == Standing::Waiting;
    ladder::step(tx, application, Standing::Accepted, None, by, now).await?;
    let id = EnrolmentId::new();
    let row = ActiveModel {
        id: Set(id),
        application: Set(application.id),
        edition: Set(application.edition),
        person: Set(person.id),
        delegation: Set(application.delegation),
        declared: Set(person.country),
        rank: Set(person.rank),
        organisation: Set(person.organisation.clone()),
        sex: Set(person.sex),
        enrolled_at: Set(now),
        withdrawn_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let letter = Letter::PlaceGiven {
        edition: application.edition,
        from_waiting_list,
    };
    post(tx, application, person, &letter, now).await?;
    Ok(id)
}

async fn queue(
    tx: &Tx,
    application: &mut application::Model,
    person: &person::Model,
    by: By<'_>,
    now: Instant,
) -> Result<Placed> {
    let number = waiting_list::next_number(tx, application.edition).await?;
    ladder::step(tx, application, Standing::Waiting, Some(number), by, now).await?;
    let position = waiting_list::position(tx, application.edition, number).await?;
    let letter = Letter::OnWaitingList {
        edition: application.edition,
        position,
    };
    post(tx, application, person, &letter, now).await?;
    Ok(Placed::Waiting { position })
}

/// One mail for each step of an application.
async fn post(
    tx: &Tx,
    application: &application::Model,
    person: &person::Model,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    let cause = format!("application:{}:{}", application.id, application.standing);
    outbox::post(tx, person, letter, cause, now).await
}

/// Gives one's own place, or one's turn on the waiting list, back. The next in line gets the place at once.
pub async fn withdraw(db: &Db, who: PersonId, edition: EditionId, now: Instant) -> Result<()> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        let Some(application) = application::active(tx, edition.id, who).await? else {
            is_known(tx, &edition).await?;
            return Err(Refusal::NothingToWithdraw.into());
        };
        if now >= edition.ends_at {
            return Err(Refusal::Closed {
                closed_at: Some(edition.ends_at),
            }
            .into());
        }
        leave(tx, &edition, application, By::person(who), now).await
    })
    .await
}

/// Withdraws somebody else, for a reason that stays in the history.
pub async fn withdraw_somebody(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    reason: &str,
    now: Instant,
) -> Result<EditionId> {
    let (known, actor) = people::changeable(db, visitor, application).await?;
    if actor == known.person {
        return Err(Refusal::NotOneself.into());
    }
    let mut form = Form::new();
    let reason = form.text("reason", reason, LONGEST_REASON);
    let reason = form.finish(reason)?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, known.edition).await?;
        let application = application::find(tx, application).await?;
        if application.standing.is_over() {
            return Err(Refusal::NothingToWithdraw.into());
        }
        let by = By {
            actor: Some(actor),
            reason: &reason,
        };
        let subject = application.id.0;
        leave(tx, &edition, application, by, now).await?;
        audit::note(
            tx,
            Some(actor),
            "withdraw",
            "application",
            subject,
            "reason",
            now,
        )
        .await?;
        Ok(edition.id)
    })
    .await
}

async fn leave(
    tx: &Tx,
    edition: &edition::Model,
    mut application: application::Model,
    by: By<'_>,
    now: Instant,
) -> Result<()> {
    let had_place = application.standing == Standing::Accepted;
    ladder::step(tx, &mut application, Standing::Withdrawn, None, by, now).await?;
    if had_place {
        end(tx, application.id, now).await?;
        seat_pool::give_back(tx, application.id).await?;
    }
    let person = person::Entity::find_by_id(application.person)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let letter = Letter::Withdrawn {
        edition: edition.id,
    };
    post(tx, &application, &person, &letter, now).await?;
    if had_place && admission_rule::gives_places(edition, now) {
        waiting_list::promote(tx, edition.id, now).await?;
    }
    Ok(())
}

async fn end(tx: &Tx, application: ApplicationId, now: Instant) -> Result<()> {
    let ended = Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(now))
        .filter(Column::Application.eq(application))
        .filter(Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    if ended.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Fault(format!(
            "application {application} was accepted without a place"
        )))
    }
}
