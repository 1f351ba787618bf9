//! A question of an application form. Its name is known only when the page is made, and everything typed is kept.

use leptos::prelude::*;
use model::admissions::QuestionKind;

use super::field::around;
use super::form::ThisForm;
use super::words;

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
    let typed = ThisForm::here().typed_all(&name).unwrap_or(filled);
    let first = typed.first().cloned().unwrap_or_default();
    match kind {
        QuestionKind::Several | QuestionKind::Consent => {
            boxes(name, label, hint, optional, choices, &typed)
        }
        QuestionKind::LongText => {
            // The line break after the tag is dropped by browsers, so that text may begin with one.
            let escaped = format!("\n{}", first.replace('&', "&amp;").replace('<', "&lt;"));
            around(
                &name.clone(),
                label,
                hint,
                optional,
                move |described, refused| {
                    view! {
                    <textarea id=name.clone() name=name rows="6" aria-describedby=described aria-invalid=refused.then_some("true")>
                        {escaped}
                    </textarea>
                }
                .into_any()
                },
            )
        }
        QuestionKind::Choice | QuestionKind::Country => {
            let nothing = words().choose();
            around(
                &name.clone(),
                label,
                hint,
                optional,
                move |described, refused| {
                    view! {
                    <select id=name.clone() name=name aria-describedby=described aria-invalid=refused.then_some("true")>
                        <option value="" selected=first.is_empty()>{nothing}</option>
                        {choices
                            .into_iter()
                            .map(|(value, said)| {
                                let selected = value == first;
                                view! { <option value=value selected=selected>{said}</option> }
                            })
                            .collect_view()}
                    </select>
                }
                .into_any()
                },
            )
        }
        QuestionKind::ShortText | QuestionKind::Number | QuestionKind::Date => {
            let kind = if kind == QuestionKind::Date {
                "date"
            } else {
                "text"
            };
            around(
                &name.clone(),
                label,
                hint,
                optional,
                move |described, refused| {
                    view! {
                    <input id=name.clone() name=name type=kind value=first aria-describedby=described
                        aria-invalid=refused.then_some("true")/>
                }
                .into_any()
                },
            )
        }
    }
}

fn boxes(
    name: String,
    label: String,
    hint: Option<String>,
    optional: bool,
    choices: Vec<(String, String)>,
    ticked: &[String],
) -> AnyView {
    let words = words();
    let reason = ThisForm::here()
        .reason(&name)
        .map(|reason| view! { <p class="error">{words.reason(reason)}</p> });
    let boxes = choices
        .into_iter()
        .map(|(value, said)| {
            let checked = ticked.contains(&value);
            view! {
                <label>
                    <input type="checkbox" name=name.clone() value=value checked=checked/>
                    <span>{said}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices" id=name.clone()>
            <legend>
                {label}
                {optional.then(|| view! { " " <small>"(" {words.optional()} ")"</small> })}
            </legend>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            {boxes}
            {reason}
        </fieldset>
    }
    .into_any()
}
