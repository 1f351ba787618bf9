//! Choosing and leaving an elective.

use domain::admissions::elective::{self, Choice};
use domain::admissions::{admission, my_editions::MyEdition};
use leptos::prelude::*;
use model::{CourseId, Refusal};
use server_fn::ServerFn;

use crate::action::{Outcome, To, act};
use crate::frame::{Form, Hidden, words};

/// The timetable, which names itself so that one comes back to it.
const TIMETABLE: &str = "timetable";

/// Chooses an elective.
#[server(endpoint = "choose_elective")]
pub async fn choose_elective(course: String, #[server(default)] back: String) -> Outcome {
    act(async |asking| {
        let (person, id) = (asking.person()?, course_of(&course)?);
        let course = elective::choose(&asking.db, person, id, asking.now).await?;
        let edition = admission::address_of(&asking.db, course.edition).await?;
        Ok(shown_on(&back, edition, &course.slug, "chosen"))
    })
    .await
}

/// Leaves an elective.
#[server(endpoint = "leave_elective")]
pub async fn leave_elective(course: String, #[server(default)] back: String) -> Outcome {
    act(async |asking| {
        let (person, id) = (asking.person()?, course_of(&course)?);
        let course = elective::leave(&asking.db, person, id, asking.now).await?;
        let edition = admission::address_of(&asking.db, course.edition).await?;
        Ok(shown_on(&back, edition, &course.slug, "left"))
    })
    .await
}

fn course_of(text: &str) -> Result<CourseId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// The page from which it was chosen or left: one's timetable, else the course's own.
fn shown_on(
    back: &str,
    (programme, edition): (model::Slug, model::Slug),
    course: &model::Slug,
    done: &str,
) -> To {
    if back == TIMETABLE {
        return To::page(format!("/timetable?done={done}"));
    }
    To::page(format!(
        "/programmes/{programme}/{edition}/courses/{course}?done={done}"
    ))
}

/// Whether one has chosen an elective, and the button to choose or leave it. `title` tells buttons of a list apart.
#[component]
pub fn ElectiveChoice(
    choice: Choice,
    #[prop(default = String::new())] title: String,
    #[prop(default = "")] back: &'static str,
) -> impl IntoView {
    let words = words();
    let course = choice.course.to_string();
    let said = if choice.is_chosen {
        words.elective_is_chosen()
    } else if choice.is_full {
        words.elective_is_full()
    } else {
        words.elective_is_not_chosen()
    };
    let spoken = (!title.is_empty()).then(|| view! { <span class="spoken">" " {title}</span> });
    let button = if choice.is_chosen && choice.may_leave {
        view! {
            <Form action=LeaveElective::PATH class="" key=course.clone()>
                <Hidden name="course" value=course/>
                <Hidden name="back" value=back/>
                <button class="btn quiet">{words.leave_elective()} {spoken}</button>
            </Form>
        }
        .into_any()
    } else if !choice.is_chosen && choice.may_choose {
        view! {
            <Form action=ChooseElective::PATH class="" key=course.clone()>
                <Hidden name="course" value=course/>
                <Hidden name="back" value=back/>
                <button class="btn">{words.choose_elective()} {spoken}</button>
            </Form>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! { <p>{said}</p> {button} }
}

/// The editions one has a place in: the way to one's attendance, and the electives to choose from.
#[component]
pub fn MyEditions(editions: Vec<MyEdition>) -> impl IntoView {
    let words = words();
    let rows = editions
        .into_iter()
        .map(|mine| {
            let (address, title) = (mine.address(), mine.title.clone());
            let attendance = format!("/attendance/{}", mine.edition.id);
            let electives = (!mine.electives.is_empty())
                .then(|| view! { <Electives mine=mine.clone()/> });
            view! {
                <li class="row">
                    <div class="when"><b>{words.stored_dates(&mine.edition.starts_on, &mine.edition.ends_on)}</b></div>
                    <div>
                        <h3><a href=address>{title.clone()}</a></h3>
                        {electives}
                    </div>
                    <div class="can">
                        <a href=attendance>{words.my_attendance()} <span class="spoken">" " {title}</span></a>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

#[component]
fn Electives(mine: MyEdition) -> impl IntoView {
    let words = words();
    let address = mine.address();
    let rows = mine
        .electives
        .into_iter()
        .map(|elective| {
            let page = format!("{address}/courses/{}", elective.slug);
            view! {
                <li>
                    <a href=page>{elective.title.clone()}</a>
                    <ElectiveChoice choice=elective.choice title=elective.title back=TIMETABLE/>
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{words.electives_to_choose()}</p>
        <ul>{rows}</ul>
    }
}
