//! Give one's place, one's turn on the waiting list, or one's application back.

use domain::admissions::{self, Admission, WayIn, admission};
use leptos::prelude::*;
use model::Refusal;
use server_fn::ServerFn;

use super::edition_of;
use super::standing::StandingBox;
use crate::action::{Outcome, To, act};
use crate::catalogue::NotForSearch;
use crate::frame::{Crumbs, Form, Hidden, PageTitle, asking, page, param, words};

/// Withdraws whoever is asking.
#[server(endpoint = "withdraw")]
pub async fn withdraw(edition: String) -> Outcome {
    act(async |asking| {
        let person = asking.person()?;
        let edition = edition_of(&edition)?;
        admissions::withdraw(&asking.db, person, edition, asking.now).await?;
        let (programme, edition) = admission::address_of(&asking.db, edition).await?;
        Ok(To::page(format!(
            "/programmes/{programme}/{edition}/enrol?done=withdrawn"
        )))
    })
    .await
}

/// `/programmes/:programme/:edition/withdraw`
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (programme, edition) = (param("programme"), param("edition"));
    page(async move {
        asking.person()?;
        let id = admission::edition_at(&asking.db, &programme, &edition).await?;
        let admission =
            Admission::of(&asking.db, &asking.visitor, id, words.language, asking.now).await?;
        let here = format!("/programmes/{programme}/{edition}");
        let above = vec![
            ("/programmes".to_owned(), words.programmes()),
            (here.clone(), admission.title.clone()),
        ];
        let loss = match admission.way {
            WayIn::Place { .. } => Some(words.withdraw_lede()),
            WayIn::Waiting { .. } => Some(words.leave_waiting_list_lede()),
            WayIn::Offered { .. } => Some(words.decline_offer_lede()),
            WayIn::Draft => Some(words.discard_draft_lede()),
            WayIn::Applied(_) => Some(words.withdraw_application_lede()),
            WayIn::Open | WayIn::Apply | WayIn::Shut(_) => None,
        };
        let way = match loss {
            None => view! {
                <p>{words.refusal(&Refusal::NothingToWithdraw)}</p>
                <p><a href=here.clone()>{words.to_edition()}</a></p>
            }
            .into_any(),
            Some(loss) => view! {
                <p>{loss}</p>
                <Form action=Withdraw::PATH>
                    <Hidden name="edition" value=id.to_string()/>
                    <p class="actions">
                        <button class="btn danger">{words.withdraw()}</button>
                        <a href=here.clone()>{words.cancel()}</a>
                    </p>
                </Form>
            }
            .into_any(),
        };
        Ok(view! {
            <NotForSearch/>
            <PageTitle text=words.withdraw_from(admission.title.clone())/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.withdraw()/>
                    <h1>{words.withdraw_from(admission.title.clone())}</h1>
                </div>
                <StandingBox admission/>
                {way}
            </div>
        })
    })
}
