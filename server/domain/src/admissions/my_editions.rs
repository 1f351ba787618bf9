//! The editions somebody has a place in, with the electives they may choose.

use std::collections::{HashMap, HashSet};

use model::{CourseId, EditionId, Instant, Language, PersonId, Slug};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::edition_title::titles;
use super::elective::Choice;
use super::pool_group::Member;
use super::pools::Pools;
use super::{course_place, enrolment, seat_pool};
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
    let full = full(db, &places, &editions).await?;
    let named = course_titles(
        db,
        &electives.iter().map(|course| course.id).collect::<Vec<_>>(),
        language,
    )
    .await?;
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
                    choice: Choice::of(&edition, course, chosen.contains(&course.id), now)
                        .unless_full(full.contains(&course.id)),
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

/// The electives that have no seat for somebody with these places.
async fn full(
    db: &impl ConnectionTrait,
    places: &[enrolment::Model],
    editions: &[edition::Model],
) -> Result<HashSet<CourseId>> {
    let mut full = HashSet::new();
    let limited: Vec<EditionId> = seat_pool::Entity::find()
        .select_only()
        .column(seat_pool::Column::Edition)
        .distinct()
        .filter(seat_pool::Column::Edition.is_in(editions.iter().map(|edition| edition.id)))
        .filter(seat_pool::Column::Course.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    // Editions whose electives have limits are few; most people have places in none.
    for edition in editions.iter().filter(|one| limited.contains(&one.id)) {
        let Some(place) = places.iter().find(|place| place.edition == edition.id) else {
            continue;
        };
        let member = Member::placed(place);
        let electives = Pools::of_electives(db, edition).await?;
        full.extend(
            electives
                .into_iter()
                .filter(|(_, pools)| !pools.without_a_seat_for(&member).is_empty())
                .map(|(course, _)| course),
        );
    }
    Ok(full)
}

/// The titles of courses: in `language`, else in English, else in any.
pub(super) async fn course_titles(
    db: &impl ConnectionTrait,
    courses: &[CourseId],
    language: Language,
) -> Result<HashMap<CourseId, String>> {
    let mut texts = course_text::Entity::find()
        .filter(course_text::Column::Course.is_in(courses.iter().copied()))
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
