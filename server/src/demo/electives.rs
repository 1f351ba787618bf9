//! Which elective everybody chose.

use domain::admissions::{course_place, enrolment};
use domain::catalogue::course;

/// One elective for each place in an edition that has some, by turns.
#[must_use]
pub fn choices(
    courses: &[course::Model],
    enrolments: &[enrolment::Model],
) -> Vec<course_place::Model> {
    enrolments
        .iter()
        .filter(|place| place.withdrawn_at.is_none())
        .enumerate()
        .filter_map(|(turn, place)| {
            let electives: Vec<_> = courses
                .iter()
                .filter(|course| course.edition == place.edition && !course.required)
                .collect();
            let chosen = electives.get(turn % electives.len().max(1))?;
            Some(course_place::Model {
                enrolment: place.id,
                course: chosen.id,
                chosen_at: place.enrolled_at,
            })
        })
        .collect()
}
