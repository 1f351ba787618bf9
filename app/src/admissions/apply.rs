//! Apply where people are decided on: one form, kept as a draft until it is sent.

use std::collections::HashMap;

use domain::admissions::application_form::Questions;
use domain::admissions::applying::{self, Applying, TypedApplication};
use domain::admissions::{Admission, admission};
use islands::DraftKeeper;
use leptos::prelude::*;
use model::admissions::QuestionKind;
use model::{Country, EditionId, Instant, Refusal, Zone};
use server_fn::ServerFn;

use super::edition_of;
use super::question_words::AnswerList;
use super::standing::StandingBox;
use super::way::WhyShut;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::catalogue::NotForSearch;
use crate::frame::{
    Asked, Crumbs, Done, Form, Hidden, Moment, PageTitle, Select, WakeIslands, asking, page, param,
    words,
};

/// Keeps or sends the application of whoever is asking.
#[server(endpoint = "apply")]
pub async fn apply(
    edition: String,
    version: String,
    delegation: String,
    #[server(default)] answers: HashMap<String, Vec<String>>,
    press: String,
) -> Outcome {
    act(async |asking| {
        let person = asking.person()?;
        let edition = edition_of(&edition)?;
        let typed = TypedApplication {
            version,
            delegation,
            answers,
        };
        let (db, now) = (&asking.db, asking.now);
        let done = if press == "submit" {
            applying::submit(db, person, edition, &typed, now)
                .await
                .map(|_| "sent")
        } else {
            applying::save(db, person, edition, &typed, now)
                .await
                .map(|_| "saved")
        };
        let done = done.map_err(beside_its_question)?;
        let (programme, edition) = admission::address_of(db, edition).await?;
        Ok(To::page(format!(
            "/programmes/{programme}/{edition}/apply?done={done}"
        )))
    })
    .await
}

/// The rule knows questions by their keys, the form by names that say that they are answers.
fn beside_its_question(error: domain::Error) -> domain::Error {
    let domain::Error::Refused(Refusal::Fields(mut fields)) = error else {
        return error;
    };
    for field in &mut fields {
        if field.field != "delegation" {
            field.field = name_of(&field.field);
        }
    }
    Refusal::Fields(fields).into()
}

fn name_of(key: &str) -> String {
    format!("answers[{key}][]")
}

/// `/programmes/:programme/:edition/apply`
#[component]
pub fn ApplyPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (programme, edition) = (param("programme"), param("edition"));
    page(async move {
        let person = asking.person()?;
        let id = admission::edition_at(&asking.db, &programme, &edition).await?;
        let admission =
            Admission::of(&asking.db, &asking.visitor, id, words.language, asking.now).await?;
        let (db, language) = (&asking.db, words.language);
        let met = applying::applying(db, person, &admission.edition, language, asking.now).await?;
        let here = format!("/programmes/{programme}/{edition}");
        let above = vec![
            ("/programmes".to_owned(), words.programmes()),
            (here.clone(), admission.title.clone()),
        ];
        let zone = admission.edition.zone.clone();
        let closes = admission.closes_at;
        let title = words.apply_to(admission.title.clone());
        let shown = match met {
            Applying::Form {
                questions,
                delegation,
                filled,
                saved_at,
            } => view! {
                <Until closes saved_at zone/>
                <ApplicationForm edition=id questions delegation filled/>
                {saved_at.map(|_| view! { <p><a href=format!("{here}/withdraw")>{words.discard_draft()}</a></p> })}
            }
            .into_any(),
            Applying::Sent(answers) => view! {
                <StandingBox admission=admission.clone()/>
                {(!answers.is_empty()).then(|| view! { <h2>{words.your_answers()}</h2> <AnswerList answers/> })}
                <p class="actions"><a class="btn quiet" href="/applications">{words.my_applications()}</a></p>
            }
            .into_any(),
            Applying::Shut(refusal) => view! {
                <div class="standing bad"><WhyShut refusal zone/></div>
                <p><a href=here.clone()>{words.to_edition()}</a></p>
            }
            .into_any(),
        };
        Ok(view! {
            <NotForSearch/>
            <PageTitle text=title.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.apply()/>
                    <h1>{title}</h1>
                </div>
                <Done what="saved" text=words.done_draft_saved()/>
                <Done what="sent" text=words.done_application_sent()/>
                {shown}
            </div>
        })
    })
}

/// Until when it can be sent, and when the draft was kept.
#[component]
fn Until(closes: Option<Instant>, saved_at: Option<Instant>, zone: Zone) -> impl IntoView {
    let words = words();
    let closes = closes.map(|at| {
        view! { <div><dt>{words.apply_until()}</dt><dd><Moment at zone=zone.clone()/></dd></div> }
    });
    let saved = saved_at.map(|at| {
        view! { <div><dt>{words.draft_saved_at()}</dt><dd><Moment at zone=zone.clone()/></dd></div> }
    });
    (closes.is_some() || saved.is_some()).then(|| view! { <dl class="facts">{closes} {saved}</dl> })
}

#[component]
fn ApplicationForm(
    edition: EditionId,
    questions: Questions,
    delegation: Country,
    filled: HashMap<String, Vec<String>>,
) -> impl IntoView {
    let words = words();
    let version = questions.version.to_string();
    view! {
        <p>{words.apply_lede()}</p>
        <Form action=Apply::PATH>
            <Hidden name="edition" value=edition.to_string()/>
            <Hidden name="version" value=version/>
            <Select name="delegation" label=words.delegation() hint=words.delegation_hint() choices=country_choices(words) value=delegation.code()/>
            <AllAsked questions filled/>
            <p class="actions">
                <button class="btn" name="press" value="submit">{words.send_application()}</button>
                <button class="btn quiet" name="press" value="save" formnovalidate=true>{words.save_draft()}</button>
            </p>
            <p class="hint"><DraftKeeper address=Apply::PATH.to_owned() press="save".to_owned() said=words.draft_keeps_itself()/></p>
            <WakeIslands/>
        </Form>
    }
}

/// The questions. A part of its own, so that they are made inside their form and find what was typed.
#[component]
fn AllAsked(questions: Questions, filled: HashMap<String, Vec<String>>) -> impl IntoView {
    let words = words();
    let mut filled = filled;
    questions
        .list
        .iter()
        .map(|question| {
            let field = &question.field;
            let only_if = words.asked_only_if(field, &questions.list);
            let help = question
                .words(words.language)
                .map(|text| text.help.clone())
                .filter(|help| !help.is_empty());
            let hint: Vec<_> = only_if.into_iter().chain(help).collect();
            let label = words.question_label(question);
            let choices = match field.kind {
                QuestionKind::Country => country_choices(words),
                QuestionKind::Consent => vec![("true".to_owned(), words.answer_agree())],
                _ => numbered(question.options(words.language)),
            };
            // Several options are kept as one value.
            let given = filled.remove(&field.key).unwrap_or_default();
            let given = if field.kind == QuestionKind::Several {
                given.iter().flat_map(|one| one.split(',')).map(str::to_owned).collect()
            } else {
                given
            };
            let hint = (!hint.is_empty()).then(|| hint.join(" "));
            view! {
                <Asked name=name_of(&field.key) label hint kind=field.kind optional=!field.required choices filled=given/>
            }
        })
        .collect_view()
}

/// Options by number.
pub(super) fn numbered(options: Vec<String>) -> Vec<(String, String)> {
    options
        .into_iter()
        .enumerate()
        .map(|(number, said)| (number.to_string(), said))
        .collect()
}
