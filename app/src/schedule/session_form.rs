//! The fields of a session, to add and to edit.

use domain::schedule::desk::Choices;
use domain::schedule::plan::fold_of;
use domain::schedule::{session, session_text};
use leptos::prelude::*;
use model::schedule::{Audience, Fold, SessionKind};
use model::{Language, PersonId};

use crate::accounts::ZoneProposals;
use crate::frame::{Check, CheckList, Field, RefusedForm, Select, TextArea, words};

/// What the fields hold before anybody types.
#[derive(Clone, Debug, Default)]
pub struct Held {
    title_en: String,
    title_zh: String,
    description_en: String,
    description_zh: String,
    kind: String,
    audience: String,
    required: bool,
    course: String,
    date: String,
    time: String,
    minutes: String,
    zone: String,
    fold: Option<Fold>,
    venue: String,
    host: String,
    link: String,
    trainers: Vec<PersonId>,
}

impl Held {
    /// A new session: in the edition's zone, on its first day.
    pub fn new(choices: &Choices) -> Self {
        Self {
            kind: SessionKind::Lecture.to_string(),
            audience: Audience::Enrolled.to_string(),
            required: true,
            date: choices.edition.starts_on.clone(),
            minutes: "90".to_owned(),
            zone: choices.edition.zone.name().to_owned(),
            ..Self::default()
        }
    }

    /// A session as it is.
    pub fn of(
        session: &session::Model,
        words: &[session_text::Model],
        trainers: &[(PersonId, String)],
    ) -> Self {
        let text = |language: Language| words.iter().find(|text| text.language == language);
        let title = |language| text(language).map(|text| text.title.clone());
        let description = |language| text(language).map(|text| text.description.clone());
        let (date, time) = session.wall_start.split_once('T').unwrap_or_default();
        Self {
            title_en: title(Language::English).unwrap_or_default(),
            title_zh: title(Language::Chinese).unwrap_or_default(),
            description_en: description(Language::English).unwrap_or_default(),
            description_zh: description(Language::Chinese).unwrap_or_default(),
            kind: session.kind.to_string(),
            audience: session.audience.to_string(),
            required: session.required,
            course: id_text(session.course),
            date: date.to_owned(),
            time: time.to_owned(),
            minutes: session.planned_minutes.to_string(),
            zone: session.zone.name().to_owned(),
            fold: fold_of(session),
            venue: id_text(session.venue),
            host: id_text(session.host),
            link: session.link.clone(),
            trainers: trainers.iter().map(|(person, _)| *person).collect(),
        }
    }

    /// The same at another time, which is still to be said.
    pub fn without_time(self) -> Self {
        Self {
            date: String::new(),
            time: String::new(),
            fold: None,
            ..self
        }
    }
}

