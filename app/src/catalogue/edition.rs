//! An edition: what, who, when, the timetable, how admission works, seats left. One with a single course reads as that course.

use domain::Asking;
use domain::admissions::Admission;
use domain::catalogue::edition_page::{
    CourseFacts, EditionFacts, EditionPage as Shown, HostFacts, TrainerFacts, edition_page,
};
use leptos::prelude::*;
use model::Instant;
use model::catalogue::{AdmissionWay, Publication};

use super::deadline::Deadline;
use super::preview::{NotForSearch, Preview};
use super::publication::PublicationNotice;
use super::session_table::SessionTable;
use super::structured::of_edition;
use crate::Words;
use crate::admissions::EnrolBox;
use crate::frame::{
    Crumbs, JsonLd, Notice, PageTitle, Prose, Seats, asking, page, param, site, words,
};

/// `/programmes/:programme/:edition`
#[component]
pub fn EditionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (programme, edition) = (param("programme"), param("edition"));
    page(async move {
        let visitor = &asking.visitor;
        let shown = edition_page(&asking.db, visitor, &programme, &edition, words.language).await?;
        let (edition, now) = (shown.edition.clone(), asking.now);
        let admission = admission(&asking, &edition).await?;
        let runs = visitor.may_see_figures_of(edition.id);
        let structured = of_edition(&site(), &shown);
        let only_cancelled = edition.publication == Publication::Published
            && shown
                .only_course()
                .is_some_and(|course| course.cancelled_at.is_some());
        Ok(view! {
            <PageTitle text=shown.full_title()/>
            <Preview title=shown.heading().to_owned() summary=edition.summary.clone() path=edition.address()/>
            {(edition.publication != Publication::Published || edition.is_hidden()).then(|| view! { <NotForSearch/> })}
            <JsonLd data=structured/>
            <div class="wrap">
                <Heading edition=edition.clone() here=shown.heading().to_owned() under=shown.second_line().map(str::to_owned)/>
                {only_cancelled.then(|| view! { <Notice kind="bad"><p>{words.this_course_is_cancelled()}</p></Notice> })}
                {runs.then(|| view! {
                    <p class="on-screen"><a href=format!("/staff/editions/{}", edition.id)>{words.edit_this()}</a></p>
                })}
                {admission.is_some().then(|| view! { <p class="to-enrol"><a class="btn" href="#enrol-heading">{words.enrolment()}</a></p> })}
                <div class="two">
                    <div><What shown=shown.clone()/></div>
                    <aside><Aside shown=shown.clone() admission now/></aside>
                </div>
                <section>
                    <h2>
                        {words.timetable_heading()}
                        {(!shown.sessions.is_empty()).then(|| view! {
                            <a href=format!("{}/timetable.ics", edition.address())>{words.take_calendar()}</a>
                        })}
                    </h2>
                    <SessionTable sessions=shown.sessions address=edition.address()/>
                </section>
            </div>
        })
    })
}

/// How the visitor gets in, while the edition lies ahead.
pub(super) async fn admission(
    asking: &Asking,
    edition: &EditionFacts,
) -> domain::Result<Option<Admission>> {
    let (db, visitor, now) = (&asking.db, &asking.visitor, asking.now);
    if !lies_ahead(edition, now) {
        return Ok(None);
    }
    Admission::of(db, visitor, edition.id, words().language, now)
        .await
        .map(Some)
}

fn lies_ahead(edition: &EditionFacts, now: Instant) -> bool {
    edition.publication == Publication::Published && edition.ends_at > now
}

/// Where one is, the title, and whether it takes place.
#[component]
pub(super) fn Heading(
    edition: EditionFacts,
    /// The name of what the page shows.
    here: String,
    /// The edition's title, where the page is called otherwise.
    #[prop(default = None)]
    under: Option<String>,
    /// Whether the page shows something inside the edition.
    #[prop(optional)]
    inside: bool,
) -> impl IntoView {
    let words = words();
    let mut above = vec![
        ("/programmes".to_owned(), words.programmes()),
        (
            format!("/programmes/{}", edition.programme_slug),
            edition.programme_title.clone(),
        ),
    ];
    if inside {
        above.push((edition.address(), edition.title.clone()));
    }
    let publication = if edition.is_hidden() {
        Publication::Draft
    } else {
        edition.publication
    };
    let summary = (!inside && !edition.summary.is_empty()).then_some(edition.summary);
    view! {
        <div class="title">
            <Crumbs above here=here.clone()/>
            <h1>{here}</h1>
            {under.map(|edition| view! { <p class="soft">{edition}</p> })}
            {summary.map(|summary| view! { <p class="lede">{summary}</p> })}
        </div>
        <PublicationNotice publication/>
    }
}

/// What it is, for whom, its courses and who teaches.
#[component]
fn What(shown: Shown) -> impl IntoView {
    let words = words();
    let edition = shown.edition.clone();
    let only = shown.only_course().cloned();
    let about = !edition.description.trim().is_empty();
    let courses = (shown.courses.len() > 1).then(|| shown.courses.clone());
    let trainers: Vec<TrainerFacts> = shown.everybody_who_teaches().into_iter().cloned().collect();
    view! {
        {about.then(|| view! { <h2>{words.about_it()}</h2> <Prose markdown=edition.description/> })}
        {only
            .filter(|course| !course.description.trim().is_empty())
            .map(|course| view! { <h2>{words.what_is_taught()}</h2> <Prose markdown=course.description/> })}
        {(!edition.audience.is_empty()).then(|| view! { <h2>{words.for_whom()}</h2> <p>{edition.audience}</p> })}
        {courses.map(|courses| view! { <h2>{words.courses()}</h2> <Courses courses address=shown.edition.address()/> })}
        {(!trainers.is_empty()).then(|| view! { <h2>{words.who_teaches()}</h2> <Trainers trainers/> })}
    }
}

