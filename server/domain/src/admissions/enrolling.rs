//! Enrolling where admission is open: a place at once, or a turn on the waiting list.

use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::{Country, EditionId, EnrolmentId, Instant, PersonId, Refusal};
use sea_orm::entity::prelude::*;

use super::enrolment::{of_application, place, post};
use super::ladder::{self, By, Next};
use super::pool_group::Member;
use super::pools::Pools;
use super::{admission_rule, application, edition_lock, late_pass, waiting_list};
use crate::accounts::person;
use crate::catalogue::visible::is_hidden;
use crate::catalogue::{edition, programme};
use crate::outbox::Letter;
use crate::{Db, Result, Tx};

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
        let late = late_pass::of(tx, &edition, who, now).await?;
        admission_rule::may_come(&edition, AdmissionWay::Open, late, now)?;
        let person = person::find(tx, who).await?;
        let by = By::person(who);
        let mut application = application::begin(
            tx,
            edition.id,
            who,
            Standing::Submitted,
            delegation,
            by,
            now,
        )
        .await?;
        let member = Member::of(&application, &person);
        let mut pools = Pools::of(tx, &edition).await?;
        if pools.take(tx, application.id, &member).await? {
            let given = place(tx, &mut application, &person, by, now).await?;
            post(tx, &application, &person, &given.letter, now).await?;
            return Ok(Placed::Place(given.place));
        }
        queue(tx, &mut application, &person, by, now).await
    })
    .await
}

/// Drafts are unknown to those who may enrol, and so is what a draft programme holds.
pub(super) async fn is_known(tx: &Tx, edition: &edition::Model) -> Result<()> {
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

async fn queue(
    tx: &Tx,
    application: &mut application::Model,
    person: &person::Model,
    by: By<'_>,
    now: Instant,
) -> Result<Placed> {
    let number = waiting_list::next_number(tx, application.edition).await?;
    ladder::step(tx, application, Next::Wait { number }, by, now).await?;
    let position = waiting_list::position(tx, application.edition, number).await?;
    let letter = Letter::OnWaitingList {
        edition: application.edition,
        position,
    };
    post(tx, application, person, &letter, now).await?;
    Ok(Placed::Waiting { position })
}
