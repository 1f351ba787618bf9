//! A course: a subject taught in an edition.

use model::{CourseId, EditionId, Instant, PersonId, Refusal, Slug};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::edition::{self, count_up, to_edit};
use super::slug::{slug, taken, taken_if_none};
use super::wording::{self, Thing, Wording};
use crate::accounts::Visitor;
use crate::schedule::cancellation;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// A row of `course`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseId,
    pub edition: EditionId,
    /// unique in its edition
    pub slug: Slug,
    /// or elective
    pub required: bool,
    /// order in the edition
    pub place: i32,
    pub cancelled_at: Option<Instant>,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A course's facts as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedCourse {
    pub slug: String,
    pub required: String,
    pub place: String,
}

struct Facts {
    slug: Slug,
    required: bool,
    place: i32,
}

impl TypedCourse {
    fn take(&self, form: &mut Form) -> Option<Facts> {
        let slug = slug(form, "slug", &self.slug);
        let place = form.number("place", &self.place, 0, 1_000);
        Some(Facts {
            slug: slug?,
            required: self.required == "true",
            place: i32::try_from(place?).ok()?,
        })
    }
}

/// The course with an id.
pub async fn find(db: &impl ConnectionTrait, id: CourseId) -> Result<Model> {
    Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The course with an id, for staff and auditors of its edition.
pub async fn for_staff(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: CourseId,
) -> Result<Model> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let course = find(db, id).await?;
    if visitor.may_see_figures_of(course.edition) {
        Ok(course)
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Adds a course with a title in one language to an edition.
pub async fn add(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed: &TypedCourse,
    title: &str,
    language: &str,
    now: Instant,
) -> Result<CourseId> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let id = CourseId::new();
    db.write(async |tx| {
        let (actor, edition) = to_edit(tx, visitor, edition, None).await?;
        let mut form = Form::new();
        let facts = typed.take(&mut form);
        let title = wording::title(&mut form, title);
        let language = wording::language(&mut form, language);
        let all = (|| Some((facts?, title?, language?)))();
        let (facts, title, language) = form.finish(all)?;
        let row = ActiveModel {
            id: Set(id),
            edition: Set(edition.id),
            slug: Set(facts.slug.clone()),
            required: Set(facts.required),
            place: Set(facts.place),
            cancelled_at: Set(None),
            created_at: Set(now),
        };
        let address = OnConflict::columns([Column::Edition, Column::Slug])
            .do_nothing()
            .to_owned();
        let added = Entity::insert(row)
            .on_conflict(address)
            .exec_without_returning(tx)
            .await?;
        taken_if_none(added)?;
        let wording = Wording {
            title,
            ..Wording::default()
        };
        wording::insert(tx, Thing::Course(id), language, &wording).await?;
        wording::seen_by_search(tx, Thing::Course(id)).await?;
        let subject = edition.id.0;
        audit::note(
            tx,
            Some(actor),
            "add_course",
            "edition",
            subject,
            facts.slug.as_str(),
            now,
        )
        .await
    })
    .await?;
    Ok(id)
}

/// Changes a course's address, order and whether it is required.
pub async fn edit(
    db: &Db,
    visitor: &Visitor,
    id: CourseId,
    version: i32,
    typed: &TypedCourse,
    now: Instant,
) -> Result<()> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let course = find(tx, id).await?;
        let (actor, edition) = to_edit(tx, visitor, course.edition, Some(version)).await?;
        let mut form = Form::new();
        let facts = typed.take(&mut form);
        let facts = form.finish(facts)?;
        count_up(tx, &edition).await?;
        let mut row = course.into_active_model();
        row.slug = Set(facts.slug.clone());
        row.required = Set(facts.required);
        row.place = Set(facts.place);
        row.update(tx).await.map_err(taken)?;
        let (subject, slug) = (edition.id.0, facts.slug.as_str());
        audit::note(
            tx,
            Some(actor),
            "edit_course",
            "edition",
            subject,
            slug,
            now,
        )
        .await
    })
    .await
}

/// Calls a course off, and with it its sessions that have not begun; whoever is concerned is told of each.
pub async fn cancel(db: &Db, visitor: &Visitor, id: CourseId, now: Instant) -> Result<()> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let (actor, edition, course) = locked(tx, visitor, id).await?;
        if course.cancelled_at.is_some() {
            return Ok(());
        }
        cancellation::cancel_course(tx, actor, &edition, id, now).await?;
        count_up(tx, &edition).await?;
        let (subject, slug) = (edition.id.0, course.slug.to_string());
        let mut row = course.into_active_model();
        row.cancelled_at = Set(Some(now));
        row.update(tx).await?;
        let action = "cancel_course";
        audit::note(tx, Some(actor), action, "edition", subject, &slug, now).await
    })
    .await
}

/// Lets a course take place after all. Its sessions stay cancelled: people were told, and their time may be taken; they are planned again.
pub async fn reinstate(db: &Db, visitor: &Visitor, id: CourseId, now: Instant) -> Result<()> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let (actor, edition, course) = locked(tx, visitor, id).await?;
        if course.cancelled_at.is_none() {
            return Ok(());
        }
        count_up(tx, &edition).await?;
        let (subject, slug) = (edition.id.0, course.slug.to_string());
        let mut row = course.into_active_model();
        row.cancelled_at = Set(None);
        row.update(tx).await?;
        let action = "reinstate_course";
        audit::note(tx, Some(actor), action, "edition", subject, &slug, now).await
    })
    .await
}

/// The course as it is under its edition's lock, for somebody who runs it.
async fn locked(
    tx: &Tx,
    visitor: &Visitor,
    id: CourseId,
) -> Result<(PersonId, edition::Model, Model)> {
    let edition = find(tx, id).await?.edition;
    let (actor, edition) = to_edit(tx, visitor, edition, None).await?;
    Ok((actor, edition, find(tx, id).await?))
}
