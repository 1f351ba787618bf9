//! One person on the roll: what is said of them, and the marks to tap.

use domain::attendance::marking;
use domain::attendance::roll::{Line, SignedMark};
use domain::attendance::roll_mark::Said;
use leptos::prelude::*;
use model::attendance::Mark;
use model::{EnrolmentId, Reason, Zone};
use server_fn::ServerFn;

use super::TakeRoll;
use crate::Words;
use crate::frame::{Refused, RefusedForm, words};

/// A line of the roll. `minutes` is the session's length; without `can_mark` it is only read.
#[component]
pub(super) fn RollLine(line: Line, zone: Zone, minutes: i64, can_mark: bool) -> impl IntoView {
    let words = words();
    let name = words.shown_name(&line.name);
    let said = line.mark.as_ref().map(|said| said_by(words, said, &zone));
    let earlier = (!line.earlier.is_empty()).then(|| {
        let rows = line
            .earlier
            .iter()
            .map(|said| view! { <li>{said_by(words, said, &zone)}</li> })
            .collect_view();
        view! {
            <details class="earlier on-screen">
                <summary>{words.roll_earlier()}</summary>
                <ul>{rows}</ul>
            </details>
        }
    });
    let marks = if line.is_oneself && can_mark {
        view! { <small>{words.roll_oneself()}</small> }.into_any()
    } else if can_mark {
        view! { <Marks held=Held::of(&line) name=name.clone() minutes/> }.into_any()
    } else {
        let word = line.mark.as_ref().map(|mark| words.mark(mark.mark.mark));
        view! { <span>{word}</span> }.into_any()
    };
    view! {
        <li>
            <span>
                <b>{name}</b>
                <small>{facts(words, &line)}</small>
                {said.map(|said| view! { <small>{said}</small> })}
                {earlier}
            </span>
            {marks}
        </li>
    }
}

/// `Kenya · 王小明 · Ministry of the Sea · has not chosen this course`, as far as the reader sees it.
fn facts(words: Words, line: &Line) -> String {
    let access =
        (!line.access_needs.is_empty()).then(|| words.roll_access_needs(line.access_needs.clone()));
    let elective = (!line.is_expected).then(|| words.roll_other_elective());
    [
        words.country(line.country),
        line.native_name.clone(),
        line.organisation.clone(),
        elective.unwrap_or_default(),
        access.unwrap_or_default(),
    ]
    .into_iter()
    .filter(|fact| !fact.is_empty())
    .collect::<Vec<_>>()
    .join(" · ")
}

/// What was said, by whom and when.
fn said_by(words: Words, signed: &SignedMark, zone: &Zone) -> String {
    let mark = &signed.mark;
    let said = match (mark.mark, mark.late_minutes) {
        (Mark::Late, Some(minutes)) => words.roll_said_late(minutes),
        (Mark::Excused, _) => words.roll_said_excused(mark.reason.clone()),
        (mark, _) => words.mark(mark),
    };
    let by = match &signed.by {
        Some(by) => words.shown_name(by),
        None => words.admin_nobody_in_particular(),
    };
    words.roll_said_by(by, said, words.moment(mark.marked_at, zone))
}

/// What one person's fields hold: what was tapped in a refused form, else what counts.
struct Held {
    enrolment: EnrolmentId,
    /// The mark that the fields show, for the rule to tell a tap from what only stood there.
    shown: String,
    mark: Typed,
    late: Typed,
    reason: Typed,
}

/// A field's name (also its id) and value, and why it was refused.
#[derive(Clone, Default)]
struct Typed {
    name: String,
    value: String,
    refused: Option<Reason>,
}

impl Held {
    fn of(line: &Line) -> Self {
        let form = use_context::<RefusedForm>()
            .map(|form| form.0)
            .filter(|form| form.action == TakeRoll::PATH);
        let said = line.mark.as_ref().map(|signed| signed.mark.said());
        let field = |name: &str, saved: fn(&Said) -> String| {
            let name = marking::field(name, line.enrolment);
            match &form {
                Some(form) => typed(form, name),
                None => Typed {
                    value: said.as_ref().map(saved).unwrap_or_default(),
                    name,
                    refused: None,
                },
            }
        };
        let shown = match &form {
            Some(form) => typed(form, marking::field("shown", line.enrolment)).value,
            None => line
                .mark
                .as_ref()
                .map(|signed| signed.mark.id.to_string())
                .unwrap_or_default(),
        };
        Self {
            enrolment: line.enrolment,
            shown,
            mark: field("mark", |said| said.mark.to_string()),
            late: field("late", |said| {
                said.late_minutes
                    .map(|minutes| minutes.to_string())
                    .unwrap_or_default()
            }),
            reason: field("reason", |said| said.reason.clone()),
        }
    }
}

fn typed(form: &Refused, name: String) -> Typed {
    let value = form.values.iter().find(|(field, _)| *field == name);
    Typed {
        value: value.map(|(_, value)| value.clone()).unwrap_or_default(),
        refused: form.refusal.reason_for(&name),
        name,
    }
}

#[component]
fn Marks(held: Held, name: String, minutes: i64) -> impl IntoView {
    let words = words();
    let radios = Mark::ALL
        .iter()
        .map(|mark| {
            let checked = held.mark.value == mark.as_str()
                || (held.mark.value.is_empty() && *mark == Mark::Unmarked);
            view! {
                <label>
                    <input type="radio" name=held.mark.name.clone() value=mark.as_str() checked=checked/>
                    <span>{words.mark(*mark)}</span>
                </label>
            }
        })
        .collect_view();
    let refused = held.mark.refused;
    let shown = (!held.shown.is_empty()).then(|| {
        let name = marking::field("shown", held.enrolment);
        view! { <input type="hidden" name=name value=held.shown/> }
    });
    view! {
        <fieldset class="marks" id=held.mark.name>
            <legend class="spoken">{words.roll_legend(name)}</legend>
            {radios}
        </fieldset>
        {refused.map(|reason| view! { <p class="error">{words.reason(reason)}</p> })}
        {shown}
        <Extra class="late" typed=held.late label=words.roll_late_minutes() hint=words.roll_late_hint() most=minutes/>
        <Extra class="reason" typed=held.reason label=words.roll_reason()/>
    }
}

/// What a mark needs beside the tap: a number from 1 to `most`, else words.
#[component]
fn Extra(
    class: &'static str,
    typed: Typed,
    label: String,
    #[prop(optional)] hint: String,
    #[prop(optional)] most: Option<i64>,
) -> impl IntoView {
    let words = words();
    let Typed {
        name,
        value,
        refused,
    } = typed;
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described: Vec<String> = [
        (!hint.is_empty()).then(|| hint_id.clone()),
        refused.map(|_| error_id.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let state = if refused.is_some() { " refused" } else { "" };
    view! {
        <div class=format!("field {class}{state}")>
            <label for=name.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input id=name.clone() name=name type=if most.is_some() { "number" } else { "text" } value=value
                min=most.map(|_| "1") max=most.map(|most| most.to_string())
                aria-describedby=described aria-invalid=refused.map(|_| "true")/>
            {refused.map(|reason| view! { <p class="error" id=error_id>{words.reason(reason)}</p> })}
        </div>
    }
}
