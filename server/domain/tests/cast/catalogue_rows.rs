//! More of the catalogue: other publications, dates and words, hosts, languages.

#![allow(dead_code, reason = "each test file uses its part of the cast")]

use domain::Db;
use domain::catalogue::{
    course_trainer, edition, edition_host, edition_language, edition_text, host, programme, venue,
};
use domain::clock;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::IntoActiveModel;
use domain::sea_orm::entity::prelude::*;
use model::catalogue::Publication;
use model::*;

/// Changes an edition's row.
pub async fn change_edition(
    db: &Db,
    id: EditionId,
    change: impl AsyncFnOnce(&mut edition::ActiveModel),
) {
    let row = edition::find(db.read(), id).await.unwrap();
    let mut row = row.into_active_model();
    change(&mut row).await;
    db.write(async |tx| {
        row.update(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
}

/// Makes an edition a draft, cancelled, archived …
pub async fn publication(db: &Db, id: EditionId, publication: Publication) {
    change_edition(db, id, async |row| row.publication = Set(publication)).await;
}

/// Makes a programme a draft, cancelled, archived …
pub async fn programme_publication(db: &Db, id: ProgrammeId, publication: Publication) {
    let row = programme::find(db.read(), id).await.unwrap();
    let mut row = row.into_active_model();
    row.publication = Set(publication);
    db.write(async |tx| {
        row.update(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
}

/// Moves an edition to other days in its zone.
pub async fn days(db: &Db, id: EditionId, from: &str, until: &str) {
    let zone = edition::find(db.read(), id).await.unwrap().zone;
    let (first, last): (jiff::civil::Date, jiff::civil::Date) =
        (from.parse().unwrap(), until.parse().unwrap());
    change_edition(db, id, async |row| {
        row.starts_on = Set(from.to_owned());
        row.ends_on = Set(until.to_owned());
        row.starts_at = Set(clock::day_begins(first, &zone));
        row.ends_at = Set(clock::day_begins(last.tomorrow().unwrap(), &zone));
    })
    .await;
}

/// Gives an edition words in a language, in place of those it has in it.
pub async fn words(db: &Db, id: EditionId, language: Language, title: &str, description: &str) {
    db.write(async |tx| {
        edition_text::Entity::delete_by_id((id, language))
            .exec(tx)
            .await?;
        let row = edition_text::ActiveModel {
            edition: Set(id),
            language: Set(language),
            title: Set(title.to_owned()),
            summary: Set(format!("Summary of {title}")),
            description: Set(description.to_owned()),
            audience: Set(String::new()),
            folded: Set(String::new()),
        };
        edition_text::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        edition_text::fold_all(tx, edition::Column::Id.eq(id)).await
    })
    .await
    .unwrap();
}

/// Says that an edition is taught in a language.
pub async fn taught_in(db: &Db, id: EditionId, language: &str) {
    db.write(async |tx| {
        let row = edition_language::ActiveModel {
            edition: Set(id),
            language: Set(language.to_owned()),
        };
        edition_language::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
}

/// A host organisation in a country.
pub async fn host(db: &Db, name: &str, country: &str) -> HostId {
    let id = HostId::new();
    db.write(async |tx| {
        let row = host::ActiveModel {
            id: Set(id),
            name: Set(name.to_owned()),
            city: Set("Xiamen".to_owned()),
            country: Set(Country::parse(country).unwrap()),
            website: Set("https://host.example".to_owned()),
            created_at: Set(Instant(0)),
        };
        host::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
    id
}

/// A host organisation in a country, hosting an edition.
pub async fn hosted_by(db: &Db, id: EditionId, name: &str, country: &str) -> HostId {
    let host = host(db, name, country).await;
    db.write(async |tx| {
        let row = edition_host::ActiveModel {
            edition: Set(id),
            host: Set(host),
        };
        edition_host::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    host
}

/// A venue in a country, in Xiamen's time.
pub async fn venue(db: &Db, name: &str, country: &str) -> VenueId {
    let id = VenueId::new();
    db.write(async |tx| {
        let row = venue::ActiveModel {
            id: Set(id),
            host: Set(None),
            name: Set(name.to_owned()),
            address: Set(String::new()),
            city: Set("Xiamen".to_owned()),
            country: Set(Country::parse(country).unwrap()),
            zone: Set("Asia/Shanghai".parse().unwrap()),
            created_at: Set(Instant(0)),
        };
        venue::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    id
}

/// Prints somebody as a trainer of a course, without any grant.
pub async fn printed_trainer(db: &Db, course: CourseId, person: PersonId) {
    db.write(async |tx| {
        let row = course_trainer::ActiveModel {
            course: Set(course),
            person: Set(person),
        };
        course_trainer::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
}
