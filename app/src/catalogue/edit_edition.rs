//! An edition's staff page: publish, words, courses, hosts, facts, and who changed what.

use domain::admissions::admission;
use domain::catalogue::edition::{self, TypedEdition};
use domain::catalogue::edition_page::{CourseFacts, HostFacts, courses, hosts};
use domain::catalogue::history::history;
use domain::catalogue::wording::{self, Thing, Wording};
use domain::catalogue::{edition_host, edition_language, host, programme};
use domain::clock;
use domain::schedule::desk;
use leptos::prelude::*;
use model::catalogue::Publication;
use model::schedule::Fold;
use model::{EditionId, HostId, Instant, Language, Refusal, Zone};
use server_fn::ServerFn;

use super::choices::{kinds, modes, ways};
use super::edit_words::WordsLinks;
use super::history::History;
use super::publication::{PublicationButtons, PublicationTag};
use crate::accounts::ZoneProposals;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Field, Form, Hidden, Notice, PageTitle, Select, Submit, asking, page, param,
    words,
};
use crate::schedule::{FoldField, OutsideSessions, sessions_outside};

/// Changes an edition's facts.
#[server(endpoint = "edit_edition")]
pub async fn edit_edition(
    edition: String,
    version: String,
    slug: String,
    kind: String,
    mode: String,
    starts_on: String,
    ends_on: String,
    zone: String,
    place: String,
    admission_way: String,
    #[server(default)] admission_opens: String,
    #[server(default)] admission_opens_fold: String,
    #[server(default)] admission_closes: String,
    #[server(default)] admission_closes_fold: String,
    attendance_threshold: String,
    #[server(default)] languages: String,
) -> Outcome {
    act(async |asking| {
        let (id, version) = seen(&edition, &version)?;
        let typed = TypedEdition {
            slug,
            kind,
            mode,
            starts_on,
            ends_on,
            zone,
            place,
            admission_way,
            admission_opens,
            admission_opens_fold,
            admission_closes,
            admission_closes_fold,
            attendance_threshold,
            languages,
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        edition::edit(db, visitor, id, version, &typed, asking.now).await?;
        Ok(To::page(format!("/staff/editions/{id}?done=saved")))
    })
    .await
}

/// The edition and the version that somebody saw of it.
fn seen(edition: &str, version: &str) -> Result<(EditionId, i32), Refusal> {
    let id = edition.parse().map_err(|_| Refusal::NotFound)?;
    let version = version.parse().map_err(|_| Refusal::Unreadable)?;
    Ok((id, version))
}

/// Publishes or archives an edition; it is cancelled on a page of its own.
#[server(endpoint = "publish_edition")]
pub async fn publish_edition(edition: String, version: String, publication: String) -> Outcome {
    act(async |asking| {
        let (id, version) = seen(&edition, &version)?;
        let publication: Publication = publication.parse().map_err(|_| Refusal::Unreadable)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        edition::set_publication(db, visitor, id, version, publication, asking.now).await?;
        Ok(To::page(format!("/staff/editions/{id}?done={publication}")))
    })
    .await
}

/// Names a host.
#[server(endpoint = "add_edition_host")]
pub async fn add_edition_host(edition: String, host: String) -> Outcome {
    act(async |asking| {
        let id: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
        edition_host::add(&asking.db, &asking.visitor, id, &host, asking.now).await?;
        Ok(To::page(format!("/staff/editions/{id}?done=saved")))
    })
    .await
}

/// Takes a host off.
#[server(endpoint = "remove_edition_host")]
pub async fn remove_edition_host(edition: String, host: String) -> Outcome {
    act(async |asking| {
        let id: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
        let host: HostId = host.parse().map_err(|_| Refusal::NotFound)?;
        edition_host::remove(&asking.db, &asking.visitor, id, host, asking.now).await?;
        Ok(To::page(format!("/staff/editions/{id}?done=saved")))
    })
    .await
}

/// `/staff/editions/:id`
#[component]
pub fn EditEditionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id: EditionId = id.parse().map_err(|_| Refusal::NotFound)?;
        let (db, visitor) = (asking.db.read(), &asking.visitor);
        let row = edition::for_staff(db, visitor, id).await?;
        let programme = programme::find(db, row.programme).await?;
        let written = wording::all(db, Thing::Edition(id)).await?;
        let tongues = edition_language::of(db, id).await?.join(", ");
        let courses = courses(db, id, words.language).await?;
        let hosting = hosts(db, id).await?;
        let known = host::list(db, visitor).await?;
        let changes = history(db, visitor, id).await?;
        let schedule = desk::schedule(&asking.db, visitor, id, words.language).await?;
        let outside = sessions_outside(&schedule.edition, &schedule.entries);
        let edits = visitor.coordinates(id);
        let seats = admission::seats(&asking.db, visitor, id).await?;
        let people = format!("/staff/editions/{id}/people");
        let unlimited = edits && seats.size.is_none() && row.ends_at > asking.now;
        let administrates = visitor.is_administrator();
        let title = title(&written, words.language);
        let public = format!("/programmes/{}/{}", programme.slug, row.slug);
        let address = format!("/staff/editions/{id}");
        let subject = vec![
            ("edition", id.to_string()),
            ("version", row.version.to_string()),
        ];
        let known = known
            .into_iter()
            .map(|host| (host.id.to_string(), host.name))
            .collect();
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above=vec![("/staff/catalogue".to_owned(), words.staff_catalogue())] here=title.clone()/>
                    <h1>{title}</h1>
                    <p class="tags"><PublicationTag publication=row.publication/></p>
                </div>
                <EditionTabs id here=address.clone()/>
                <Done what="saved" text=words.done_saved()/>
                <Done what="created" text=words.done_created()/>
                {(programme.publication != Publication::Draft).then(|| view! { <Done what="published" text=words.done_published()/> })}
                <Done what="cancelled" text=words.done_cancelled()/>
                <Done what="archived" text=words.done_archived()/>
                <OutsideSessions entries=outside/>
                {(programme.publication == Publication::Draft && row.publication != Publication::Draft).then(|| view! {
                    <Notice kind="warn">
                        <p>
                            {words.programme_is_a_draft()}
                            {administrates.then(|| view! { " " <a href=format!("/staff/programmes/{}", programme.id)>{words.to_the_programme()}</a> })}
                        </p>
                    </Notice>
                })}
                {unlimited.then(|| view! {
                    <Notice kind="warn">
                        <p>{words.no_seats_set()} " " <a href=people.clone()>{words.set_the_seats()}</a></p>
                    </Notice>
                })}
                <p><a href=public>{words.public_page()}</a></p>
                {edits.then(|| view! { <PublicationButtons action=PublishEdition::PATH subject now=row.publication cancel=format!("{address}/cancel")/> })}
                <section>
                    <h2>
                        {words.courses()}
                        {edits.then(|| view! { <a href=format!("{address}/courses/new")>{words.new_course()}</a> })}
                    </h2>
                    <Courses courses/>
                </section>
                <section>
                    <h2>{words.words_heading()}</h2>
                    <WordsLinks address=address.clone() written/>
                </section>
                <section>
                    <h2>{words.hosts()}</h2>
                    <Hosting id hosting known edits/>
                </section>
                {edits.then(|| view! {
                    <section>
                        <h2>{words.facts_heading()}</h2>
                        <Facts row tongues/>
                    </section>
                })}
                <section>
                    <h2>{words.history_heading()}</h2>
                    <History changes/>
                </section>
            </div>
        })
    })
}

