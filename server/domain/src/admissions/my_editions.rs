//! The editions somebody has a place in, with the electives they may choose.

use std::collections::{HashMap, HashSet};

use model::{CourseId, EditionId, Instant, Language, PersonId, Slug};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::edition_title::titles;
use super::elective::Choice;
use super::{course_place, enrolment};
use crate::catalogue::{course, course_text, edition, programme};
use crate::{Db, Result};

/// An edition that somebody has a place in.
#[derive(Clone, Debug)]
pub struct MyEdition {
    pub edition: edition::Model,
    pub programme: Slug,
    pub title: String,
    /// In the order of the edition's courses; those called off only where they were chosen.
    pub electives: Vec<MyElective>,
}

/// An elective, and whether one has chosen it.
#[derive(Clone, Debug)]
pub struct MyElective {
    pub slug: Slug,
    pub title: String,
    pub choice: Choice,
}

impl MyEdition {
    /// The edition's address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/programmes/{}/{}", self.programme, self.edition.slug)
    }
}

/// A person's editions, the latest first.
pub async fn my_editions(
    db: &Db,
    person: PersonId,
    language: Language,
    now: Instant,
) -> Result<Vec<MyEdition>> {
    let db = db.read();
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::Person.eq(person))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .all(db)
        .await?;
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let of: Vec<EditionId> = places.iter().map(|place| place.edition).collect();
    let editions = edition::Entity::find()
        .filter(edition::Column::Id.is_in(of.iter().copied()))
        .order_by_desc(edition::Column::StartsAt)
        .order_by_asc(edition::Column::Id)
        .all(db)
        .await?;
    let programmes: HashMap<_, _> = programme::Entity::find()
        .filter(programme::Column::Id.is_in(editions.iter().map(|edition| edition.programme)))
        .all(db)
        .await?
        .into_iter()
        .map(|programme| (programme.id, programme.slug))
        .collect();
    let electives = course::Entity::find()
        .filter(course::Column::Edition.is_in(of.iter().copied()))
        .filter(course::Column::Required.eq(false))
        .order_by_asc(course::Column::Place)
        .order_by_asc(course::Column::Id)
        .all(db)
        .await?;
    let chosen: HashSet<CourseId> = course_place::Entity::find()
        .filter(course_place::Column::Enrolment.is_in(places.iter().map(|place| place.id)))
        .all(db)
        .await?
        .into_iter()
        .map(|place| place.course)
        .collect();
    let named = course_titles(db, &electives, language).await?;
    let mut titles = titles(db, of, language).await?;
    Ok(editions
        .into_iter()
        .filter_map(|edition| {
            let programme = programmes.get(&edition.programme)?.clone();
            let electives = electives
                .iter()
                .filter(|course| course.edition == edition.id)
                .filter(|course| course.cancelled_at.is_none() || chosen.contains(&course.id))
                .map(|course| MyElective {
                    slug: course.slug.clone(),
                    title: named.get(&course.id).cloned().unwrap_or_default(),
                    choice: Choice::of(&edition, course, chosen.contains(&course.id), now),
                })
                .collect();
            Some(MyEdition {
                title: titles.remove(&edition.id).unwrap_or_default(),
                programme,
                electives,
                edition,
            })
        })
        .collect())
}

/// The titles of courses: in `language`, else in English, else in any.
async fn course_titles(
    db: &impl ConnectionTrait,
    courses: &[course::Model],
    language: Language,
) -> Result<HashMap<CourseId, String>> {
    let mut texts = course_text::Entity::find()
        .filter(course_text::Column::Course.is_in(courses.iter().map(|course| course.id)))
        .all(db)
        .await?;
    // The best comes last and stays.
    texts.sort_by_key(|text| {
        (
            text.language == language,
            text.language == Language::English,
        )
    });
    Ok(texts
        .into_iter()
        .map(|text| (text.course, text.title))
        .collect())
}
