//! One account per role, all with the same password, which is no secret.

use domain::accounts::{grant, password, person};
use domain::sea_orm::entity::prelude::*;
use domain::{Db, Error, Result};
use model::role::Scope;
use model::{GrantId, Instant, Language, PersonId, Role};

use super::cohorts::{Asking, Cohorts, Fate};
use super::editions::{course_id, edition_id};
use super::name::id_of;
use super::people::{self, country, trainer_id, zone};
use super::when::When;
use model::admissions::Standing;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "egret-demonstration";

/// Address, and what one can do with it.
pub const ACCOUNTS: &[(&str, &str)] = &[
    (
        "demo-administrator@example.org",
        "administrator: everything",
    ),
    ("demo-auditor@example.org", "auditor: figures and the log"),
    (
        "demo-coordinator@example.org",
        "coordinator of the edition that is running",
    ),
    (
        "demo-trainer@example.org",
        "trainer of a course in it, with a roll to take",
    ),
    (
        "demo-focal-point@example.org",
        "focal point of Kenya for the next seminar",
    ),
    (
        "demo-participant@example.org",
        "participant from Kenya with a place in it",
    ),
    (
        "demo-waiting@example.org",
        "participant from India on a waiting list",
    ),
];

/// The number of the participant from Kenya, who also came in 2023.
const PARTICIPANT: usize = 7;
/// The number of the participant who waits.
const WAITING: usize = 399;
/// The number of the trainer.
const TRAINER: usize = 10;

/// The administrator's id; its row says that the demonstration is loaded.
#[must_use]
pub fn administrator() -> PersonId {
    PersonId(id_of("person", "administrator"))
}

/// The coordinator's id, who also takes the rolls that no trainer takes.
#[must_use]
pub fn coordinator() -> PersonId {
    PersonId(id_of("person", "coordinator"))
}

/// When the demonstration was loaded, if it was.
pub async fn loaded_at(db: &impl ConnectionTrait) -> Result<Option<Instant>> {
    let row = person::Entity::find_by_id(administrator()).one(db).await?;
    Ok(row.map(|row| row.created_at))
}

/// The sign-ins, one a line, if the demonstration is loaded.
pub async fn sign_ins(db: &Db) -> Result<Option<String>> {
    if loaded_at(db.read()).await?.is_none() {
        return Ok(None);
    }
    let lines: String = ACCOUNTS
        .iter()
        .map(|(email, role)| format!("  {email:<32} {role}\n"))
        .collect();
    Ok(Some(format!(
        "Sign in as one of these, with the password {PASSWORD}\n{lines}"
    )))
}

/// Lets the participant and the one who waits ask for their places.
pub fn join(cohorts: &mut Cohorts, when: &When) -> Result<()> {
    let running = edition_id("industrial-internet", "fourth");
    let full = edition_id("ai-for-public-services", "second");
    let waiting = people::participant(WAITING, "IN", false, when.now.plus_days(-60))?;
    cohorts.people.insert(WAITING, waiting.clone());
    if let Some(kenyan) = cohorts.people.get(&PARTICIPANT).cloned() {
        cohorts
            .asking
            .push(asking(running, kenyan, "KE", Fate::Comes)?);
    }
    // Second in line, behind whoever waits first.
    let first = cohorts
        .asking
        .iter()
        .position(|asks| asks.edition == full && asks.fate == Fate::Stands(Standing::Waiting))
        .map_or(cohorts.asking.len(), |place| place + 1);
    let asks = asking(full, waiting, "IN", Fate::Stands(Standing::Waiting))?;
    cohorts.asking.insert(first, asks);
    Ok(())
}

fn asking(
    edition: model::EditionId,
    person: person::Model,
    code: &str,
    fate: Fate,
) -> Result<Asking> {
    Ok(Asking {
        edition,
        delegation: country(code)?,
        rank: person.rank,
        person,
        fate,
    })
}

