//! Who has a place in an edition.

use std::collections::HashMap;

use model::{EditionId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, QueryTrait};

use crate::Result;
use crate::accounts::person;
use crate::admissions::enrolment;

/// Everybody with a place in an edition that they have not withdrawn from, with who they are.
pub(super) async fn enrolled(
    db: &impl ConnectionTrait,
    edition: EditionId,
) -> Result<Vec<(enrolment::Model, person::Model)>> {
    let active = enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null());
    let ids = active
        .clone()
        .select_only()
        .column(enrolment::Column::Person)
        .into_query();
    let people = person::Entity::find()
        .filter(person::Column::Id.in_subquery(ids))
        .all(db)
        .await?;
    let mut people: HashMap<PersonId, person::Model> = people
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    Ok(active
        .all(db)
        .await?
        .into_iter()
        .filter_map(|enrolment| {
            people
                .remove(&enrolment.person)
                .map(|person| (enrolment, person))
        })
        .collect())
}
