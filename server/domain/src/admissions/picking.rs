//! Picking people by hand for a pool. A pick of somebody who holds seats is a move, which may be refused.

use std::collections::{BTreeMap, BTreeSet};

use model::admissions::{PoolGroup, Standing};
use model::{Country, EditionId, Instant, PersonId, Refusal, SeatPoolId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{JoinType, OnConflict};

use super::pool_setup::change;
use super::reseat::{member_of, reseat};
use super::seat_pool::Whose;
use super::{application, picked_person, seat_pool};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::catalogue::fold::folded;
use crate::{Db, Result, Tx, audit};

/// Picks an applicant of the edition; picking again changes nothing.
pub async fn pick(
    db: &Db,
    visitor: &Visitor,
    pool: SeatPoolId,
    who: PersonId,
    now: Instant,
) -> Result<Whose> {
    change(db, visitor, pool, now, async |tx, edition, pool, actor| {
        let theirs = latest(tx, pool, who).await?;
        if theirs.standing.is_over() {
            return Err(Refusal::ApplicationOver.into());
        }
        let row = picked_person::ActiveModel {
            pool: Set(pool.id),
            person: Set(who),
        };
        let key = [picked_person::Column::Pool, picked_person::Column::Person];
        let picked = picked_person::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        if picked > 0 {
            moved(tx, edition, &theirs).await?;
            note(tx, actor, "pick_person", pool, &theirs, now).await?;
        }
        Ok(())
    })
    .await
}

/// Takes somebody off a picked pool's list; taking off again changes nothing.
pub async fn unpick(
    db: &Db,
    visitor: &Visitor,
    pool: SeatPoolId,
    who: PersonId,
    now: Instant,
) -> Result<Whose> {
    change(db, visitor, pool, now, async |tx, edition, pool, actor| {
        let theirs = latest(tx, pool, who).await?;
        let gone = picked_person::Entity::delete_by_id((pool.id, who))
            .exec(tx)
            .await?;
        if gone.rows_affected > 0 {
            moved(tx, edition, &theirs).await?;
            note(tx, actor, "unpick_person", pool, &theirs, now).await?;
        }
        Ok(())
    })
    .await
}

/// Whoever holds seats takes them again, as the picked pools now are.
async fn moved(tx: &Tx, edition: &edition::Model, theirs: &application::Model) -> Result<()> {
    if theirs.standing.holds_seats() {
        let member = member_of(tx, theirs).await?;
        reseat(tx, edition, theirs, &member).await?;
    }
    Ok(())
}

/// The latest application of somebody in the edition of a picked pool. Others are unknown here.
async fn latest(tx: &Tx, pool: &seat_pool::Model, who: PersonId) -> Result<application::Model> {
    if pool.counted != PoolGroup::Picked {
        return Err(Refusal::NotFound.into());
    }
    application::Entity::find()
        .filter(application::Column::Edition.eq(pool.edition))
        .filter(application::Column::Person.eq(who))
        .filter(application::Column::Standing.ne(Standing::Draft))
        .order_by_desc(application::Column::CreatedAt)
        .order_by_desc(application::Column::Id)
        .one(tx)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

async fn note(
    tx: &Tx,
    actor: PersonId,
    action: &str,
    pool: &seat_pool::Model,
    theirs: &application::Model,
    now: Instant,
) -> Result<()> {
    let detail = super::pool_setup::detail(pool);
    audit::note(
        tx,
        Some(actor),
        action,
        "application",
        theirs.id.0,
        &detail,
        now,
    )
    .await
}

/// Somebody who applied to the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    pub person: PersonId,
    /// As printed.
    pub name: String,
    /// Empty where none is known.
    pub email: String,
    pub delegation: Country,
    pub standing: Standing,
}

/// Who is picked for a pool, and who else a search finds.
#[derive(Clone, Debug, Default)]
pub struct Picks {
    /// By name.
    pub picked: Vec<Applicant>,
    /// By name; none where nothing was searched for.
    pub found: Vec<Applicant>,
    /// Whether the search finds more than are listed.
    pub more: bool,
}

/// The most people that a search lists.
const MOST_FOUND: usize = 20;

/// The people of a picked pool, and those of its edition whose name or address has every word of `search`.
///
/// For those who were let in to the pool: see [`super::pool_overview::one`].
pub async fn picks(db: &Db, pool: &seat_pool::Model, search: &str) -> Result<Picks> {
    let on_the_list: BTreeSet<PersonId> = picked_person::Entity::find()
        .filter(picked_person::Column::Pool.eq(pool.id))
        .all(db.read())
        .await?
        .into_iter()
        .map(|one| one.person)
        .collect();
    let words = folded(search);
    if on_the_list.is_empty() && words.is_empty() {
        return Ok(Picks::default());
    }
    let mut picks = Picks::default();
    for (applicant, native_name) in applicants(db, pool.edition).await? {
        let of_them = folded(&[&*applicant.name, &*native_name, &*applicant.email].join(" "));
        let fits = !words.is_empty() && words.split(' ').all(|word| of_them.contains(word));
        if on_the_list.contains(&applicant.person) {
            picks.picked.push(applicant);
        } else if fits && !applicant.standing.is_over() {
            picks.found.push(applicant);
        }
    }
    picks.more = picks.found.len() > MOST_FOUND;
    picks.found.truncate(MOST_FOUND);
    Ok(picks)
}

/// Everybody with an application in an edition that somebody else may see, by name, each once and with their latest.
async fn applicants(db: &Db, edition: EditionId) -> Result<Vec<(Applicant, String)>> {
    let rows = application::Entity::find()
        .join(JoinType::InnerJoin, application::its_person())
        .select_also(person::Entity)
        .filter(application::Column::Edition.eq(edition))
        .filter(application::Column::Standing.ne(Standing::Draft))
        .filter(person::Column::DeletedAt.is_null())
        .order_by_asc(application::Column::CreatedAt)
        .order_by_asc(application::Column::Id)
        .all(db.read())
        .await?;
    let mut latest = BTreeMap::new();
    for (application, person) in rows {
        let Some(person) = person else { continue };
        let applicant = Applicant {
            person: person.id,
            name: person.printed_name,
            email: person.email.unwrap_or_default(),
            delegation: application.delegation,
            standing: application.standing,
        };
        latest.insert(applicant.person, (applicant, person.native_name));
    }
    let mut all: Vec<_> = latest.into_values().collect();
    all.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    Ok(all)
}
