//! A nominee completes: confirms what is known of them, and so applies.

use domain::admissions::nomination_completion::{self, ToComplete, TypedCompletion};
use leptos::prelude::*;
use model::admissions::Standing;
use server_fn::ServerFn;

use super::focal_point_edition::application_of;
use super::way::WhyShut;
use crate::Words;
use crate::accounts::rank_choices;
use crate::action::{Outcome, To, act};
use crate::catalogue::NotForSearch;
use crate::frame::{
    Crumbs, Done, Field, Form, Hidden, Moment, PageTitle, Select, Submit, asking, page, param,
    words,
};

/// Completes one's own nomination.
#[server(endpoint = "complete_nomination")]
pub async fn complete_nomination(
    application: String,
    printed_name: String,
    #[server(default)] native_name: String,
    organisation: String,
    position: String,
    rank: String,
) -> Outcome {
    act(async |asking| {
        let who = asking.person()?;
        let application = application_of(&application)?;
        let typed = TypedCompletion {
            printed_name,
            native_name,
            organisation,
            position,
            rank,
        };
        nomination_completion::complete(&asking.db, who, application, &typed, asking.now).await?;
        Ok(To::page(format!(
            "/nominations/{application}/complete?done=completed"
        )))
    })
    .await
}

/// `/nominations/:id/complete`
#[component]
pub fn CompleteNominationPage() -> impl IntoView {
    let (asking, words, id) = (asking(), words(), param("id"));
    page(async move {
        let who = asking.person()?;
        let application = application_of(&id)?;
        let one = nomination_completion::to_complete(
            &asking.db,
            who,
            application,
            words.language,
            asking.now,
        )
        .await?;
        let above = vec![("/applications".to_owned(), words.my_applications())];
        let title = one.title.clone();
        let shown = shown(words, application.to_string(), one);
        Ok(view! {
            <NotForSearch/>
            <PageTitle text=words.complete_nomination()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.complete_nomination()/>
                    <h1>{words.complete_nomination()}</h1>
                    <p class="lede">{title}</p>
                </div>
                <Done what="completed" text=words.done_nomination_completed()/>
                {shown}
            </div>
        })
    })
}

fn shown(words: Words, application: String, one: ToComplete) -> AnyView {
    let to_applications = view! {
        <p class="actions"><a class="btn" href="/applications">{words.my_applications()}</a></p>
    };
    if one.standing.is_over() {
        return view! { <p>{words.nomination_over()}</p> {to_applications} }.into_any();
    }
    if one.standing != Standing::Nominated {
        return view! { <p>{words.nomination_completed()}</p> {to_applications} }.into_any();
    }
    if let Some(refusal) = one.refusal {
        return view! { <WhyShut refusal zone=one.edition.zone/> {to_applications} }.into_any();
    }
    view! {
        <p>{words.complete_nomination_lede()}</p>
        <p>{words.complete_by()} " " <Moment at=one.deadline zone=one.edition.zone/></p>
        <p class="soft">{words.complete_nomination_sees(words.country(one.country))}</p>
        <Form action=CompleteNomination::PATH>
            <Hidden name="application" value=application/>
            <Field name="printed_name" label=words.printed_name() hint=words.printed_name_hint() value=one.printed_name autocomplete="name"/>
            <Field name="native_name" label=words.native_name() hint=words.native_name_hint() value=one.native_name optional=true/>
            <Field name="organisation" label=words.organisation() value=one.organisation autocomplete="organization"/>
            <Field name="position" label=words.position() value=one.position autocomplete="organization-title"/>
            <Select name="rank" label=words.official_rank() choices=rank_choices(words) value=one.rank.as_str()/>
            <Submit text=words.complete_nomination_do()/>
        </Form>
    }
    .into_any()
}
