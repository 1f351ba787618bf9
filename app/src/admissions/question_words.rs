//! Questions and answers of application forms in words.

use domain::admissions::form_field::{self, Question};
use leptos::prelude::*;
use model::Country;
use model::admissions::{AnswerReaders, QuestionKind};

use crate::Words;
use crate::frame::words;
use domain::admissions::answers::Answered;

impl Words {
    /// What a question takes.
    #[must_use]
    pub fn question_kind(self, kind: QuestionKind) -> String {
        match kind {
            QuestionKind::ShortText => self.question_short_text(),
            QuestionKind::LongText => self.question_long_text(),
            QuestionKind::Number => self.question_number(),
            QuestionKind::Date => self.question_date(),
            QuestionKind::Choice => self.question_choice(),
            QuestionKind::Several => self.question_several(),
            QuestionKind::Country => self.question_country(),
            QuestionKind::Consent => self.question_consent(),
        }
    }

    /// Who reads the answers.
    #[must_use]
    pub fn answer_readers(self, readers: AnswerReaders) -> String {
        match readers {
            AnswerReaders::Coordinators => self.answers_for_coordinators(),
            AnswerReaders::Administrators => self.answers_for_administrators(),
        }
    }

    /// A question's label; one without words of its own asks why one applies.
    #[must_use]
    pub fn question_label(self, question: &Question) -> String {
        question
            .words(self.language)
            .map_or_else(|| self.question_motivation(), |text| text.label.clone())
    }

    /// An answer as it is read.
    #[must_use]
    pub fn answer(self, answered: &Answered) -> String {
        let value = &*answered.value;
        match answered.question.field.kind {
            _ if value.is_empty() => self.no_answer(),
            QuestionKind::Choice | QuestionKind::Several => {
                answered.question.said(value, self.language).join(" · ")
            }
            QuestionKind::Country => {
                Country::parse(value).map_or_else(|| value.to_owned(), |one| self.country(one))
            }
            QuestionKind::Consent => self.answer_ticked(),
            _ => value.to_owned(),
        }
    }

    /// When a question is asked, where it is not asked always.
    #[must_use]
    pub fn asked_only_if(self, field: &form_field::Model, all: &[Question]) -> Option<String> {
        let on = all
            .iter()
            .find(|other| other.field.key == field.condition_key)?;
        let value = match on.field.kind {
            QuestionKind::Consent => self.answer_ticked(),
            _ => on.said(&field.condition_value, self.language).join(" "),
        };
        Some(self.question_only_if(self.question_label(on), value))
    }
}

/// Questions with what was answered.
#[component]
pub fn AnswerList(answers: Vec<Answered>) -> impl IntoView {
    let words = words();
    let lines = answers
        .iter()
        .map(|one| {
            view! { <div><dt>{words.question_label(&one.question)}</dt><dd>{words.answer(one)}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts">{lines}</dl> }
}
