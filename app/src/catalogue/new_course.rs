//! Add a course to an edition.

use domain::catalogue::course::{self, TypedCourse};
use domain::catalogue::edition;
use domain::catalogue::wording::{self, Thing};
use leptos::prelude::*;
use model::{EditionId, Refusal};
use server_fn::ServerFn;

use super::choices::{writes_in, written_in};
use super::edit_edition::title as best_title;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Check, Crumbs, Field, Form, Hidden, PageTitle, Select, Submit, asking, page, param, words,
};

/// Adds a course.
#[server(endpoint = "add_course")]
pub async fn add_course(
    edition: String,
    title: String,
    language: String,
    slug: String,
    place: String,
    #[server(default)] required: String,
) -> Outcome {
    act(async |asking| {
        let id: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
        let typed = TypedCourse {
            slug,
            required,
            place,
        };
        let (db, visitor, now) = (&asking.db, &asking.visitor, asking.now);
        let course = course::add(db, visitor, id, &typed, &title, &language, now).await?;
        Ok(To::page(format!("/staff/courses/{course}?done=saved")))
    })
    .await
}

/// `/staff/editions/:id/courses/new`
#[component]
pub fn NewCoursePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id: EditionId = id.parse().map_err(|_| Refusal::NotFound)?;
        let db = asking.db.read();
        edition::for_staff(db, &asking.visitor, id).await?;
        if !asking.visitor.coordinates(id) {
            return Err(Refusal::NotAllowed.into());
        }
        let written = wording::all(db, Thing::Edition(id)).await?;
        let above = vec![
            ("/staff/catalogue".to_owned(), words.staff_catalogue()),
            (
                format!("/staff/editions/{id}"),
                best_title(&written, words.language),
            ),
        ];
        Ok(view! {
            <PageTitle text=words.new_course()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.new_course()/>
                    <h1>{words.new_course()}</h1>
                </div>
                <Form action=AddCourse::PATH>
                    <Hidden name="edition" value=id.to_string()/>
                    <Field name="title" label=words.title_label()/>
                    <Select name="language" label=words.title_language() choices=written_in() value=writes_in(words)/>
                    <Field name="slug" label=words.slug_label() hint=words.slug_hint()/>
                    <Field name="place" label=words.order_label() kind="number" min="0" max="1000" value="0"/>
                    <Check name="required" label=words.course_is_required() checked=true/>
                    <Submit text=words.new_course()/>
                </Form>
            </div>
        })
    })
}
