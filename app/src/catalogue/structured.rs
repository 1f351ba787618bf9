//! What the catalogue's pages say to machines: schema.org. A key without a value is left out.

use domain::catalogue::edition_page::{
    CourseFacts, EditionFacts, EditionPage, HostFacts, SessionFacts, TrainerFacts,
};
use model::catalogue::{Mode, Publication};
use model::schedule::{SessionKind, SessionState};
use serde_json::{Map, Value, json};

use crate::Site;

/// An edition as a course with one instance and its sessions as events; one with a single course by that course's name.
pub(super) fn of_edition(site: &Site, page: &EditionPage) -> Value {
    let edition = &page.edition;
    let sessions: Vec<Value> = page
        .sessions
        .iter()
        .map(|session| event(site, page, session))
        .collect();
    let instance = instance(
        site,
        page,
        &page.everybody_who_teaches(),
        takes_place(page, page.only_course()),
        sessions,
    );
    course(site, page, page.heading(), &edition.address(), instance)
}

/// One course of an edition.
pub(super) fn of_course(site: &Site, page: &EditionPage, shown: &CourseFacts) -> Value {
    let address = format!("{}/courses/{}", page.edition.address(), shown.slug);
    let sessions: Vec<Value> = page
        .sessions
        .iter()
        .filter(|session| session.course == Some(shown.id))
        .map(|session| event(site, page, session))
        .collect();
    let instance = instance(
        site,
        page,
        &page.trainers_of(shown.id),
        takes_place(page, Some(shown)),
        sessions,
    );
    course(site, page, &shown.title, &address, instance)
}

fn course(site: &Site, page: &EditionPage, title: &str, address: &str, instance: Value) -> Value {
    let edition = &page.edition;
    let mut said = Map::new();
    said.insert("@context".to_owned(), json!("https://schema.org"));
    said.insert("@type".to_owned(), json!("Course"));
    said.insert("name".to_owned(), json!(title));
    put(&mut said, "description", described(edition));
    said.insert("url".to_owned(), json!(site.full(address)));
    put(&mut said, "inLanguage", some(edition.languages()));
    said.insert(
        "provider".to_owned(),
        json!({ "@type": "Organization", "name": site.name, "url": site.full("/") }),
    );
    said.insert("hasCourseInstance".to_owned(), instance);
    Value::Object(said)
}

/// What it is in a sentence; search engines ask for one.
fn described(edition: &EditionFacts) -> Option<Value> {
    [
        &edition.summary,
        &edition.audience,
        &edition.programme_title,
    ]
    .into_iter()
    .find(|text| !text.trim().is_empty())
    .map(|text| json!(text))
}

fn instance(
    site: &Site,
    page: &EditionPage,
    trainers: &[&TrainerFacts],
    takes_place: bool,
    sessions: Vec<Value>,
) -> Value {
    let edition = &page.edition;
    let mode = match edition.mode {
        Mode::InPerson => "onsite",
        Mode::Online => "online",
        Mode::Hybrid => "blended",
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
    let location = match edition.mode {
        Mode::Online => Some(online(site, &edition.address())),
        Mode::InPerson | Mode::Hybrid => at_place(page),
    };
    let mut said = Map::new();
    said.insert("@type".to_owned(), json!("CourseInstance"));
    said.insert("courseMode".to_owned(), json!(mode));
    said.insert("startDate".to_owned(), json!(edition.starts_on));
    said.insert("endDate".to_owned(), json!(edition.ends_on));
    said.insert("eventStatus".to_owned(), json!(status(takes_place)));
    put(&mut said, "location", location);
    put(&mut said, "instructor", some(trainers));
    put(&mut said, "organizer", some(hosts));
    put(&mut said, "subEvent", some(sessions));
    Value::Object(said)
}

fn event(site: &Site, page: &EditionPage, session: &SessionFacts) -> Value {
    let address = format!("{}/sessions/{}", page.edition.address(), session.number);
    let of = page
        .courses
        .iter()
        .find(|course| session.course == Some(course.id));
    let held = session.state == SessionState::Planned && takes_place(page, of);
    let mut said = Map::new();
    said.insert("@type".to_owned(), json!("EducationEvent"));
    if !session.title.is_empty() {
        said.insert("name".to_owned(), json!(session.title));
    }
    said.insert("startDate".to_owned(), json!(moment(session.starts_at)));
    said.insert("endDate".to_owned(), json!(moment(session.ends_at)));
    said.insert("eventStatus".to_owned(), json!(status(held)));
    said.insert("url".to_owned(), json!(site.full(&address)));
    put(
        &mut said,
        "location",
        where_it_is(site, page, session, &address),
    );
    Value::Object(said)
}

/// The session's own place, by its kind, venue and host; else the edition's.
fn where_it_is(
    site: &Site,
    page: &EditionPage,
    session: &SessionFacts,
    address: &str,
) -> Option<Value> {
    if session.kind == SessionKind::Online {
        return Some(online(site, address));
    }
    if let Some(venue) = session.venue.as_ref().or(session.host.as_ref()) {
        return Some(json!({ "@type": "Place", "name": venue }));
    }
    match page.edition.mode {
        Mode::Online => Some(online(site, address)),
        Mode::InPerson | Mode::Hybrid => at_place(page),
    }
}

fn online(site: &Site, address: &str) -> Value {
    json!({ "@type": "VirtualLocation", "url": site.full(address) })
}

/// The edition's place, else its first host's city.
fn at_place(page: &EditionPage) -> Option<Value> {
    let of_host = page.hosts.first().map(|host: &HostFacts| &host.city);
    [Some(&page.edition.place), of_host]
        .into_iter()
        .flatten()
        .find(|name| !name.trim().is_empty())
        .map(|name| json!({ "@type": "Place", "name": name }))
}

/// Whether the edition, and the course if there is one, takes place.
fn takes_place(page: &EditionPage, course: Option<&CourseFacts>) -> bool {
    page.edition.publication != Publication::Cancelled
        && course.is_none_or(|course| course.cancelled_at.is_none())
}

const fn status(takes_place: bool) -> &'static str {
    if takes_place {
        "https://schema.org/EventScheduled"
    } else {
        "https://schema.org/EventCancelled"
    }
}

fn some<T: Into<Value>>(list: Vec<T>) -> Option<Value> {
    (!list.is_empty()).then(|| Value::Array(list.into_iter().map(Into::into).collect()))
}

fn put(into: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        into.insert(key.to_owned(), value);
    }
}

fn moment(at: model::Instant) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|at| at.to_string())
        .unwrap_or_default()
}
