//! A course of an edition.

use domain::admissions::elective;
use domain::catalogue::edition_page::{TrainerFacts, course_page};
use leptos::prelude::*;
use model::catalogue::Publication;

use super::edition::{Aside, Heading, Trainers, admission};
use super::preview::{NotForSearch, Preview};
use super::session_table::SessionTable;
use super::structured::of_course;
use crate::admissions::ElectiveChoice;
use crate::frame::{
    Done, Elsewhere, JsonLd, Notice, PageTitle, Prose, asking, page, param, site, words,
};

/// `/programmes/:programme/:edition/courses/:course`
#[component]
pub fn CoursePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (programme, edition, course) = (param("programme"), param("edition"), param("course"));
    page(async move {
        let (shown, course) = course_page(
            &asking.db,
            &asking.visitor,
            &programme,
            &edition,
            &course,
            words.language,
        )
        .await?;
        let (edition, now) = (shown.edition.clone(), asking.now);
        // The only course of an edition is the edition: one page for both.
        if shown.only_course().is_some() {
            return Ok(view! { <Elsewhere path=edition.address()/> }.into_any());
        }
        let structured = of_course(&site(), &shown, &course);
        let admission = admission(&asking, &edition).await?;
        let address = format!("{}/courses/{}", edition.address(), course.slug);
        let trainers: Vec<TrainerFacts> =
            shown.trainers_of(course.id).into_iter().cloned().collect();
        let sessions = shown
            .sessions
            .iter()
            .filter(|session| session.course == Some(course.id))
            .cloned()
            .collect();
        let required = if course.required {
            words.required_course()
        } else {
            words.elective_course()
        };
        let choice = elective::standing(&asking.db, &asking.visitor, course.id, now).await?;
        let about = !course.description.trim().is_empty();
        Ok(view! {
            <PageTitle text=format!("{} · {}", course.title, edition.title)/>
            <Preview title=course.title.clone() summary=edition.summary.clone() path=address/>
            {(edition.publication != Publication::Published || edition.is_hidden()).then(|| view! { <NotForSearch/> })}
            <JsonLd data=structured/>
            <div class="wrap">
                <Heading edition=edition.clone() here=course.title.clone() inside=true/>
                {course.cancelled_at.is_some().then(|| view! { <Notice kind="bad"><p>{words.this_course_is_cancelled()}</p></Notice> })}
                <Done what="chosen" text=words.done_chosen()/>
                <Done what="left" text=words.done_left()/>
                <div class="two">
                    <div>
                        <p class="tags"><span class="tag">{required}</span></p>
                        {choice.map(|choice| view! { <ElectiveChoice choice/> })}
                        {about.then(|| view! { <h2>{words.about_it()}</h2> <Prose markdown=course.description/> })}
                        {(!trainers.is_empty()).then(|| view! { <h2>{words.who_teaches()}</h2> <Trainers trainers/> })}
                    </div>
                    <aside><Aside shown=shown.clone() admission now/></aside>
                </div>
                <section>
                    <h2>{words.timetable_heading()}</h2>
                    <SessionTable sessions address=edition.address()/>
                </section>
            </div>
        }
        .into_any())
    })
}
