//! Moving: somebody who holds seats and whom other pools count from now on.

use sea_orm::entity::prelude::*;

use super::pool_group::Member;
use super::pools::Pools;
use super::{application, course_place, enrolment, seat_pool};
use crate::catalogue::edition;
use crate::{Result, Tx};

/// The old counters give back and the new ones take, in the edition and in every elective chosen.
///
/// Refused with the pool that has no seat: whoever calls it lets the refusal end the transaction.
pub(super) async fn reseat(
    tx: &Tx,
    edition: &edition::Model,
    application: &application::Model,
    member: &Member,
) -> Result<()> {
    let id = application.id;
    seat_pool::give_back(tx, id).await?;
    let mut pools = Pools::of(tx, edition).await?;
    pools.take_or_refuse(tx, id, member).await?;
    let Some(place) = enrolment::of_application(tx, id).await? else {
        return Ok(());
    };
    let mut electives = Pools::of_electives(tx, edition).await?;
    let chosen = course_place::Entity::find()
        .filter(course_place::Column::Enrolment.eq(place.id))
        .all(tx)
        .await?;
    for one in chosen {
        if let Some(pools) = electives.get_mut(&one.course) {
            pools.take_or_refuse(tx, id, member).await?;
        }
    }
    Ok(())
}

/// What pools look at of somebody: as frozen in the place, else as the application says.
pub(super) async fn member_of(tx: &Tx, application: &application::Model) -> Result<Member> {
    if let Some(place) = enrolment::of_application(tx, application.id).await? {
        return Ok(Member::placed(&place));
    }
    let person = crate::accounts::person::find(tx, application.person).await?;
    Ok(Member::of(application, &person))
}