/// The title in the reader's language, else in English, else in any.
pub(super) fn title(written: &[(Language, Wording)], language: Language) -> String {
    let rank = |one: Language| match one {
        one if one == language => 0,
        Language::English => 1,
        _ => 2,
    };
    written
        .iter()
        .min_by_key(|(one, _)| rank(*one))
        .map(|(_, wording)| wording.title.clone())
        .unwrap_or_default()
}

/// The ways between the staff pages of an edition.
#[component]
pub fn EditionTabs(id: EditionId, here: String) -> impl IntoView {
    let words = words();
    let base = format!("/staff/editions/{id}");
    let tabs = [
        (base.clone(), words.edition_itself()),
        (format!("{base}/people"), words.edition_people()),
        (format!("{base}/review"), words.review()),
        (format!("{base}/seats"), words.seats()),
        (format!("{base}/form"), words.application_form()),
        (format!("{base}/sessions"), words.edition_sessions()),
        (format!("{base}/figures"), words.edition_figures()),
    ];
    view! {
        <nav class="tabs" aria-label=words.edition_itself()>
            {tabs
                .into_iter()
                .map(|(address, said)| {
                    let current = (address == here).then_some("page");
                    view! { <a href=address aria-current=current>{said}</a> }
                })
                .collect_view()}
        </nav>
    }
}

