//! Making an edition's application form, for who runs the edition.

use model::admissions::{AnswerReaders, QuestionKind};
use model::{
    ApplicationFormId, EditionId, FormFieldId, Instant, Language, PersonId, Reason, Refusal,
};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};

use super::application_form::{self, Questions};
use super::edition_title::titles;
use super::form_field::{self, Question};
use super::{edition_lock, form_field_text, permission};
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

const LONGEST_LABEL: u32 = 300;
const LONGEST_HELP: u32 = 1_000;
const LONGEST_OPTIONS: u32 = 5_000;
const LONGEST_KEY: usize = 40;

/// A question as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedQuestion {
    pub kind: String,
    pub required: bool,
    pub readers: String,
    /// Key of a question and its option, `key=0` or `key=true`; empty: always asked.
    pub condition: String,
    pub words: TypedWords,
}

/// A question's words in one language as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedWords {
    pub language: String,
    pub label: String,
    pub help: String,
    /// One a line.
    pub options: String,
}

struct Words {
    language: Language,
    label: String,
    help: String,
    options: Vec<String>,
}

/// The form of an edition, for who may change it.
pub async fn form(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<(Questions, String)> {
    permission::may_change(visitor, edition)?;
    edition::Entity::find_by_id(edition)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let mut titles = titles(db.read(), vec![edition], language).await?;
    let title = titles.remove(&edition).unwrap_or_default();
    Ok((application_form::asked(db.read(), edition).await?, title))
}

/// Adds a question at the end.
pub async fn add(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    typed: &TypedQuestion,
    now: Instant,
) -> Result<()> {
    change(
        db,
        visitor,
        edition,
        now,
        async |tx, actor, form, questions| {
            let mut checked = Form::new();
            let kind = checked.choice::<QuestionKind>("kind", &typed.kind);
            let readers = checked.choice::<AnswerReaders>("readers", &typed.readers);
            let condition = condition(&questions, &typed.condition, &mut checked);
            let has_options = kind.is_some_and(QuestionKind::has_options);
            let words = words(&typed.words, has_options, &mut checked);
            let all = kind.zip(readers).zip(condition).zip(words);
            let (((kind, readers), (condition_key, condition_value)), words) =
                checked.finish(all)?;
            let key = free_key(&questions, &words.label);
            let field = form_field::Model {
                id: FormFieldId::new(),
                form,
                key: key.clone(),
                kind,
                place: questions.last().map_or(0, |last| last.field.place + 1),
                required: typed.required,
                readers,
                condition_key,
                condition_value,
                option_count: i32::try_from(words.options.len()).unwrap_or(i32::MAX),
            };
            let id = field.id;
            application_form::insert(tx, field).await?;
            write_words(tx, id, words).await?;
            note(tx, actor, edition, "add_question", &key, now).await
        },
    )
    .await
}

/// Gives a question other words in one language, and says whether it must be answered. A list keeps its length.
pub async fn reword(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    key: &str,
    required: bool,
    typed: &TypedWords,
    now: Instant,
) -> Result<()> {
    change(
        db,
        visitor,
        edition,
        now,
        async |tx, actor, _, questions| {
            let (_, question) = find(&questions, key)?;
            let field = &question.field;
            let mut checked = Form::new();
            let words = words(typed, field.kind.has_options(), &mut checked);
            if let Some(words) = &words
                && words.options.len() != usize::try_from(field.option_count).unwrap_or_default()
            {
                checked.refuse("options", Reason::NotAChoice);
            }
            let words = checked.finish(words)?;
            form_field::Entity::update_many()
                .col_expr(form_field::Column::Required, Expr::value(required))
                .filter(form_field::Column::Id.eq(field.id))
                .exec(tx)
                .await?;
            write_words(tx, field.id, words).await?;
            note(tx, actor, edition, "edit_question", key, now).await
        },
    )
    .await
}

/// Moves a question before the one above it. Not above what it hangs on.
pub async fn move_up(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    key: &str,
    now: Instant,
) -> Result<()> {
    change(
        db,
        visitor,
        edition,
        now,
        async |tx, actor, _, mut questions| {
            let (place, question) = find(&questions, key)?;
            if place == 0 {
                return Ok(());
            }
            if question.field.condition_key == questions[place - 1].field.key {
                return Err(Refusal::QuestionHangsTogether.into());
            }
            questions.swap(place - 1, place);
            for (place, question) in questions.iter().enumerate() {
                let place = i32::try_from(place).unwrap_or(i32::MAX);
                form_field::Entity::update_many()
                    .col_expr(form_field::Column::Place, Expr::value(place))
                    .filter(form_field::Column::Id.eq(question.field.id))
                    .exec(tx)
                    .await?;
            }
            note(tx, actor, edition, "move_question", key, now).await
        },
    )
    .await
}

/// Removes a question; answers that were given keep theirs. Not while another hangs on it.
pub async fn remove(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    key: &str,
    now: Instant,
) -> Result<()> {
    change(
        db,
        visitor,
        edition,
        now,
        async |tx, actor, _, questions| {
            let (_, question) = find(&questions, key)?;
            if questions
                .iter()
                .any(|other| other.field.condition_key == key)
            {
                return Err(Refusal::QuestionHangsTogether.into());
            }
            form_field::Entity::delete_by_id(question.field.id)
                .exec(tx)
                .await?;
            note(tx, actor, edition, "remove_question", key, now).await
        },
    )
    .await
}

/// Changes the form of an edition that somebody runs, under its lock: the version that may be changed, and its questions.
async fn change(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    now: Instant,
    rule: impl AsyncFnOnce(&Tx, PersonId, ApplicationFormId, Vec<Question>) -> Result<()>,
) -> Result<()> {
    let actor = permission::may_change(visitor, edition)?;
    db.write(async |tx| {
        edition_lock::lock(tx, edition).await?;
        let form = application_form::changeable(tx, edition, now).await?;
        let questions = form_field::of(tx, form.id).await?;
        rule(tx, actor, form.id, questions).await
    })
    .await
}

fn find<'a>(questions: &'a [Question], key: &str) -> Result<(usize, &'a Question), Refusal> {
    questions
        .iter()
        .enumerate()
        .find(|(_, question)| question.field.key == key)
        .ok_or(Refusal::NotFound)
}

