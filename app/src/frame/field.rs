//! Fields with a label, a hint, what was typed, and why it was refused.

use leptos::prelude::*;

use super::form::ThisForm;
use super::words;

/// What a field shows around its control.
pub(super) fn around(
    name: &str,
    label: String,
    hint: Option<String>,
    optional: bool,
    control: impl FnOnce(Option<String>, bool) -> AnyView,
) -> AnyView {
    let words = words();
    let name = name.to_owned();
    let reason = ThisForm::here().reason(&name);
    let mut described = Vec::new();
    if hint.is_some() {
        described.push(format!("{name}-hint"));
    }
    if reason.is_some() {
        described.push(format!("{name}-error"));
    }
    let described = (!described.is_empty()).then(|| described.join(" "));
    let control = control(described, reason.is_some());
    view! {
        <div class=if reason.is_some() { "field refused" } else { "field" }>
            <label for=name.clone()>
                {label}
                {optional.then(|| view! { " " <small>"(" {words.optional()} ")"</small> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            {control}
            {reason.map(|reason| view! { <p class="error" id=format!("{name}-error")>{words.reason(reason)}</p> })}
        </div>
    }
    .into_any()
}

/// A line of text, a date, a number, an address or a password.
#[component]
pub fn Field(
    /// The name under which it is sent; also its id.
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] optional: bool,
    /// What browsers may fill in by themselves.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    #[prop(optional, into)] min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    /// Id of a `<datalist>` with proposals.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let typed = if kind == "password" {
        Some(String::new())
    } else {
        ThisForm::here().typed(name)
    };
    let value = typed.unwrap_or(value);
    around(name, label, hint, optional, move |described, refused| {
        view! {
            <input id=name name=name type=kind value=value required=!optional autocomplete=autocomplete min=min max=max
                list=list aria-describedby=described aria-invalid=refused.then_some("true")/>
        }
        .into_any()
    })
}

/// Several lines of text. Escapes what the framework prints as it is.
#[component]
pub fn TextArea(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(default = 6)] rows: u8,
) -> impl IntoView {
    text_area(
        name.to_owned(),
        label,
        hint,
        !optional,
        optional,
        rows,
        value,
    )
}

/// Several lines under a name that is known only when the page is made; browsers insist on them where `required`.
pub(super) fn text_area(
    name: String,
    label: String,
    hint: Option<String>,
    required: bool,
    optional: bool,
    rows: u8,
    value: String,
) -> AnyView {
    let value = ThisForm::here().typed(&name).unwrap_or(value);
    // The line break after the tag is dropped by browsers, so that text may begin with one.
    let escaped = format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;"));
    around(
        &name.clone(),
        label,
        hint,
        optional,
        move |described, refused| {
            view! {
            <textarea id=name.clone() name=name rows=rows.to_string() required=required aria-describedby=described
                aria-invalid=refused.then_some("true")>
                {escaped}
            </textarea>
        }
        .into_any()
        },
    )
}

/// One of a list.
#[component]
pub fn Select(
    name: &'static str,
    #[prop(into)] label: String,
    /// Value and words of each choice.
    choices: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    select(
        name.to_owned(),
        label,
        hint,
        !optional,
        optional,
        choices,
        value,
    )
}

/// A list under a name that is known only when the page is made; browsers insist on a choice where `required`.
pub(super) fn select(
    name: String,
    label: String,
    hint: Option<String>,
    required: bool,
    optional: bool,
    choices: Vec<(String, String)>,
    value: String,
) -> AnyView {
    let chosen = ThisForm::here().typed(&name).unwrap_or(value);
    let nothing = words().choose();
    around(
        &name.clone(),
        label,
        hint,
        optional,
        move |described, refused| {
            let offers_nothing = choices.iter().all(|(value, _)| !value.is_empty());
            view! {
            <select id=name.clone() name=name required=required aria-describedby=described aria-invalid=refused.then_some("true")>
                {offers_nothing.then(|| view! { <option value="" selected=chosen.is_empty()>{nothing}</option> })}
                {choices
                    .into_iter()
                    .map(|(value, words)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{words}</option> }
                    })
                    .collect_view()}
            </select>
        }
        .into_any()
        },
    )
}

/// A box to tick; sends `true`.
#[component]
pub fn Check(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] checked: bool,
    #[prop(default = "true")] value: &'static str,
) -> impl IntoView {
    let checked = ThisForm::here()
        .typed_all(name)
        .map_or(checked, |typed| typed.iter().any(|typed| typed == value));
    view! {
        <label class="check">
            <input type="checkbox" name=name value=value checked=checked/>
            <span>{label}</span>
        </label>
    }
}

/// Any number of a list, a box each; in a form that was refused the boxes that were ticked, and no other form's.
#[component]
pub fn CheckList(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    /// Value and words of each choice.
    choices: Vec<(String, String)>,
    /// The values that are ticked before anybody ticks.
    chosen: Vec<String>,
) -> impl IntoView {
    boxes(name.to_owned(), label, Some(hint), false, choices, chosen)
}

/// Boxes under a name that is known only when the page is made.
pub(super) fn boxes(
    name: String,
    label: String,
    hint: Option<String>,
    optional: bool,
    choices: Vec<(String, String)>,
    chosen: Vec<String>,
) -> AnyView {
    let (words, form) = (words(), ThisForm::here());
    let ticked = form.typed_all(&name).unwrap_or(chosen);
    let reason = form
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

/// A value the reader does not see.
#[component]
pub fn Hidden(name: &'static str, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}