#[component]
fn Courses(courses: Vec<CourseFacts>, address: String) -> impl IntoView {
    let words = words();
    let line = move |course: CourseFacts| {
        let required = if course.required {
            words.required_course()
        } else {
            words.elective_course()
        };
        let cancelled = course.cancelled_at.is_some();
        view! {
            <li class="row plain">
                <div>
                    <h3><a href=format!("{address}/courses/{}", course.slug)>{course.title}</a></h3>
                    <p class="tags">
                        <span class="tag">{required}</span>
                        {cancelled.then(|| view! { <span class="tag bad">{words.publication_cancelled()}</span> })}
                    </p>
                </div>
            </li>
        }
    };
    view! { <ul class="rows">{courses.into_iter().map(line).collect_view()}</ul> }
}

/// Trainers with what is printed of them.
#[component]
pub(super) fn Trainers(trainers: Vec<TrainerFacts>) -> impl IntoView {
    let words = words();
    let line = move |trainer: TrainerFacts| {
        let of = [trainer.organisation, words.country(trainer.country)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>();
        view! {
            <li>
                <a href=format!("/trainers/{}", trainer.person)>{trainer.name}</a>
                " " <small class="soft">{of.join(" · ")}</small>
            </li>
        }
    };
    view! { <ul>{trainers.into_iter().map(line).collect_view()}</ul> }
}

/// Whether there is a place, how one gets it, and the facts in short.
#[component]
pub(super) fn Aside(shown: Shown, admission: Option<Admission>, now: Instant) -> impl IntoView {
    let words = words();
    let edition = shown.edition.clone();
    let heading = match shown.only_course() {
        Some(_) => words.how_to_enrol_in_this_course(),
        None => words.how_admission_works(),
    };
    view! {
        {admission.map(|admission| view! {
            <EnrolBox admission here=edition.address()/>
            <h2>{heading}</h2>
            <p>{how(words, edition.admission_way)}</p>
        })}
        <h2>{words.in_short()}</h2>
        <Facts shown now/>
    }
}

/// How one gets in, in a sentence.
fn how(words: Words, way: AdmissionWay) -> String {
    match way {
        AdmissionWay::Open => words.how_open(),
        AdmissionWay::Approval => words.how_approval(),
        AdmissionWay::Nomination => words.how_nomination(),
    }
}

#[component]
fn Facts(shown: Shown, now: Instant) -> impl IntoView {
    let words = words();
    let edition = shown.edition;
    let window = edition.admission(now);
    let (taken, size, way) = (edition.taken, edition.size, edition.admission_way);
    let ahead = lies_ahead(&edition, now);
    let languages = edition.languages();
    let languages = (!languages.is_empty()).then(|| words.tongues(&languages));
    let zone = words.zone(edition.starts_at, &edition.zone);
    let threshold = words.attendance_from(i64::from(edition.attendance_threshold));
    view! {
        <dl class="facts">
            <div>
                <dt>{words.when_heading()}</dt>
                <dd>{words.stored_dates(&edition.starts_on, &edition.ends_on)} <small>{zone}</small></dd>
            </div>
            <div>
                <dt>{words.where_heading()}</dt>
                <dd>{words.mode(edition.mode)} {(!edition.place.is_empty()).then(|| format!(" · {}", edition.place))}</dd>
            </div>
            <div><dt>{words.kind_label()}</dt><dd>{words.edition_kind(edition.kind)}</dd></div>
            {languages.map(|languages| view! { <div><dt>{words.taught_in()}</dt><dd>{languages}</dd></div> })}
            <div>
                <dt>{words.way_label()}</dt>
                <dd>{words.admission_way(way)}</dd>
                {ahead.then(|| view! { <dd><Deadline window way zone=edition.zone.clone()/></dd> })}
            </div>
            {ahead.then(|| view! { <div><dt>{words.seats_label()}</dt><dd><Seats taken=taken.unwrap_or(0) size/></dd></div> })}
            <div><dt>{words.counts_as_attended()}</dt><dd>{threshold}</dd></div>
            <Hosts hosts=shown.hosts/>
        </dl>
    }
}

#[component]
fn Hosts(hosts: Vec<HostFacts>) -> impl IntoView {
    let words = words();
    if hosts.is_empty() {
        return ().into_any();
    }
    let line = move |host: HostFacts| {
        let place = [host.city, words.country(host.country)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(&words.list_mark());
        let name = if host.website.is_empty() {
            view! { <span>{host.name}</span> }.into_any()
        } else {
            view! { <a href=host.website rel="noopener noreferrer">{host.name}</a> }.into_any()
        };
        view! { <dd>{name} <small>{place}</small></dd> }
    };
    view! { <div><dt>{words.hosts()}</dt>{hosts.into_iter().map(line).collect_view()}</div> }
        .into_any()
}
