//! What was typed into a form, checked question by question.

use std::collections::HashMap;

use model::admissions::QuestionKind;
use model::{FormFieldId, Reason};

use super::form_field::{self, Question};
use crate::typed::Form;

/// What was typed, by the question's key; several values where several boxes were ticked.
pub type Typed = HashMap<String, Vec<String>>;

/// Answers as they are kept.
pub(super) type Answers = Vec<(FormFieldId, String)>;

const LONGEST_LINE: u32 = 300;
const LONGEST_TEXT: u32 = 5_000;
const LARGEST_NUMBER: i64 = 999_999_999_999;

/// Whether a question is asked, given the answers to those before it. One that hangs on a question that is not asked is not asked.
#[must_use]
pub fn is_asked(field: &form_field::Model, before: &HashMap<&str, String>) -> bool {
    field.condition_key.is_empty()
        || before
            .get(&*field.condition_key)
            .is_some_and(|value| value.split(',').any(|one| one == field.condition_value))
}

/// The answers that are kept: what is not asked is dropped, and of a draft only what fits nowhere is refused.
pub(super) fn check(
    questions: &[Question],
    typed: &Typed,
    is_draft: bool,
    form: &mut Form,
) -> Answers {
    let mut kept: HashMap<&str, String> = HashMap::new();
    let mut answers = Vec::new();
    for Question { field, .. } in questions {
        if !is_asked(field, &kept) {
            continue;
        }
        let typed = typed.get(&field.key).map_or(&[][..], Vec::as_slice);
        if let Some(value) = one(field, typed, is_draft, form)
            && !value.is_empty()
        {
            kept.insert(&field.key, value.clone());
            answers.push((field.id, value));
        }
    }
    answers
}

/// The answer as it is kept, empty where there is none.
fn one(
    field: &form_field::Model,
    typed: &[String],
    is_draft: bool,
    form: &mut Form,
) -> Option<String> {
    let key = &*field.key;
    let typed: Vec<&str> = typed
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .collect();
    let Some(first) = typed.first().copied() else {
        if field.required && !is_draft {
            form.refuse(key, Reason::Missing);
            return None;
        }
        return Some(String::new());
    };
    match field.kind {
        QuestionKind::LongText => form.optional_text(key, first, LONGEST_TEXT),
        QuestionKind::ShortText => form.optional_text(key, first, LONGEST_LINE),
        // A draft keeps what is half typed.
        QuestionKind::Number | QuestionKind::Date if is_draft => {
            form.optional_text(key, first, LONGEST_LINE)
        }
        QuestionKind::Number => form
            .number(key, first, -LARGEST_NUMBER, LARGEST_NUMBER)
            .map(|number| number.to_string()),
        QuestionKind::Date => form.date(key, first).map(|date| date.to_string()),
        QuestionKind::Choice => options(field, &typed[..1], form),
        QuestionKind::Several => options(field, &typed, form),
        QuestionKind::Country => form
            .country(key, first)
            .map(|country| country.code().to_owned()),
        QuestionKind::Consent if first == "true" => Some(first.to_owned()),
        QuestionKind::Consent => form.take(key, Err(Reason::NotAChoice)),
    }
}

/// Options by number, in the order of the list and each once.
fn options(field: &form_field::Model, typed: &[&str], form: &mut Form) -> Option<String> {
    let mut numbers = Vec::new();
    for one in typed {
        let number = one
            .parse::<i32>()
            .ok()
            .filter(|number| (0..field.option_count).contains(number))
            .ok_or(Reason::NotAChoice);
        numbers.push(form.take(&field.key, number)?);
    }
    numbers.sort_unstable();
    numbers.dedup();
    let numbers: Vec<_> = numbers.iter().map(i32::to_string).collect();
    Some(numbers.join(","))
}
