//! Let somebody in after the deadline, for a reason.

use domain::admissions::late_pass::{self, Passes, TypedPass, passes};
use leptos::prelude::*;
use model::{EditionId, Instant};
use server_fn::ServerFn;

use super::edition_of;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, Form, Hidden, Moment, PageTitle, Submit, TextArea, asking, page,
    param, words,
};

/// Lets an address in late.
#[server(endpoint = "let_in_late")]
pub async fn let_in_late(edition: String, email: String, until: String, reason: String) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let typed = TypedPass {
            email,
            until,
            reason,
        };
        late_pass::give(&asking.db, &asking.visitor, edition, &typed, asking.now).await?;
        Ok(To::page(format!(
            "/staff/editions/{edition}/late?done=given"
        )))
    })
    .await
}

/// Takes it back.
#[server(endpoint = "take_back_late")]
pub async fn take_back_late(edition: String, email: String) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        late_pass::take_back(&asking.db, &asking.visitor, edition, &email, asking.now).await?;
        Ok(To::page(format!(
            "/staff/editions/{edition}/late?done=taken"
        )))
    })
    .await
}

/// `/staff/editions/:id/late`
#[component]
pub fn LatePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id = edition_of(&id)?;
        let passes = passes(&asking.db, &asking.visitor, id, words.language).await?;
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (format!("/staff/editions/{id}"), passes.title.clone()),
            (format!("/staff/editions/{id}/review"), words.review()),
        ];
        let zone = passes.edition.zone.clone();
        let closes = passes.edition.admission_closes_at.map(|at| {
            view! { <p>{words.enrolment_closes()} " " <Moment at zone/></p> }
        });
        Ok(view! {
            <PageTitle text=words.late()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.late()/>
                    <h1>{words.late()}</h1>
                    <p class="lede">{words.late_lede()}</p>
                    {closes}
                </div>
                <Done what="given" text=words.done_let_in_late()/>
                <Done what="taken" text=words.done_taken_back_late()/>
                <Form action=LetInLate::PATH>
                    <Hidden name="edition" value=id.to_string()/>
                    <Field name="email" label=words.email() kind="email" autocomplete="off"/>
                    <Field name="until" label=words.late_until() hint=words.in_the_editions_zone() kind="date"/>
                    <TextArea name="reason" label=words.withdraw_reason() hint=words.late_reason_hint() rows=3/>
                    <Submit text=words.let_in_late()/>
                </Form>
                <h2>{words.late_list()}</h2>
                <List passes id now=asking.now/>
            </div>
        })
    })
}

#[component]
fn List(passes: Passes, id: EditionId, now: Instant) -> impl IntoView {
    let words = words();
    if passes.list.is_empty() {
        return view! { <Empty heading=words.nobody_late() text=words.nobody_late_help()/> }
            .into_any();
    }
    let zone = passes.edition.zone;
    let lines = passes
        .list
        .into_iter()
        .map(|pass| {
            // What is over stays for its reason.
            let email = pass.email.clone();
            let take_back = (now < pass.until).then(|| view! {
                <div class="can">
                    <Form action=TakeBackLate::PATH class="" key=email.clone()>
                        <Hidden name="edition" value=id.to_string()/>
                        <Hidden name="email" value=email/>
                        <Submit text=words.take_back() class="btn quiet"/>
                    </Form>
                </div>
            });
            view! {
                <li class="row plain">
                    <div>
                        <h3>{pass.email}</h3>
                        <p>{words.late_open_until()} " " <Moment at=pass.until zone=zone.clone()/></p>
                        <p class="soft">{pass.reason}</p>
                    </div>
                    {take_back}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{lines}</ul> }.into_any()
}
