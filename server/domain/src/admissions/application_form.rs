//! What an edition asks its applicants. A form that somebody has answered is never changed: a new version takes its place.

use model::admissions::{AnswerReaders, QuestionKind};
use model::{ApplicationFormId, EditionId, FormFieldId, Instant};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{IntoActiveModel, PaginatorTrait, QueryOrder};

use super::form_field::{self, Question};
use super::{filled_form, form_field_text};
use crate::{Result, Tx};

/// A row of `application_form`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_form")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationFormId,
    pub edition: EditionId,
    /// counts up with every change, so that a page knows whether it shows the present form
    pub version: i32,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The key of the question that is asked where nobody made a form.
pub const MOTIVATION: &str = "motivation";

/// The version of the form that is asked where nobody made one.
const FIRST_VERSION: i32 = 1;

/// A form's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions {
    /// Its version.
    pub version: i32,
    /// In their order.
    pub list: Vec<Question>,
}

/// The newest form of an edition.
async fn newest(db: &impl ConnectionTrait, edition: EditionId) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Edition.eq(edition))
        .order_by_desc(Column::Version)
        .one(db)
        .await?)
}

/// What an edition asks now. Without a form of its own: why one applies.
pub(super) async fn asked(db: &impl ConnectionTrait, edition: EditionId) -> Result<Questions> {
    Ok(match newest(db, edition).await? {
        Some(form) => Questions {
            version: form.version,
            list: form_field::of(db, form.id).await?,
        },
        None => Questions {
            version: FIRST_VERSION,
            list: vec![Question {
                field: motivation(ApplicationFormId::new()),
                texts: Vec::new(),
            }],
        },
    })
}

/// Why one applies: has no words of its own, pages give it theirs.
fn motivation(form: ApplicationFormId) -> form_field::Model {
    form_field::Model {
        id: FormFieldId::new(),
        form,
        key: MOTIVATION.to_owned(),
        kind: QuestionKind::LongText,
        place: 0,
        required: false,
        readers: AnswerReaders::Coordinators,
        condition_key: String::new(),
        condition_value: String::new(),
        option_count: 0,
    }
}

/// The newest form of a locked edition as rows; the one that is asked without a form is written now.
pub(super) async fn written(tx: &Tx, edition: EditionId, now: Instant) -> Result<Model> {
    if let Some(form) = newest(tx, edition).await? {
        return Ok(form);
    }
    let form = begin(tx, edition, FIRST_VERSION, now).await?;
    insert(tx, motivation(form.id)).await?;
    Ok(form)
}

/// The form of a locked edition that may be changed: the newest, or a copy of it where somebody has answered it.
pub(super) async fn changeable(tx: &Tx, edition: EditionId, now: Instant) -> Result<Model> {
    let mut form = written(tx, edition, now).await?;
    let answered = filled_form::Entity::find()
        .filter(filled_form::Column::Form.eq(form.id))
        .count(tx)
        .await?;
    if answered > 0 {
        return copy(tx, &form, now).await;
    }
    form.version += 1;
    Entity::update_many()
        .col_expr(Column::Version, Expr::value(form.version))
        .filter(Column::Id.eq(form.id))
        .exec(tx)
        .await?;
    Ok(form)
}

async fn begin(tx: &Tx, edition: EditionId, version: i32, now: Instant) -> Result<Model> {
    let form = Model {
        id: ApplicationFormId::new(),
        edition,
        version,
        created_at: now,
    };
    Entity::insert(form.clone().into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(form)
}

async fn copy(tx: &Tx, from: &Model, now: Instant) -> Result<Model> {
    let form = begin(tx, from.edition, from.version + 1, now).await?;
    for question in form_field::of(tx, from.id).await? {
        let id = FormFieldId::new();
        let field = form_field::Model {
            id,
            form: form.id,
            ..question.field
        };
        insert(tx, field).await?;
        for text in question.texts {
            insert_words(tx, form_field_text::Model { field: id, ..text }).await?;
        }
    }
    Ok(form)
}

pub(super) async fn insert(tx: &Tx, field: form_field::Model) -> Result<()> {
    form_field::Entity::insert(field.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(super) async fn insert_words(tx: &Tx, text: form_field_text::Model) -> Result<()> {
    form_field_text::Entity::insert(text.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
