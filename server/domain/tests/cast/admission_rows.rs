//! What tests of admissions look up and change by hand.

#![allow(dead_code, reason = "each test file uses its part")]

use domain::Db;
use domain::admissions::{application, enrolment};
use domain::catalogue::edition;
use domain::sea_orm::IntoActiveModel;
use domain::sea_orm::QueryOrder;
use domain::sea_orm::entity::prelude::*;
use model::{ApplicationId, EditionId, EnrolmentId, PersonId};

/// The application that led to a place.
pub async fn application_of(db: &Db, place: EnrolmentId) -> ApplicationId {
    let place = enrolment::Entity::find_by_id(place)
        .one(db.read())
        .await
        .unwrap();
    place.unwrap().application
}

/// A person's latest application.
pub async fn latest_application(db: &Db, who: PersonId) -> application::Model {
    let latest = application::Entity::find()
        .filter(application::Column::Person.eq(who))
        .order_by_desc(application::Column::Id)
        .one(db.read())
        .await
        .unwrap();
    latest.unwrap()
}

/// A person's place in an edition.
pub async fn place_of(db: &Db, edition: EditionId, who: PersonId) -> Option<enrolment::Model> {
    enrolment::Entity::find()
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::Person.eq(who))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .one(db.read())
        .await
        .unwrap()
}

/// Changes an edition's row.
pub async fn change_edition(
    db: &Db,
    edition: EditionId,
    change: impl FnOnce(&mut edition::ActiveModel),
) {
    let row = edition::Entity::find_by_id(edition)
        .one(db.read())
        .await
        .unwrap();
    let mut row = row.unwrap().into_active_model();
    change(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}
