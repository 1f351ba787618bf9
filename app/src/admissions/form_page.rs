//! An edition's application form, for who runs the edition: one list, and a form for a new question or for other words.

use domain::admissions::form_field::Question;
use domain::admissions::form_setup::{self, TypedQuestion, TypedWords};
use leptos::prelude::*;
use model::admissions::{AnswerReaders, QuestionKind};
use model::{EditionId, Language, Refusal};
use server_fn::ServerFn;

use super::apply::numbered;
use super::edition_of;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Check, Crumbs, Done, Field, Form, Hidden, PageTitle, Select, Submit, TextArea, asking, page,
    param, query, words,
};

/// Adds a question.
#[server(endpoint = "add_question")]
pub async fn add_question(
    edition: String,
    kind: String,
    language: String,
    label: String,
    help: String,
    options: String,
    condition: String,
    readers: String,
    #[server(default)] required: bool,
) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let typed = TypedQuestion {
            kind,
            required,
            readers,
            condition,
            words: TypedWords {
                language,
                label,
                help,
                options,
            },
        };
        form_setup::add(&asking.db, &asking.visitor, edition, &typed, asking.now).await?;
        Ok(done(edition))
    })
    .await
}

/// Gives a question other words in one language.
#[server(endpoint = "edit_question")]
pub async fn edit_question(
    edition: String,
    question: String,
    language: String,
    label: String,
    help: String,
    #[server(default)] options: String,
    #[server(default)] required: bool,
) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let typed = TypedWords {
            language,
            label,
            help,
            options,
        };
        let (db, visitor, now) = (&asking.db, &asking.visitor, asking.now);
        form_setup::reword(db, visitor, edition, &question, required, &typed, now).await?;
        Ok(done(edition))
    })
    .await
}

/// Moves a question up by one.
#[server(endpoint = "move_question")]
pub async fn move_question(edition: String, question: String) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        form_setup::move_up(&asking.db, &asking.visitor, edition, &question, asking.now).await?;
        Ok(done(edition))
    })
    .await
}

/// Removes a question.
#[server(endpoint = "remove_question")]
pub async fn remove_question(edition: String, question: String) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        form_setup::remove(&asking.db, &asking.visitor, edition, &question, asking.now).await?;
        Ok(done(edition))
    })
    .await
}

fn done(edition: EditionId) -> To {
    To::page(format!("/staff/editions/{edition}/form?done=form_changed"))
}

/// `/staff/editions/:id/form`; with `question` and `language` in its address, one question's words.
#[component]
pub fn EditionFormPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    let (key, language) = (query("question"), query("language"));
    page(async move {
        let id = edition_of(&id)?;
        let (form, title) =
            form_setup::form(&asking.db, &asking.visitor, id, words.language).await?;
        let one = form.list.iter().find(|one| one.field.key == key).cloned();
        if one.is_none() && !key.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let mut above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{id}"), title.clone()),
        ];
        let heading = match &one {
            Some(one) => {
                above.push((
                    format!("/staff/editions/{id}/form"),
                    words.application_form(),
                ));
                words.question_label(one)
            }
            None => words.form_of(title),
        };
        let shown = match one {
            Some(question) => {
                let language = language.parse().unwrap_or(words.language);
                view! { <Rewording edition=id question language/> }.into_any()
            }
            None => view! {
                <p class="lede">{words.form_lede()}</p>
                <List edition=id questions=form.list.clone()/>
                <h2>{words.add_question()}</h2>
                <NewQuestion edition=id questions=form.list/>
            }
            .into_any(),
        };
        Ok(view! {
            <PageTitle text=heading.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.application_form()/>
                    <h1>{heading}</h1>
                </div>
                <Done what="form_changed" text=words.done_form_changed()/>
                {shown}
            </div>
        })
    })
}

