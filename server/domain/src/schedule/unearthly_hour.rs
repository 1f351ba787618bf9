//! How many of those with a place would have to be up at night for an online session.

use model::schedule::SessionKind;
use model::{Instant, Zone};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, QueryTrait};

use super::session;
use crate::accounts::person;
use crate::admissions::enrolment;
use crate::{Db, Result, clock};

/// The hours of the day, the others are night.
const DAY: std::ops::Range<i8> = 6..23;

/// How many people with a place have night when an online session starts.
pub async fn awake_at_night(db: &Db, session: &session::Model) -> Result<usize> {
    if session.kind != SessionKind::Online {
        return Ok(0);
    }
    let enrolled = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Person)
        .filter(enrolment::Column::Edition.eq(session.edition))
        .filter(enrolment::Column::WithdrawnAt.is_null());
    let zones: Vec<Zone> = person::Entity::find()
        .select_only()
        .column(person::Column::Zone)
        .filter(person::Column::Id.in_subquery(enrolled.into_query()))
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(zones
        .iter()
        .filter(|zone| is_night(session.starts_at, zone))
        .count())
}

fn is_night(at: Instant, zone: &Zone) -> bool {
    !DAY.contains(&clock::wall_of(at, zone).hour())
}
