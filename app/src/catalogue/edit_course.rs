//! A course's staff page: its facts, words and trainers.

use domain::accounts::person;
use domain::catalogue::course::{self, TypedCourse};
use domain::catalogue::wording::{self, Thing};
use domain::catalogue::{course_trainer, edition};
use leptos::prelude::*;
use model::{CourseId, PersonId, Refusal};
use server_fn::ServerFn;

use super::edit_edition::title as best_title;
use super::edit_words::WordsLinks;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Check, Crumbs, Done, Field, Form, Hidden, PageTitle, Submit, asking, page, param, words,
};

/// Changes a course.
#[server(endpoint = "edit_course")]
pub async fn edit_course(
    course: String,
    version: String,
    slug: String,
    place: String,
    #[server(default)] required: String,
) -> Outcome {
    act(async |asking| {
        let id: CourseId = course.parse().map_err(|_| Refusal::NotFound)?;
        let version = version.parse().map_err(|_| Refusal::Unreadable)?;
        let typed = TypedCourse {
            slug,
            required,
            place,
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        course::edit(db, visitor, id, version, &typed, asking.now).await?;
        Ok(To::page(format!("/staff/courses/{id}?done=saved")))
    })
    .await
}

/// Calls a course off, with its sessions to come.
#[server(endpoint = "cancel_course")]
pub async fn cancel_course(course: String) -> Outcome {
    act(async |asking| {
        let id: CourseId = course.parse().map_err(|_| Refusal::NotFound)?;
        course::cancel(&asking.db, &asking.visitor, id, asking.now).await?;
        Ok(To::page(format!("/staff/courses/{id}?done=cancelled")))
    })
    .await
}

/// Lets a course take place after all.
#[server(endpoint = "reinstate_course")]
pub async fn reinstate_course(course: String) -> Outcome {
    act(async |asking| {
        let id: CourseId = course.parse().map_err(|_| Refusal::NotFound)?;
        course::reinstate(&asking.db, &asking.visitor, id, asking.now).await?;
        Ok(To::page(format!("/staff/courses/{id}?done=reinstated")))
    })
    .await
}

/// Names a trainer by their address.
#[server(endpoint = "assign_trainer")]
pub async fn assign_trainer(course: String, email: String) -> Outcome {
    act(async |asking| {
        let id: CourseId = course.parse().map_err(|_| Refusal::NotFound)?;
        course_trainer::assign(&asking.db, &asking.visitor, id, &email, asking.now).await?;
        Ok(To::page(format!("/staff/courses/{id}?done=saved")))
    })
    .await
}

/// Takes a trainer off.
#[server(endpoint = "remove_trainer")]
pub async fn remove_trainer(course: String, person: String) -> Outcome {
    act(async |asking| {
        let id: CourseId = course.parse().map_err(|_| Refusal::NotFound)?;
        let person: PersonId = person.parse().map_err(|_| Refusal::NotFound)?;
        course_trainer::remove(&asking.db, &asking.visitor, id, person, asking.now).await?;
        Ok(To::page(format!("/staff/courses/{id}?done=saved")))
    })
    .await
}

/// `/staff/courses/:id`
#[component]
pub fn EditCoursePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id: CourseId = id.parse().map_err(|_| Refusal::NotFound)?;
        let (db, visitor) = (asking.db.read(), &asking.visitor);
        let row = course::for_staff(db, visitor, id).await?;
        if !visitor.coordinates(row.edition) {
            return Err(Refusal::NotAllowed.into());
        }
        let edition = edition::find(db, row.edition).await?;
        let around = wording::all(db, Thing::Edition(row.edition)).await?;
        let written = wording::all(db, Thing::Course(id)).await?;
        let trainers = course_trainer::of(db, id).await?;
        let title = best_title(&written, words.language);
        let above = vec![
            ("/staff/catalogue".to_owned(), words.staff_catalogue()),
            (
                format!("/staff/editions/{}", row.edition),
                best_title(&around, words.language),
            ),
        ];
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=title.clone()/>
                    <h1>{title}</h1>
                    {row.cancelled_at.is_some().then(|| view! { <p class="tags"><span class="tag bad">{words.publication_cancelled()}</span></p> })}
                </div>
                <Done what="saved" text=words.done_saved()/>
                <Done what="cancelled" text=words.done_course_cancelled()/>
                <Done what="reinstated" text=words.done_course_reinstated()/>
                <section>
                    <h2>{words.trainers()}</h2>
                    <Trainers id trainers/>
                </section>
                <section>
                    <h2>{words.words_heading()}</h2>
                    <WordsLinks address=format!("/staff/courses/{id}") written/>
                </section>
                {(!row.required).then(|| view! {
                    <section>
                        <h2>{words.seats()}</h2>
                        <p><a href=format!("/staff/courses/{id}/seats")>{words.elective_seats()}</a></p>
                    </section>
                })}
                <section>
                    <h2>{words.facts_heading()}</h2>
                    <Form action=EditCourse::PATH>
                        <Hidden name="course" value=id.to_string()/>
                        <Hidden name="version" value=edition.version.to_string()/>
                        <Field name="slug" label=words.slug_label() hint=words.slug_hint() value=row.slug.to_string()/>
                        <Field name="place" label=words.order_label() kind="number" min="0" max="1000" value=row.place.to_string()/>
                        <Check name="required" label=words.course_is_required() checked=row.required/>
                        <Submit text=words.save()/>
                    </Form>
                    <Cancel id cancelled=row.cancelled_at.is_some()/>
                </section>
            </div>
        })
    })
}

/// What becomes of the sessions is said before one presses.
#[component]
fn Cancel(id: CourseId, cancelled: bool) -> impl IntoView {
    let words = words();
    let (action, said, means, class) = if cancelled {
        let said = words.reinstate_course();
        (
            ReinstateCourse::PATH,
            said,
            words.reinstate_course_means(),
            "btn quiet",
        )
    } else {
        let said = words.cancel_course();
        (
            CancelCourse::PATH,
            said,
            words.cancel_course_means(),
            "btn danger",
        )
    };
    view! {
        <p>{means}</p>
        <Form action class="">
            <Hidden name="course" value=id.to_string()/>
            <Submit text=said class=class/>
        </Form>
    }
}

/// Who teaches, and a field for one more. Coordinators are not shown addresses.
#[component]
fn Trainers(id: CourseId, trainers: Vec<person::Model>) -> impl IntoView {
    let words = words();
    let line = move |trainer: person::Model| {
        let key = trainer.id.to_string();
        view! {
            <li class="row plain">
                <div>{trainer.printed_name.clone()} " " <small class="soft">{trainer.organisation}</small></div>
                <div class="can">
                    <Form action=RemoveTrainer::PATH class="" key=key.clone()>
                        <Hidden name="course" value=id.to_string()/>
                        <Hidden name="person" value=key/>
                        <button class="link danger">{words.remove_named(trainer.printed_name)}</button>
                    </Form>
                </div>
            </li>
        }
    };
    view! {
        <ul class="rows">{trainers.into_iter().map(line).collect_view()}</ul>
        <Form action=AssignTrainer::PATH>
            <Hidden name="course" value=id.to_string()/>
            <Field name="email" label=words.trainers_address() hint=words.trainers_address_hint() kind="email"/>
            <Submit text=words.assign_trainer() class="btn quiet"/>
        </Form>
    }
}