/// Gives the accounts among `people` their address and password, and adds those who are neither participant nor trainer.
pub async fn open(
    cohorts: &mut Cohorts,
    trainers: &mut [person::Model],
    when: &When,
) -> Result<Vec<person::Model>> {
    let mut others = vec![
        office(
            "administrator",
            "Administrator 01",
            "CN",
            "Asia/Shanghai",
            when,
        )?,
        office("auditor", "Auditor 01", "CN", "Asia/Shanghai", when)?,
        office("coordinator", "Coordinator 01", "CN", "Asia/Shanghai", when)?,
        office(
            "focal-point",
            "Focal point, Kenya",
            "KE",
            "Africa/Nairobi",
            when,
        )?,
    ];
    for person in &mut others {
        let hash = password::hash(PASSWORD).await?;
        person.password_hash = Some(hash);
    }
    for (number, name) in [(PARTICIPANT, "participant"), (WAITING, "waiting")] {
        let person = cohorts.people.get_mut(&number);
        sign_up(person, name).await?;
    }
    let trainer = trainers
        .iter_mut()
        .find(|row| row.id == trainer_id(TRAINER));
    sign_up(trainer, "trainer").await?;
    Ok(others)
}

async fn sign_up(person: Option<&mut person::Model>, name: &str) -> Result<()> {
    let person = person.ok_or_else(|| Error::Fault(format!("nobody is the {name}")))?;
    person.email = Some(address(name));
    person.email_confirmed_at = Some(person.created_at);
    person.password_hash = Some(password::hash(PASSWORD).await?);
    Ok(())
}

fn address(name: &str) -> String {
    format!("demo-{name}@example.org")
}

fn office(
    name: &str,
    printed: &str,
    code: &str,
    zone_name: &str,
    when: &When,
) -> Result<person::Model> {
    Ok(person::Model {
        id: PersonId(id_of("person", name)),
        email: Some(address(name)),
        email_confirmed_at: Some(when.now),
        printed_name: printed.to_owned(),
        organisation: "Innovation and Training Centre".to_owned(),
        country: country(code)?,
        zone: zone(zone_name)?,
        language: Language::English,
        created_at: when.now,
        ..people::participant(1, "NG", false, when.now)?
    })
}

/// What each account may do.
pub fn grants(when: &When) -> Result<Vec<grant::Model>> {
    let running = edition_id("industrial-internet", "fourth");
    let approval = edition_id("port-management", "first");
    let course = course_id("industrial-internet", "fourth", "artificial-intelligence");
    let person = |name: &str| PersonId(id_of("person", name));
    let kenya = country("KE")?;
    Ok([
        (administrator(), Role::Administrator, Scope::All),
        (person("auditor"), Role::Auditor, Scope::All),
        (
            person("coordinator"),
            Role::Coordinator,
            Scope::Edition(running),
        ),
        (trainer_id(TRAINER), Role::Trainer, Scope::Course(course)),
        (
            person("focal-point"),
            Role::FocalPoint,
            Scope::CountryInEdition(kenya, approval),
        ),
    ]
    .into_iter()
    .map(|(person, role, scope)| row(person, role, scope, when.now))
    .collect())
}

fn row(person: PersonId, role: Role, scope: Scope, now: Instant) -> grant::Model {
    let mut row = grant::Model {
        id: GrantId(id_of("grant", &format!("{person}/{role}"))),
        person,
        role,
        edition: None,
        course: None,
        session: None,
        country: None,
        starts_at: now,
        ends_at: None,
        granted_by: None,
        granted_at: now,
        revoked_at: None,
        revoked_by: None,
    };
    match scope {
        Scope::All => {}
        Scope::Edition(edition) => row.edition = Some(edition),
        Scope::Course(course) => row.course = Some(course),
        Scope::Session(session) => row.session = Some(session),
        Scope::CountryInEdition(country, edition) => {
            row.country = Some(country);
            row.edition = Some(edition);
        }
    }
    row
}
