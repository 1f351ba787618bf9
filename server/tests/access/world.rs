//! One thing of each kind that is one's own, somebody else's, hidden or deleted, and somebody in each role.

use std::collections::BTreeMap;

use domain::Db;
use domain::accounts::{grant, person};
use domain::media::recording;
use domain::outbox::{self, Letter};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use model::media::RecordingKind;
use model::role::Scope;
use model::schedule::SessionKind;
use model::{GrantId, Instant, MailId, PersonId, RecordingId, Role, SessionId};

use crate::admission_rows;
use crate::house::{self, Browser, House};
use crate::statistics_rows;

#[path = "../../domain/tests/cast/catalogue_rows.rs"]
mod catalogue_rows;
#[path = "../../domain/tests/cast/nomination_rows.rs"]
mod nomination_rows;

/// What an address can name.
pub const OBJECTS: &[&str] = &["own", "other", "hidden", "deleted"];

/// Who asks, in the order of the tables' columns.
pub const ROLES: &[&str] = &[
    "visitor",
    "participant",
    "trainer",
    "coordinator",
    "focal",
    "auditor",
    "admin",
];

/// The things of one [`OBJECTS`] entry, by the name that addresses and forms call them.
pub type Things = BTreeMap<&'static str, String>;

/// A house with everybody in it.
pub struct World {
    pub house: House,
    people: BTreeMap<&'static str, PersonId>,
    things: BTreeMap<&'static str, Things>,
}

