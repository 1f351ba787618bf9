//! What the catalogue's pages say to machines: schema.org.

use domain::catalogue::edition_page::{CourseFacts, EditionFacts, EditionPage, TrainerFacts};
use model::catalogue::{Mode, Publication};
use model::schedule::SessionState;
use serde_json::{Value, json};

use crate::Site;

/// An edition as a course with one instance and its sessions as events.
pub(super) fn of_edition(site: &Site, page: &EditionPage) -> Value {
    let edition = &page.edition;
    let mut instance = instance(site, page, &page.everybody_who_teaches());
    let sessions: Vec<Value> = page
        .sessions
        .iter()
        .map(|session| {
            let status = match session.state {
                SessionState::Planned => "https://schema.org/EventScheduled",
                SessionState::Cancelled => "https://schema.org/EventCancelled",
            };
            json!({
                "@type": "EducationEvent",
                "name": session.title,
                "startDate": moment(session.starts_at),
                "endDate": moment(session.ends_at),
                "eventStatus": status,
                "url": site.full(&format!("{}/sessions/{}", edition.address(), session.number)),
                "location": place(edition, session.venue.as_deref()),
            })
        })
        .collect();
    if !sessions.is_empty() {
        instance["subEvent"] = json!(sessions);
    }
    course(
        site,
        edition,
        &edition.title,
        &edition.summary,
        &edition.address(),
        instance,
    )
}

/// One course of an edition.
pub(super) fn of_course(site: &Site, page: &EditionPage, shown: &CourseFacts) -> Value {
    let address = format!("{}/courses/{}", page.edition.address(), shown.slug);
    let instance = instance(site, page, &page.trainers_of(shown.id));
    course(
        site,
        &page.edition,
        &shown.title,
        &page.edition.summary,
        &address,
        instance,
    )
}

fn course(
    site: &Site,
    edition: &EditionFacts,
    title: &str,
    summary: &str,
    address: &str,
    instance: Value,
) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "Course",
        "name": title,
        "description": summary,
        "url": site.full(address),
        "inLanguage": edition.languages(),
        "provider": { "@type": "Organization", "name": site.name, "url": site.full("/") },
        "hasCourseInstance": instance,
    })
}

fn instance(site: &Site, page: &EditionPage, trainers: &[&TrainerFacts]) -> Value {
    let edition = &page.edition;
    let mode = match edition.mode {
        Mode::InPerson => "onsite",
        Mode::Online => "online",
        Mode::Hybrid => "blended",
    };
    let status = match edition.publication {
        Publication::Cancelled => "https://schema.org/EventCancelled",
        _ => "https://schema.org/EventScheduled",
    };
    let trainers: Vec<Value> = trainers
        .iter()
        .map(|trainer| {
            json!({
                "@type": "Person",
                "name": trainer.name,
                "url": site.full(&format!("/trainers/{}", trainer.person)),
            })
        })
        .collect();
    let hosts: Vec<Value> = page
        .hosts
        .iter()
        .map(|host| json!({ "@type": "Organization", "name": host.name }))
        .collect();
    json!({
        "@type": "CourseInstance",
        "courseMode": mode,
        "startDate": edition.starts_on,
        "endDate": edition.ends_on,
        "eventStatus": status,
        "location": place(edition, None),
        "instructor": trainers,
        "organizer": hosts,
    })
}

fn place(edition: &EditionFacts, venue: Option<&str>) -> Value {
    match (edition.mode, venue) {
        (Mode::Online, None) => json!({ "@type": "VirtualLocation" }),
        (_, Some(venue)) => json!({ "@type": "Place", "name": venue }),
        _ => json!({ "@type": "Place", "name": edition.place }),
    }
}

fn moment(at: model::Instant) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|at| at.to_string())
        .unwrap_or_default()
}
