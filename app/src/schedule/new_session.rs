//! Adding a session.

use domain::schedule::addition;
use domain::schedule::desk;
use domain::schedule::plan::TypedSession;
use leptos::prelude::*;
use model::{EditionId, Refusal, SessionId};
use server_fn::ServerFn;

use super::session_form::{Held, SessionFields};
use crate::action::{Outcome, To, act};
use crate::frame::{Crumbs, Form, Hidden, PageTitle, Submit, asking, page, param, query, words};

/// Adds a session, or one a week. One alone is opened, so that its warnings are read.
#[server(endpoint = "add_session")]
pub async fn add_session(edition: String, #[server(flatten)] session: TypedSession) -> Outcome {
    act(async |asking| {
        let edition: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
        let added =
            addition::add(&asking.db, &asking.visitor, edition, &session, asking.now).await?;
        Ok(match added.as_slice() {
            [one] => To::page(format!("/staff/sessions/{one}?done=added")),
            several => To::page(format!(
                "/staff/editions/{edition}/sessions?done=added&count={}",
                several.len()
            )),
        })
    })
    .await
}

/// `/staff/editions/:id/sessions/new`; `?copy=` starts from another session of the edition.
#[component]
pub fn NewSessionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let edition = param("id").parse::<EditionId>();
    let copy = query("copy").parse::<SessionId>().ok();
    page(async move {
        let edition = edition.map_err(|_| Refusal::NotFound)?;
        let (choices, copied) =
            desk::new_session(&asking.db, &asking.visitor, edition, copy, words.language).await?;
        let held = match copied {
            Some((entry, texts)) => {
                Held::of(&entry.session, &texts, &entry.trainers).without_time()
            }
            None => Held::new(&choices),
        };
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (
                format!("/staff/editions/{edition}/sessions"),
                words.schedule_sessions(),
            ),
        ];
        let heading = words.schedule_add_to(choices.edition_title.clone());
        Ok(view! {
            <PageTitle text=heading.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.schedule_add()/>
                    <h1>{heading}</h1>
                </div>
                <Form action=AddSession::PATH>
                    <Hidden name="edition" value=edition.to_string()/>
                    <SessionFields choices held repeats=true/>
                    <Submit text=words.schedule_add()/>
                </Form>
            </div>
        })
    })
}
