//! How many seats an elective has in all.

use domain::admissions::{self, Seats};
use leptos::prelude::*;
use model::CourseId;
use server_fn::ServerFn;

use super::seat_pools::course_of;
use super::seats::typed_size;
use crate::action::{Outcome, To, act};
use crate::frame::{Field, Form, Hidden, Submit, words};

/// Sets how many seats an elective has in all; nothing typed: no limit.
#[server(endpoint = "set_elective_seats")]
pub async fn set_elective_seats(course: String, size: String) -> Outcome {
    act(async |asking| {
        let course = course_of(&course)?;
        let size = typed_size(&size)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        admissions::set_total_of_elective(db, visitor, course, size, asking.now).await?;
        Ok(To::page(format!(
            "/staff/courses/{course}/seats?done=seats"
        )))
    })
    .await
}

/// The form that sets an elective's seats.
#[component]
pub fn ElectiveSeatsForm(course: CourseId, seats: Seats) -> impl IntoView {
    let words = words();
    let size = seats.size.map(|size| size.to_string()).unwrap_or_default();
    view! {
        <Form action=SetElectiveSeats::PATH>
            <Hidden name="course" value=course.to_string()/>
            <Field name="size" label=words.seats_in_all() hint=words.elective_seats_hint() kind="number" min="0" value=size optional=true/>
            <Submit text=words.set_seats() class="btn quiet"/>
        </Form>
    }
}
