//! Withdraw somebody else from an edition, for a reason.

use domain::admissions::{people, withdraw_somebody as rule};
use leptos::prelude::*;
use model::{ApplicationId, Refusal};
use server_fn::ServerFn;

use crate::action::{Outcome, To, act};
use crate::frame::{Crumbs, Form, Hidden, PageTitle, TextArea, asking, page, param, words};

/// Withdraws a person's application; the reason stays in its history.
#[server(endpoint = "withdraw_somebody")]
pub async fn withdraw_somebody(application: String, reason: String) -> Outcome {
    act(async |asking| {
        let application = application_of(&application)?;
        let edition = rule(
            &asking.db,
            &asking.visitor,
            application,
            &reason,
            asking.now,
        )
        .await?;
        Ok(To::page(format!(
            "/staff/editions/{edition}/people?done=withdrawn"
        )))
    })
    .await
}

pub(super) fn application_of(text: &str) -> Result<ApplicationId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// `/staff/applications/:id/withdraw`
#[component]
pub fn WithdrawSomebodyPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let application = param("id");
    page(async move {
        asking.person()?;
        let id = application_of(&application)?;
        let (one, edition, title) =
            people::one(&asking.db, &asking.visitor, id, words.language).await?;
        let name = one.identity.map(|who| who.name).unwrap_or_default();
        let list = format!("/staff/editions/{}/people", edition.id);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (list.clone(), words.people_of(title)),
        ];
        let form = if one.standing.is_over() {
            view! { <p>{words.refusal(&Refusal::NothingToWithdraw)}</p> }.into_any()
        } else {
            view! {
                <Form action=WithdrawSomebody::PATH>
                    <Hidden name="application" value=id.to_string()/>
                    <TextArea name="reason" label=words.withdraw_reason() hint=words.withdraw_reason_hint() rows=3/>
                    <p class="actions">
                        <button class="btn danger">{words.withdraw()}</button>
                        <a href=list.clone()>{words.cancel()}</a>
                    </p>
                </Form>
            }
            .into_any()
        };
        Ok(view! {
            <PageTitle text=words.withdraw_person(name.clone())/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.withdraw()/>
                    <h1>{words.withdraw_person(name)}</h1>
                    <p class="lede">{words.withdraw_person_lede()}</p>
                </div>
                {form}
            </div>
        })
    })
}