#[component]
fn List(edition: EditionId, questions: Vec<Question>) -> impl IntoView {
    let words = words();
    let lines = questions
        .iter()
        .enumerate()
        .map(|(place, question)| {
            let said = words.question_label(question);
            let only_if = words
                .asked_only_if(&question.field, &questions)
                .map(|said| view! { <p>{said}</p> });
            view! {
                <li class="row plain">
                    <div>
                        <h3>{said.clone()}</h3>
                        <p class="soft">{facts(words, question)}</p>
                        {only_if}
                    </div>
                    <div class="can">
                        <Changes edition question=question.field.key.clone() said is_first=place == 0/>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2>{words.form_questions()}</h2>
        <ul class="rows">{lines}</ul>
    }
}

/// Kind, whether it must be answered, and who reads it.
fn facts(words: Words, question: &Question) -> String {
    let field = &question.field;
    let must = if field.required {
        words.question_required()
    } else {
        words.optional()
    };
    let mut facts = vec![
        words.question_kind(field.kind),
        must,
        words.answer_readers(field.readers),
    ];
    facts.extend(question.options(words.language));
    facts.join(" · ")
}

#[component]
fn Changes(edition: EditionId, question: String, said: String, is_first: bool) -> impl IntoView {
    let words = words();
    let ways = Language::OFFERED
        .iter()
        .map(|language| {
            let address =
                format!("/staff/editions/{edition}/form?question={question}&language={language}");
            let label = words.edit_question_named(language.own_name(), said.clone());
            view! { <a href=address aria-label=label>{language.own_name()}</a> " " }
        })
        .collect_view();
    let (named, key) = (said.clone(), question.clone());
    let up = (!is_first).then(move || {
        view! {
            <Form action=MoveQuestion::PATH class="" key=format!("up-{key}")>
                <Hidden name="edition" value=edition.to_string()/>
                <Hidden name="question" value=key/>
                <button class="link" aria-label=words.move_question_named(named)>{words.move_question()}</button>
            </Form>
        }
    });
    view! {
        <p>{words.edit_question()} ": " {ways}</p>
        {up}
        <Form action=RemoveQuestion::PATH class="" key=format!("away-{question}")>
            <Hidden name="edition" value=edition.to_string()/>
            <Hidden name="question" value=question.clone()/>
            <button class="link" aria-label=words.remove_question_named(said.clone())>{words.remove_question()}</button>
        </Form>
    }
}

fn languages() -> Vec<(String, String)> {
    Language::OFFERED
        .iter()
        .map(|language| (language.to_string(), language.own_name().to_owned()))
        .collect()
}

/// What a new question can hang on.
fn conditions(words: Words, questions: &[Question]) -> Vec<(String, String)> {
    let mut conditions = vec![(String::new(), words.question_always())];
    for question in questions {
        let key = &question.field.key;
        let label = words.question_label(question);
        let options = if question.field.kind == QuestionKind::Consent {
            vec![("true".to_owned(), words.answer_ticked())]
        } else {
            numbered(question.options(words.language))
        };
        for (value, said) in options {
            conditions.push((
                format!("{key}={value}"),
                words.question_only_if(label.clone(), said),
            ));
        }
    }
    conditions
}

#[component]
fn NewQuestion(edition: EditionId, questions: Vec<Question>) -> impl IntoView {
    let words = words();
    let kinds = QuestionKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), words.question_kind(*kind)))
        .collect();
    let readers = AnswerReaders::ALL
        .iter()
        .map(|readers| (readers.to_string(), words.answer_readers(*readers)))
        .collect();
    let conditions = conditions(words, &questions);
    view! {
        <Form action=AddQuestion::PATH>
            <Hidden name="edition" value=edition.to_string()/>
            <div class="fields">
                <Select name="kind" label=words.question_takes() choices=kinds/>
                <Select name="language" label=words.question_language() choices=languages() value=words.language.to_string()/>
            </div>
            <Field name="label" label=words.question_itself()/>
            <TextArea name="help" label=words.question_help() rows=2 optional=true/>
            <TextArea name="options" label=words.question_options() hint=words.question_options_hint() rows=4 optional=true/>
            <Select name="condition" label=words.question_asked() choices=conditions optional=true/>
            <Select name="readers" label=words.question_readers() choices=readers value="coordinators"/>
            <Check name="required" label=words.question_required()/>
            <Submit text=words.add_question()/>
        </Form>
    }
}

#[component]
fn Rewording(edition: EditionId, question: Question, language: Language) -> impl IntoView {
    let words = words();
    let text = question.texts.iter().find(|text| text.language == language);
    let (label, help, options) = text
        .map(|text| (text.label.clone(), text.help.clone(), text.options.clone()))
        .unwrap_or_default();
    let field = question.field;
    let (has_options, number) = (field.kind.has_options(), i64::from(field.option_count));
    view! {
        <p class="lede">{words.question_in_language(language.own_name())}</p>
        <Form action=EditQuestion::PATH>
            <Hidden name="edition" value=edition.to_string()/>
            <Hidden name="question" value=field.key/>
            <Hidden name="language" value=language.to_string()/>
            <Field name="label" label=words.question_itself() value=label/>
            <TextArea name="help" label=words.question_help() value=help rows=2 optional=true/>
            {has_options.then(move || {
        view! { <TextArea name="options" label=words.question_options() hint=words.question_options_keep(number) value=options rows=4/> }
    })}
            <Check name="required" label=words.question_required() checked=field.required/>
            <Submit text=words.save()/>
        </Form>
    }
}
