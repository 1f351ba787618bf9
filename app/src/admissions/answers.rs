//! What somebody answered, for staff.

use domain::admissions::answers::answers_of;
use leptos::prelude::*;
use model::Refusal;

use super::question_words::AnswerList;
use crate::frame::{Crumbs, Empty, Moment, PageTitle, asking, page, param, words};

/// `/staff/applications/:id/answers`
#[component]
pub fn AnswersPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let answers = answers_of(&asking.db, &asking.visitor, id).await?;
        let people = format!("/staff/editions/{}/people", answers.edition.id);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (people, words.people()),
        ];
        let title = words.answers_by(answers.name);
        let zone = answers.edition.zone;
        let sent = answers
            .saved_at
            .map(|at| view! { <p>{words.answers_sent()} " " <Moment at zone/></p> });
        let list = if answers.list.is_empty() {
            view! { <Empty heading=words.no_answers() text=words.no_answers_help()/> }.into_any()
        } else {
            view! { <AnswerList answers=answers.list/> }.into_any()
        };
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.answers()/>
                    <h1>{title}</h1>
                </div>
                {sent}
                {list}
            </div>
        })
    })
}
