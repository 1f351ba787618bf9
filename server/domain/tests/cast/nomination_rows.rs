//! Nominations that tests begin with, written straight into the tables.

use domain::Db;
use domain::accounts::person;
use domain::admissions::{application, nomination};
use domain::sea_orm::ActiveValue::Set;
use model::accounts::Rank;
use model::admissions::Standing;
use model::{ApplicationId, Country, EditionId, Instant, PersonId};

use crate::house::{NOW, insert};

/// The nomination of somebody who has completed, first in the order of the country.
pub async fn nomination(
    db: &Db,
    edition: EditionId,
    who: PersonId,
    by: &str,
    focal_point: PersonId,
) -> ApplicationId {
    let country = Country::parse(by).unwrap();
    let person = person::find(db.read(), who).await.unwrap();
    let id = ApplicationId::new();
    let row = application::ActiveModel {
        id: Set(id),
        edition: Set(edition),
        person: Set(who),
        standing: Set(Standing::Submitted),
        delegation: Set(country),
        queue_number: Set(None),
        created_at: Set(NOW),
        ..Default::default()
    };
    insert(db, vec![row]).await;
    let row = nomination::ActiveModel {
        application: Set(id),
        edition: Set(edition),
        country: Set(country),
        country_order: Set(Some(1)),
        focal_point: Set(focal_point),
        email: Set(person.email.unwrap()),
        printed_name: Set(person.printed_name),
        organisation: Set(person.organisation),
        position: Set(String::new()),
        rank: Set(Rank::None),
        link_hash: Set(None),
        link_made_at: Set(None::<Instant>),
        link_used_at: Set(None),
        replaces: Set(None),
        nominated_at: Set(NOW),
    };
    insert(db, vec![row]).await;
    id
}