fn id_text<T: std::fmt::Display>(id: Option<T>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// The fields, to stand in a form; `repeats` offers weekly meetings.
#[component]
pub fn SessionFields(
    choices: Choices,
    held: Held,
    #[prop(optional)] repeats: bool,
) -> impl IntoView {
    let words = words();
    view! {
        <div class="fields">
            <Field name="title_en" label=words.schedule_title_en() hint=words.schedule_title_hint() value=held.title_en.clone() optional=true/>
            <Field name="title_zh" label=words.schedule_title_zh() value=held.title_zh.clone() optional=true/>
        </div>
        <TimeFields held=held.clone()/>
        {repeats.then(|| view! {
            <Field name="meetings" label=words.schedule_meetings() hint=words.schedule_meetings_hint() kind="number" min="1" max="52" optional=true/>
        })}
        <KindFields choices=choices.clone() held=held.clone()/>
        <PlaceFields choices=choices.clone() held=held.clone()/>
        {choices.may_choose_trainers.then(|| view! {
            <TrainerFields people=choices.trainers.clone() chosen=held.trainers.clone()/>
        })}
        <TextArea name="description_en" label=words.schedule_description_en() hint=words.schedule_description_hint() value=held.description_en optional=true rows=4/>
        <TextArea name="description_zh" label=words.schedule_description_zh() value=held.description_zh optional=true rows=4/>
    }
}

#[component]
fn TimeFields(held: Held) -> impl IntoView {
    let words = words();
    view! {
        <div class="fields">
            <Field name="date" label=words.schedule_date() kind="date" value=held.date/>
            <Field name="time" label=words.schedule_start() hint=words.schedule_start_hint() kind="time" value=held.time/>
            <Field name="minutes" label=words.schedule_length() kind="number" min="1" max="1440" value=held.minutes/>
        </div>
        <FoldField name="fold" held=held.fold/>
        <Field name="zone" label=words.schedule_zone() value=held.zone list="zones"/>
        <ZoneProposals/>
    }
}

/// Asks which of two instants is meant; shown only once the question has come up.
#[component]
pub fn FoldField(name: &'static str, #[prop(default = None)] held: Option<Fold>) -> impl IntoView {
    let words = words();
    let asked = use_context::<RefusedForm>().is_some_and(|form| {
        form.0.refusal.reason_for(name).is_some()
            || form
                .0
                .values
                .iter()
                .any(|(field, value)| field == name && !value.is_empty())
    });
    (asked || held.is_some()).then(|| {
        let choices = Fold::ALL
            .iter()
            .map(|fold| (fold.to_string(), words.session_fold(*fold)))
            .collect();
        let value = id_text(held);
        view! { <Select name=name label=words.schedule_fold() choices value=value optional=true/> }
    })
}

#[component]
fn KindFields(choices: Choices, held: Held) -> impl IntoView {
    let words = words();
    let kinds = SessionKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), words.session_kind(*kind)))
        .collect();
    let audiences = Audience::ALL
        .iter()
        .map(|audience| (audience.to_string(), words.session_audience(*audience)))
        .collect();
    let none = choices
        .may_leave_out_course
        .then(|| (String::new(), words.schedule_no_course()));
    let courses = none
        .into_iter()
        .chain(
            choices
                .courses
                .into_iter()
                .map(|(id, title)| (id.to_string(), title)),
        )
        .collect();
    let optional = choices.may_leave_out_course;
    view! {
        <Select name="course" label=words.schedule_course() choices=courses value=held.course optional/>
        <div class="fields">
            <Select name="kind" label=words.schedule_kind() choices=kinds value=held.kind/>
            <Select name="audience" label=words.schedule_audience() choices=audiences value=held.audience/>
        </div>
        <Check name="required" label=words.schedule_required_hint() checked=held.required/>
    }
}

#[component]
fn PlaceFields(choices: Choices, held: Held) -> impl IntoView {
    let words = words();
    let venues = std::iter::once((String::new(), words.schedule_no_venue()))
        .chain(choices.venues.into_iter().map(|venue| {
            let name = format!("{} ({})", venue.name, venue.city);
            (venue.id.to_string(), name)
        }))
        .collect();
    let hosts = std::iter::once((String::new(), words.schedule_no_host()))
        .chain(
            choices
                .hosts
                .into_iter()
                .map(|host| (host.id.to_string(), host.name)),
        )
        .collect();
    view! {
        <div class="fields">
            <Select name="venue" label=words.schedule_venue() choices=venues value=held.venue optional=true/>
            <Select name="host" label=words.schedule_visited_host() choices=hosts value=held.host optional=true/>
        </div>
        <Field name="link" label=words.schedule_meeting_link() hint=words.schedule_meeting_link_hint() kind="url" value=held.link optional=true/>
    }
}

#[component]
fn TrainerFields(people: Vec<(PersonId, String)>, chosen: Vec<PersonId>) -> impl IntoView {
    let words = words();
    let choices = people
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    let chosen = chosen.iter().map(ToString::to_string).collect();
    view! {
        <CheckList name="trainers[]" label=words.schedule_trainers() hint=words.schedule_trainers_hint() choices chosen/>
        <Field name="trainer_email" label=words.schedule_trainer_email() hint=words.schedule_trainer_email_hint() kind="email" optional=true/>
    }
}