impl World {
    /// In `own`, each role has what it can have; in `other`, published as well, nobody; `hidden` is a draft.
    pub async fn new() -> Self {
        let house = House::new().await;
        let db = &house.db;
        let mut people = BTreeMap::new();
        for (role, name, from) in [
            ("participant", "Amina", "KE"),
            ("trainer", "Lin", "CN"),
            ("coordinator", "Chen", "CN"),
            ("focal", "Otieno", "KE"),
            ("auditor", "Ivan", "RU"),
            ("admin", "Grace", "CN"),
        ] {
            people.insert(role, house::person(db, name, from).await);
        }
        let mut things = BTreeMap::new();
        for object in ["own", "other", "hidden"] {
            let programme = house::programme(db, object).await;
            let edition = house::edition(db, programme, "2026").await;
            house::seats(db, edition, 10).await;
            let course = house::course(db, edition, "ports").await;
            let session = house::session(
                db,
                edition,
                Some(course),
                1,
                SessionKind::Online,
                "2026-12-08T09:00",
                90,
            )
            .await;
            let elective = house::course(db, edition, "calligraphy").await;
            db.write(async |tx| {
                domain::catalogue::course::Entity::update_many()
                    .col_expr(
                        domain::catalogue::course::Column::Required,
                        Expr::value(false),
                    )
                    .filter(domain::catalogue::course::Column::Id.eq(elective))
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
            .unwrap();
            // Somebody whose data could leak.
            let zara = house::person(db, &format!("Zara {object}"), "EG").await;
            let enrolment = house::enrolment(db, edition, zara).await;
            let mail = waiting_mail(&house, zara).await;
            let report = statistics_rows::report(db, session, "KE", "YouTube", 5).await;
            let portfolio = domain::catalogue::programme::find(db.read(), programme)
                .await
                .unwrap()
                .portfolio;
            let host = catalogue_rows::hosted_by(db, edition, "Port", "KE").await;
            let other_host = catalogue_rows::host(db, "Yard", "KE").await;
            let venue = catalogue_rows::venue(db, "Hall", "CN").await;
            let printed = house::person(db, &format!("Tariq {object}"), "EG").await;
            catalogue_rows::printed_trainer(db, course, printed).await;
            let application = admission_rows::application_of(db, enrolment).await;
            house::grant(db, printed, Role::Trainer, Scope::Course(course)).await;
            let grant = grant_of(db, printed).await;
            let newcomer = house::person(db, &format!("Wanjiru {object}"), "KE").await;
            db.write(async |tx| {
                person::Entity::update_many()
                    .col_expr(
                        person::Column::EmailConfirmedAt,
                        Expr::value(None::<Instant>),
                    )
                    .filter(person::Column::Id.eq(newcomer))
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
            .unwrap();
            let recording = recording_of(&house, session).await;
            // One of Kenya's delegation, who has completed.
            let nia = house::person(db, &format!("Nia {object}"), "KE").await;
            let nomination =
                nomination_rows::nomination(db, edition, nia, "KE", people["focal"]).await;
            if object == "own" {
                house::enrolment(db, edition, people["participant"]).await;
                for (who, role, scope) in [
                    ("trainer", Role::Trainer, Scope::Course(course)),
                    ("coordinator", Role::Coordinator, Scope::Edition(edition)),
                    (
                        "focal",
                        Role::FocalPoint,
                        Scope::CountryInEdition(house::country("KE"), edition),
                    ),
                    ("auditor", Role::Auditor, Scope::All),
                    ("admin", Role::Administrator, Scope::All),
                ] {
                    house::grant(db, people[who], role, scope).await;
                }
            }
            let pool = house::two_per_country(db, edition).await;
            let picked = house::picked_by_hand(db, edition, "Speakers", 5).await;
            things.insert(
                object,
                Things::from([
                    ("programme", object.to_owned()),
                    ("programme_id", programme.to_string()),
                    ("edition", "2026".to_owned()),
                    ("edition_id", edition.to_string()),
                    ("course", "ports".to_owned()),
                    ("course_id", course.to_string()),
                    ("elective", elective.to_string()),
                    ("number", "1".to_owned()),
                    ("session_id", session.to_string()),
                    ("person", zara.to_string()),
                    ("email", format!("zara.{object}@example.org")),
                    ("enrolment", enrolment.to_string()),
                    ("mail_id", mail.to_string()),
                    ("report", report.to_string()),
                    ("portfolio_id", portfolio.to_string()),
                    ("host_id", host.to_string()),
                    ("other_host_id", other_host.to_string()),
                    ("venue_id", venue.to_string()),
                    ("printed_trainer", printed.to_string()),
                    ("application_id", application.to_string()),
                    ("grant", grant.to_string()),
                    ("newcomer", newcomer.to_string()),
                    ("recording", recording.to_string()),
                    ("nomination_id", nomination.to_string()),
                    ("seat-pool_id", pool.to_string()),
                    ("picked-pool", picked.to_string()),
                    ("course_place", format!("course:{course}")),
                ]),
            );
        }
        for table in ["programme", "edition"] {
            db.migrating()
                .execute_unprepared(&format!(
                    "UPDATE {table} SET publication = 'draft' WHERE {}",
                    match table {
                        "programme" => "slug = 'hidden'",
                        _ => "programme IN (SELECT id FROM programme WHERE slug = 'hidden')",
                    }
                ))
                .await
                .unwrap();
        }
        let nothing = "00000000-0000-7000-8000-000000000000".to_owned();
        let deleted = things["own"]
            .keys()
            .map(|name| (*name, nothing.clone()))
            .collect();
        things.insert("deleted", deleted);
        Self {
            house,
            people,
            things,
        }
    }

    /// The same world on a copy of its database.
    pub async fn copy(&self) -> Self {
        Self {
            house: self.house.copy().await,
            people: self.people.clone(),
            things: self.things.clone(),
        }
    }

    /// The browser of somebody in a role.
    pub async fn browser(&self, role: &str) -> Browser {
        match self.people.get(role) {
            Some(person) => self.house.signed_in(*person).await,
            None => self.house.visitor(),
        }
    }

    /// What an object calls a thing.
    pub fn thing(&self, object: &str, name: &str) -> String {
        self.things
            .get(object)
            .and_then(|things| things.get(name))
            .unwrap_or_else(|| panic!("{object} has no {name}"))
            .clone()
    }

    /// An address with its parameters filled in from an object.
    pub fn address(&self, path: &str, object: &str) -> String {
        let mut parts = Vec::new();
        for part in path.split('/') {
            let filled = match part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'))
            {
                None => part.to_owned(),
                Some("secret") => "no-such-secret".to_owned(),
                Some("year") => "2025".to_owned(),
                Some("thing") => "editions".to_owned(),
                Some("language") => "zh".to_owned(),
                Some("person") => self.thing(object, "printed_trainer"),
                // Only electives have seats of their own.
                Some("id") if path.contains("/courses/{id}/seats") => {
                    self.thing(object, "elective")
                }
                Some("id") => {
                    let kind = parts.last().map(String::as_str).unwrap_or_default();
                    self.thing(object, &format!("{}_id", kind.trim_end_matches('s')))
                }
                Some("table") => "views.csv".to_owned(),
                Some("session") => self.thing(object, "session_id"),
                // Where no programme stands before it, an edition is named by its id.
                Some("edition") if !path.contains("{programme}") => {
                    self.thing(object, "edition_id")
                }
                Some(name) => self.thing(object, name),
            };
            parts.push(filled);
        }
        parts.join("/")
    }
}

/// The one grant of somebody.
async fn grant_of(db: &Db, who: PersonId) -> GrantId {
    let grants = grant::holding(db.read(), who, house::NOW).await.unwrap();
    grants[0].id
}

/// A mail to somebody that waits to be sent.
async fn waiting_mail(house: &House, to: PersonId) -> MailId {
    let person = person::find(house.db.read(), to).await.unwrap();
    let letter = Letter::PasswordChanged;
    house
        .db
        .write(async |tx| outbox::post(tx, &person, &letter, to.to_string(), house::NOW).await)
        .await
        .unwrap();
    outbox::Entity::find()
        .filter(outbox::Column::Person.eq(to))
        .one(house.db.read())
        .await
        .unwrap()
        .unwrap()
        .id
}

/// A film of a session, of four bytes.
async fn recording_of(house: &House, session: SessionId) -> RecordingId {
    let id = RecordingId::new();
    let folder = house.config.media_folder.join("recordings");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(id.to_string()), b"film").unwrap();
    let row = recording::ActiveModel {
        id: Set(id),
        session: Set(session),
        kind: Set(RecordingKind::File),
        address: Set(format!("recordings/{id}")),
        content_type: Set("video/mp4".to_owned()),
        bytes: Set(4),
        duration_ms: Set(None),
        added_at: Set(house::NOW),
        added_by: Set(None),
        removed_at: Set(None),
    };
    house::insert(&house.db, vec![row]).await;
    id
}
