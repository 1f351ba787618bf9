//! An edition by nomination: six countries, their focal points, and nominees at every step before a decision.

use domain::Result;
use domain::accounts::{grant, person};
use domain::admissions::{application, application_step, nomination};
use model::admissions::Standing::{self, Endorsed, InReview, Nominated, Submitted, Withdrawn};
use model::{ApplicationId, ApplicationStepId, GrantId, Instant, PersonId, Role};

use super::editions::edition_id;
use super::name::id_of;
use super::people::{self, country};
use super::when::When;

/// The numbers of nominees begin here.
const NOMINEES: usize = 501;

/// Each country's nominees, in its order, by where they stand.
const COUNTRIES: [(&str, &[Standing]); 6] = [
    ("KE", &[Endorsed, Submitted, Nominated, Withdrawn]),
    ("UG", &[InReview, Endorsed]),
    ("TZ", &[Submitted, Submitted]),
    ("IN", &[Endorsed, Nominated, Nominated]),
    ("BR", &[Endorsed]),
    ("ID", &[Nominated]),
];

/// Rows of nominations.
#[derive(Default)]
pub struct Nominations {
    pub people: Vec<person::Model>,
    pub grants: Vec<grant::Model>,
    pub applications: Vec<application::Model>,
    pub steps: Vec<application_step::Model>,
    pub nominations: Vec<nomination::Model>,
}

/// All of them; Kenya's focal point is the one with an account.
pub fn nominations(when: &When) -> Result<Nominations> {
    let mut rows = Nominations::default();
    let mut number = NOMINEES;
    for (code, standings) in COUNTRIES {
        let focal_point = focal_point(&mut rows, code, when)?;
        rows.grants.push(grant_of(focal_point, code, when)?);
        for (order, standing) in (1..).zip(standings) {
            nominee(&mut rows, number, code, order, *standing, focal_point, when)?;
            number += 1;
        }
    }
    Ok(rows)
}

fn focal_point(rows: &mut Nominations, code: &str, when: &When) -> Result<PersonId> {
    if code == "KE" {
        return Ok(PersonId(id_of("person", "focal-point")));
    }
    let id = PersonId(id_of("person", &format!("focal-point/{code}")));
    rows.people.push(person::Model {
        id,
        printed_name: format!("Focal point, {code}"),
        ..people::participant(NOMINEES, code, false, when.now)?
    });
    Ok(id)
}

fn grant_of(person: PersonId, code: &str, when: &When) -> Result<grant::Model> {
    Ok(grant::Model {
        id: GrantId(id_of("grant", &format!("{person}/nomination"))),
        person,
        role: Role::FocalPoint,
        edition: Some(edition_id("port-management", "by-nomination")),
        course: None,
        session: None,
        country: Some(country(code)?),
        starts_at: when.now.plus_days(-20),
        ends_at: None,
        granted_by: None,
        granted_at: when.now.plus_days(-20),
        revoked_at: None,
        revoked_by: None,
    })
}

fn nominee(
    rows: &mut Nominations,
    number: usize,
    code: &str,
    order: i32,
    standing: Standing,
    focal_point: PersonId,
    when: &When,
) -> Result<()> {
    let at = when.now.plus_days(-12).plus_minutes(i64::from(order) * 7);
    let person = person::Model {
        email: Some(format!("nominee-{number}@example.org")),
        ..people::participant(number, code, number.is_multiple_of(4), at)?
    };
    let edition = edition_id("port-management", "by-nomination");
    let name = format!("{edition}/{}", person.id);
    let application = ApplicationId(id_of("application", &name));
    let steps = steps(standing, person.id, focal_point);
    for (place, (went_to, actor, reason)) in steps.iter().enumerate() {
        let hours = i64::try_from(place).unwrap_or(0) * 31;
        rows.steps.push(application_step::Model {
            id: ApplicationStepId(id_of("step", &format!("{name}/{place}"))),
            application,
            came_from: place.checked_sub(1).map(|before| steps[before].0),
            went_to: *went_to,
            at: at.plus_minutes(hours * 60),
            actor: *actor,
            reason: (*reason).to_owned(),
        });
    }
    rows.applications.push(application::Model {
        id: application,
        edition,
        person: person.id,
        standing,
        delegation: country(code)?,
        queue_number: None,
        created_at: at,
        organisation: None,
        rank: None,
        sex: None,
        offer_expires_at: None,
        decline_reason: None,
    });
    rows.nominations
        .push(row(application, &person, order, focal_point, at));
    rows.people.push(person);
    Ok(())
}

fn row(
    application: ApplicationId,
    person: &person::Model,
    order: i32,
    focal_point: PersonId,
    at: Instant,
) -> nomination::Model {
    nomination::Model {
        application,
        edition: edition_id("port-management", "by-nomination"),
        country: person.country,
        country_order: Some(order),
        focal_point,
        email: person.email.clone().unwrap_or_default(),
        printed_name: person.printed_name.clone(),
        organisation: person.organisation.clone(),
        position: person.position.clone(),
        rank: person.rank,
        // Mails of the demonstration are not sent: a new link is a press away.
        link_hash: None,
        link_made_at: None,
        link_used_at: None,
        replaces: None,
        nominated_at: at,
    }
}

type Step = (Standing, Option<PersonId>, &'static str);

/// How somebody came to stand where they stand.
fn steps(standing: Standing, nominee: PersonId, focal_point: PersonId) -> Vec<Step> {
    let all = [
        (Nominated, Some(focal_point), ""),
        (Submitted, Some(nominee), ""),
        (Endorsed, Some(focal_point), ""),
        (InReview, None, ""),
    ];
    if standing == Withdrawn {
        return vec![all[0], (Withdrawn, Some(focal_point), "Cannot travel.")];
    }
    let last = all.iter().position(|(to, ..)| *to == standing).unwrap_or(0);
    all[..=last].to_vec()
}
