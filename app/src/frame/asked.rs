//! A question of an application form. Its name is known only when the page is made, and everything typed is kept.

use leptos::prelude::*;
use model::admissions::QuestionKind;

use super::field::{around, boxes, select, text_area};
use super::form::ThisForm;

/// The field that a question's kind calls for. Drafts are kept half filled, so that browsers insist on nothing.
#[component]
pub fn Asked(
    /// The name under which it is sent; also its id.
    name: String,
    label: String,
    hint: Option<String>,
    kind: QuestionKind,
    optional: bool,
    /// Value and words of each choice.
    choices: Vec<(String, String)>,
    /// Filled in before anybody types.
    filled: Vec<String>,
) -> impl IntoView {
    let first = filled.first().cloned().unwrap_or_default();
    match kind {
        QuestionKind::Several | QuestionKind::Consent => {
            boxes(name, label, hint, optional, choices, filled)
        }
        QuestionKind::LongText => text_area(name, label, hint, false, optional, 6, first),
        QuestionKind::Choice | QuestionKind::Country => {
            select(name, label, hint, false, optional, choices, first)
        }
        QuestionKind::ShortText | QuestionKind::Number => {
            input(name, label, hint, optional, "text", first)
        }
        QuestionKind::Date => input(name, label, hint, optional, "date", first),
    }
}

fn input(
    name: String,
    label: String,
    hint: Option<String>,
    optional: bool,
    kind: &'static str,
    value: String,
) -> AnyView {
    let value = ThisForm::here().typed(&name).unwrap_or(value);
    around(
        &name.clone(),
        label,
        hint,
        optional,
        move |described, refused| {
            view! {
                <input id=name.clone() name=name type=kind value=value aria-describedby=described
                    aria-invalid=refused.then_some("true")/>
            }
            .into_any()
        },
    )
}