#[component]
fn Courses(courses: Vec<CourseFacts>) -> impl IntoView {
    let words = words();
    if courses.is_empty() {
        return view! { <p class="soft">{words.no_courses_yet()}</p> }.into_any();
    }
    let line = move |course: CourseFacts| {
        let required = if course.required {
            words.required_course()
        } else {
            words.elective_course()
        };
        let cancelled = course.cancelled_at.is_some();
        view! {
            <li class="row plain">
                <div><a href=format!("/staff/courses/{}", course.id)>{course.title}</a></div>
                <div class="can">
                    <span class="tag">{required}</span>
                    {cancelled.then(|| view! { " " <span class="tag bad">{words.publication_cancelled()}</span> })}
                </div>
            </li>
        }
    };
    view! { <ul class="rows">{courses.into_iter().map(line).collect_view()}</ul> }.into_any()
}

#[component]
fn Hosting(
    id: EditionId,
    hosting: Vec<HostFacts>,
    known: Vec<(String, String)>,
    edits: bool,
) -> impl IntoView {
    let words = words();
    let line = move |host: HostFacts| {
        let name = host.name.clone();
        let remove = edits.then(|| {
            let key = host.id.to_string();
            view! {
                <Form action=RemoveEditionHost::PATH class="" key=key.clone()>
                    <Hidden name="edition" value=id.to_string()/>
                    <Hidden name="host" value=key/>
                    <button class="link danger">{words.remove_named(host.name.clone())}</button>
                </Form>
            }
        });
        view! { <li class="row plain"><div>{name}</div> <div class="can">{remove}</div></li> }
    };
    view! {
        <ul class="rows">{hosting.into_iter().map(line).collect_view()}</ul>
        {edits.then(|| view! {
            <Form action=AddEditionHost::PATH>
                <Hidden name="edition" value=id.to_string()/>
                <Select name="host" label=words.add_host() choices=known/>
                <Submit text=words.add_host() class="btn quiet"/>
            </Form>
            <p><a href="/staff/hosts/new">{words.new_host()}</a></p>
        })}
    }
}

#[component]
fn Facts(row: edition::Model, tongues: String) -> impl IntoView {
    let words = words();
    let opens = local(row.admission_opens_at, &row.zone);
    let closes = local(row.admission_closes_at, &row.zone);
    let opens_fold = fold(row.admission_opens_at, &row.zone);
    let closes_fold = fold(row.admission_closes_at, &row.zone);
    view! {
        <Form action=EditEdition::PATH>
            <Hidden name="edition" value=row.id.to_string()/>
            <Hidden name="version" value=row.version.to_string()/>
            <Field name="slug" label=words.slug_label() hint=words.slug_hint() value=row.slug.to_string()/>
            <Select name="kind" label=words.kind_label() choices=kinds(words) value=row.kind.as_str()/>
            <Select name="mode" label=words.mode_label() choices=modes(words) value=row.mode.as_str()/>
            <div class="fields">
                <Field name="starts_on" label=words.first_day() kind="date" value=row.starts_on/>
                <Field name="ends_on" label=words.last_day() kind="date" value=row.ends_on/>
            </div>
            <Field name="zone" label=words.time_zone() hint=words.edition_zone_hint() value=row.zone.name() list="zones"/>
            <ZoneProposals/>
            <Field name="place" label=words.place_label() hint=words.place_hint() value=row.place optional=true/>
            <Field name="languages" label=words.taught_in() hint=words.languages_hint() value=tongues optional=true/>
            <Select name="admission_way" label=words.way_label() choices=ways(words) value=row.admission_way.as_str()/>
            <div class="fields">
                <Field name="admission_opens" label=words.admission_opens_label() hint=words.in_the_editions_zone() kind="datetime-local" value=opens optional=true/>
                <FoldField name="admission_opens_fold" held=opens_fold/>
                <Field name="admission_closes" label=words.admission_closes_label() hint=words.in_the_editions_zone() kind="datetime-local" value=closes optional=true/>
                <FoldField name="admission_closes_fold" held=closes_fold/>
            </div>
            <Field name="attendance_threshold" label=words.threshold_label() hint=words.threshold_hint() kind="number" min="1" max="100" value=row.attendance_threshold.to_string()/>
            <Submit text=words.save()/>
        </Form>
    }
}

/// A moment as a field for date and time takes it: `2026-12-06T18:00`.
fn local(at: Option<Instant>, zone: &Zone) -> String {
    at.map(|at| {
        let wall = clock::wall_of(at, zone);
        format!("{}T{}", wall.date(), crate::words::wall_time(wall))
    })
    .unwrap_or_default()
}

/// Which of two instants a moment is, where the clocks show its time twice.
fn fold(at: Option<Instant>, zone: &Zone) -> Option<Fold> {
    let at = at?;
    clock::fold_of(clock::wall_of(at, zone), at, zone)
}
