//! One question of a form.

use model::admissions::{AnswerReaders, QuestionKind};
use model::{ApplicationFormId, FormFieldId, Language};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::form_field_text;
use crate::Result;

/// A row of `form_field`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_field")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FormFieldId,
    pub form: ApplicationFormId,
    /// the same in every version of the form, and where another edition asks the same
    pub key: String,
    pub kind: QuestionKind,
    /// its order in the form
    pub place: i32,
    pub required: bool,
    pub readers: AnswerReaders,
    /// asked only if this question before it …
    pub condition_key: String,
    /// … has this option (by number), or `true`
    pub condition_value: String,
    pub option_count: i32,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A question with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub field: Model,
    /// Its words, by language.
    pub texts: Vec<form_field_text::Model>,
}

impl Question {
    /// Its words in the reader's language, else in English, else in any.
    #[must_use]
    pub fn words(&self, language: Language) -> Option<&form_field_text::Model> {
        let of = |language| self.texts.iter().find(|text| text.language == language);
        of(language)
            .or_else(|| of(Language::English))
            .or_else(|| self.texts.first())
    }

    /// The options in the reader's language.
    #[must_use]
    pub fn options(&self, language: Language) -> Vec<String> {
        self.words(language)
            .map(|text| text.options.lines().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// The options of an answer in words.
    #[must_use]
    pub fn said(&self, value: &str, language: Language) -> Vec<String> {
        let options = self.options(language);
        value
            .split(',')
            .filter_map(|number| options.get(number.parse::<usize>().ok()?).cloned())
            .collect()
    }
}

/// The questions of a form in their order, with their words.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    form: ApplicationFormId,
) -> Result<Vec<Question>> {
    let fields = Entity::find()
        .filter(Column::Form.eq(form))
        .order_by_asc(Column::Place)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    with_words(db, fields).await
}

/// The questions with their words.
pub(super) async fn with_words(
    db: &impl ConnectionTrait,
    fields: Vec<Model>,
) -> Result<Vec<Question>> {
    let texts = form_field_text::Entity::find()
        .filter(form_field_text::Column::Field.is_in(fields.iter().map(|field| field.id)))
        .order_by_asc(form_field_text::Column::Language)
        .all(db)
        .await?;
    Ok(fields
        .into_iter()
        .map(|field| Question {
            texts: texts
                .iter()
                .filter(|text| text.field == field.id)
                .cloned()
                .collect(),
            field,
        })
        .collect())
}