async fn note(
    tx: &Tx,
    actor: PersonId,
    edition: EditionId,
    action: &str,
    key: &str,
    now: Instant,
) -> Result<()> {
    audit::note(tx, Some(actor), action, "edition", edition.0, key, now).await
}

/// A question of the form and what it must hold; both empty: always asked.
fn condition(questions: &[Question], typed: &str, form: &mut Form) -> Option<(String, String)> {
    if typed.is_empty() {
        return Some((String::new(), String::new()));
    }
    let parsed = typed
        .split_once('=')
        .and_then(|(key, value)| {
            let (_, question) = find(questions, key).ok()?;
            conditions_of(&question.field)
                .contains(&value.to_owned())
                .then(|| (key.to_owned(), value.to_owned()))
        })
        .ok_or(Reason::NotAChoice);
    form.take("condition", parsed)
}

/// The values that another question can hang on.
#[must_use]
pub fn conditions_of(field: &form_field::Model) -> Vec<String> {
    match field.kind {
        QuestionKind::Consent => vec!["true".to_owned()],
        kind if kind.has_options() => (0..field.option_count).map(|one| one.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn words(typed: &TypedWords, has_options: bool, form: &mut Form) -> Option<Words> {
    let language = form
        .choice::<Language>("language", &typed.language)
        .filter(|language| Language::OFFERED.contains(language));
    let label = form.text("label", &typed.label, LONGEST_LABEL);
    let help = form.optional_text("help", &typed.help, LONGEST_HELP);
    let options = if has_options {
        options(&typed.options, form)
    } else {
        Some(Vec::new())
    };
    if language.is_none() {
        form.refuse("language", Reason::NotAChoice);
    }
    Some(Words {
        language: language?,
        label: label?,
        help: help?,
        options: options?,
    })
}

/// At least two, no two alike.
fn options(typed: &str, form: &mut Form) -> Option<Vec<String>> {
    let text = form.text("options", typed, LONGEST_OPTIONS)?;
    let options: Vec<String> = text
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let alike = options
        .iter()
        .enumerate()
        .any(|(place, one)| options[..place].contains(one));
    if alike {
        form.refuse("options", Reason::Taken);
        return None;
    }
    if options.len() < 2 {
        form.refuse("options", Reason::Missing);
        return None;
    }
    Some(options)
}

async fn write_words(tx: &Tx, field: FormFieldId, words: Words) -> Result<()> {
    let row = form_field_text::ActiveModel {
        field: Set(field),
        language: Set(words.language),
        label: Set(words.label),
        help: Set(words.help),
        options: Set(words.options.join("\n")),
    };
    form_field_text::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                form_field_text::Column::Field,
                form_field_text::Column::Language,
            ])
            .update_columns([
                form_field_text::Column::Label,
                form_field_text::Column::Help,
                form_field_text::Column::Options,
            ])
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The label's letters and digits, so that another edition that asks the same has the same key.
fn free_key(questions: &[Question], label: &str) -> String {
    let mut key = String::new();
    for letter in label.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            key.push(letter);
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
        if key.len() >= LONGEST_KEY {
            break;
        }
    }
    let key = match key.trim_end_matches('-') {
        "" => "question",
        key => key,
    };
    let is_free = |key: &str| questions.iter().all(|other| other.field.key != key);
    if is_free(key) {
        return key.to_owned();
    }
    (2..)
        .map(|number| format!("{key}-{number}"))
        .find(|key| is_free(key))
        .unwrap_or_default()
}
