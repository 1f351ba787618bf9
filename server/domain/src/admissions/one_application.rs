//! One application as the edition's staff read it: whose it is, where it stands, and how it came there.

use std::collections::HashMap;

use model::admissions::Standing;
use model::{ApplicationId, Language, PersonId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::edition_title::titles;
use super::{application, application_step, nomination, permission, waiting_list};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::{Db, Result};

/// An application with its person.
#[derive(Clone, Debug)]
pub struct OneApplication {
    pub application: application::Model,
    pub person: person::Model,
    pub edition: edition::Model,
    /// The edition's.
    pub title: String,
    /// On the waiting list, from 1; exactly while waiting.
    pub position: Option<u64>,
    /// What a focal point wrote, where one nominated.
    pub nomination: Option<nomination::Model>,
    /// How it came there, first step first, each with the name of who took it; none: Egret, or an account that is gone.
    pub steps: Vec<(application_step::Model, Option<String>)>,
    /// Whether it is the visitor's own, on which they do not decide.
    pub own: bool,
}

/// An application, for those who may decide on it.
pub async fn one_application(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    language: Language,
) -> Result<OneApplication> {
    let (application, actor) = permission::changeable(db, visitor, application).await?;
    let db = db.read();
    let person = person::find(db, application.person).await?;
    let edition = edition::find(db, application.edition).await?;
    let mut titles = titles(db, vec![edition.id], language).await?;
    let position = match application.queue_number {
        Some(number) => Some(waiting_list::position(db, edition.id, number).await?),
        None => None,
    };
    let steps = application_step::Entity::find()
        .filter(application_step::Column::Application.eq(application.id))
        // A draft is its writer's own, also when it was begun.
        .filter(application_step::Column::WentTo.ne(Standing::Draft))
        .order_by_asc(application_step::Column::At)
        .order_by_asc(application_step::Column::Id)
        .all(db)
        .await?;
    let names: HashMap<PersonId, String> = person::Entity::find()
        .filter(person::Column::Id.is_in(steps.iter().filter_map(|step| step.actor)))
        .filter(person::Column::DeletedAt.is_null())
        .all(db)
        .await?
        .into_iter()
        .map(|person| (person.id, person.printed_name))
        .collect();
    Ok(OneApplication {
        title: titles.remove(&edition.id).unwrap_or_default(),
        nomination: nomination::Entity::find_by_id(application.id)
            .one(db)
            .await?,
        steps: steps
            .into_iter()
            .map(|step| {
                let by = step.actor.and_then(|actor| names.get(&actor).cloned());
                (step, by)
            })
            .collect(),
        own: actor == person.id,
        position,
        edition,
        person,
        application,
    })
}
